import type { Client } from '../../shared/contract/client.ts'
import type { Content, SendRequest } from '../../shared/domain/sending.ts'
import type { Context } from './host.ts'
import { counted } from './text.ts'

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
    const part = { ...request, content: goneOn(request.content, from), count: Math.min(EVENTS_A_CALL, count - from) }
    for (const id of (await client.sending.send(part)).deliveryIds) made.push(id)
  }
  output.progress('')
}

/** Each event of a seeded series has a seed of its own, counted from the first; what is filled in goes on counting. */
function goneOn(content: Content, from: number): Content {
  if (content.kind === 'bytes') return content
  const { fill } = content
  const filling = fill && { fill: { ...fill, number: from + 1, ...(fill.seed !== undefined && { seed: fill.seed + from }) } }
  if (content.kind !== 'event' || content.seed === undefined) return { ...content, ...filling }
  return { ...content, seed: content.seed + from, ...filling }
}
