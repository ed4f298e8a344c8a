import { CONNECTIONS, loadHookscope, loadReceiver } from './capture-load.ts'
import { BODY_BYTES } from './envelope.ts'
import { startHookscope, withWorkspace } from './hookscope.ts'
import { median, start } from './processes.ts'
import type { Row } from './rows.ts'

const ROUNDS = 5

/** Capture + verify + durable commit against a bare server, alternating rounds in one run. */
export async function captureRows(): Promise<Row[]> {
  const rates: number[] = []
  const tails: number[] = []
  const seen: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await (async () => {
      await using server = await start<{ url: string }>('test/bench/bare-server.ts')
      return await loadReceiver(server.ready.url)
    })()
    const ours = await withWorkspace(async (workspace) => {
      await using server = await startHookscope(workspace)
      return await loadHookscope(server)
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
