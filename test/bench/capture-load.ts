import { createHmac } from 'node:crypto'
import { benchEnvelope } from './envelope.ts'
import type { RunningHookscope } from './hookscope.ts'
import { load, postRequest, type LoadResult } from './load.ts'

export const CONNECTIONS = 64
const SECONDS = 4
/** Measured is what a server comes to: in its first seconds the compiler has much to do beside it, most where there is most code. */
const WARM_UP_SECONDS = 5

/** Posts a signed webhook of 1 KiB to a server that answers them, after a warm-up. */
export async function loadReceiver(base: string, secret = 'any', seconds = SECONDS): Promise<LoadResult> {
  const bytes = Buffer.from(JSON.stringify(benchEnvelope()))
  const url = new URL('/webhooks/crm', base)
  const request = postRequest(url, bytes, `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`)
  await load(url, request, CONNECTIONS, WARM_UP_SECONDS)
  return load(url, request, CONNECTIONS, seconds)
}

/** The same with a running Hookscope; throws when one of the captures was not valid. */
export async function loadHookscope(server: RunningHookscope, seconds = SECONDS): Promise<LoadResult> {
  const client = await server.connect()
  const [before] = (await client.exchanges.list({ filter: '', limit: 1 })).items
  const result = await loadReceiver(server.ready.receiverUrl, (await client.workspace.secret()).secret, seconds)
  const wrong = await client.exchanges.list({ filter: '-sig:valid', limit: 1, ...(before && { after: before.id }) })
  if (wrong.items.length > 0) throw new Error('A capture of the bench was not valid.')
  return result
}
