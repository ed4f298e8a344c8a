import { createHmac } from 'node:crypto'
import { benchEnvelope, BODY_BYTES } from './envelope.ts'
import { startHookscope, withWorkspace } from './hookscope.ts'
import { load, postRequest, type LoadResult } from './load.ts'
import { median, start } from './processes.ts'
import type { Row } from './rows.ts'

const CONNECTIONS = 64
const SECONDS = 4
const WARM_UP_SECONDS = 1
const ROUNDS = 5

/** Capture + verify + durable commit against a bare server, alternating rounds in one run. */
export async function captureRows(): Promise<Row[]> {
  const bytes = Buffer.from(JSON.stringify(benchEnvelope()))
  const measure = async (base: string, secret: string): Promise<LoadResult> => {
    const url = new URL('/webhooks/crm', base)
    const request = postRequest(url, bytes, `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`)
    await load(url, request, CONNECTIONS, WARM_UP_SECONDS)
    return load(url, request, CONNECTIONS, SECONDS)
  }
  const rates: number[] = []
  const tails: number[] = []
  const seen: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await (async () => {
      await using server = await start<{ url: string }>('test/bench/bare-server.ts')
      return await measure(server.ready.url, 'any')
    })()
    const ours = await withWorkspace(async (workspace) => {
      await using server = await startHookscope(workspace)
      const client = await server.connect()
      const result = await measure(server.ready.receiverUrl, (await client.workspace.secret()).secret)
      const wrong = await client.exchanges.list({ filter: '-sig:valid', limit: 1 })
      if (wrong.items.length > 0) throw new Error('A capture of the bench was not valid.')
      return result
    })
    rates.push(ours.requestsPerSecond / bare.requestsPerSecond)
    tails.push(ours.p99Ms / bare.p99Ms)
    seen.push(`${Math.round(ours.requestsPerSecond)}/${Math.round(bare.requestsPerSecond)}`)
  }
  const detail = `${CONNECTIONS} connections, ${BODY_BYTES} B, median of ${ROUNDS}; requests/s ours/bare: ${seen.join(' ')}`
  return [
    { what: 'capture + verify + commit, requests/s vs bare', ratio: median(rates), target: 0.42, bound: 'min', detail },
    { what: 'capture + verify + commit, p99 vs bare', ratio: median(tails), target: 5, bound: 'max', detail: '' },
  ]
}
