import type { Client } from '../../shared/contract/client.ts'
import { contentFrom, type SendRequest } from '../../shared/domain/sending.ts'
import type { Context } from './host.ts'
import { counted } from '../../shared/domain/counted.ts'

/** Events that are asked for at once: between two such calls a long series can be stopped. */
export const EVENTS_A_CALL = 256

/** Makes the deliveries of `count` events; their ids come into `made` as soon as they are stored, also when it fails later. */
export async function sendSeries(
  { output, stopIfAsked }: Pick<Context, 'output' | 'stopIfAsked'>,
  client: Client,
  request: Omit<SendRequest, 'count'>,
  count: number,
  made: string[],
): Promise<void> {
  for (let from = 0; from < count; from += EVENTS_A_CALL) {
    stopIfAsked()
    if (count > EVENTS_A_CALL) output.progress(`${from.toLocaleString('en')} of ${counted(count, 'event', 'events')} made`)
    const part = { ...request, content: contentFrom(request.content, from), count: Math.min(EVENTS_A_CALL, count - from) }
    for (const id of (await client.sending.send(part)).deliveryIds) made.push(id)
  }
  output.progress('')
}
