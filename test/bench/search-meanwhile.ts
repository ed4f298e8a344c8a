import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../src/shared/contract/client.ts'
import { fullLoad, load, p99, type Load } from './load.ts'
import { PACE, pacedLoad } from './paced-load.ts'
import { median, start } from './processes.ts'
import type { Row } from './rows.ts'

const CONNECTIONS = 8
const WARM_UP_SECONDS = 2
const ROUNDS = 20
const WINDOW_MS = 1_000
/** What was begun in the window before is answered by then. */
const SETTLE_MS = 200

/** What searching costs those who are captured meanwhile: at a steady rate, and as fast as they can come. */
export async function meanwhileRows(directory: string, client: Client, url: URL, request: Buffer): Promise<Row[]> {
  await load(url, request, CONNECTIONS, WARM_UP_SECONDS)
  return [
    await meanwhileRow(`at ${PACE}/s`, await pacedLoad(url, request, PACE), directory, client),
    await meanwhileRow('at full load', fullLoad(url, request, CONNECTIONS), directory, client),
  ]
}

/**
 * Of one load that goes on all the time: seconds with nobody else, beside a searcher, and beside a stranger's program, in
 * turn. A stop of the disk spoils one of them; it is as likely in any, and the median leaves it out.
 */
async function meanwhileRow(when: string, running: Load, directory: string, client: Client): Promise<Row> {
  await using searcher = await start('test/bench/searcher.ts', [directory])
  await using stranger = await start('test/bench/stranger.ts')
  for (const { process } of [searcher, stranger]) process.kill('SIGSTOP')
  const seconds = { alone: [] as number[], searching: [] as number[], strange: [] as number[] }
  let mostBehindMs = 0
  for (let round = 0; round < ROUNDS; round++) {
    seconds.alone.push(await secondOf(running))
    searcher.process.kill('SIGCONT')
    seconds.searching.push(await secondOf(running))
    searcher.process.kill('SIGSTOP')
    mostBehindMs = Math.max(mostBehindMs, (await client.status()).search?.behindMs ?? 0)
    stranger.process.kill('SIGCONT')
    seconds.strange.push(await secondOf(running))
    stranger.process.kill('SIGSTOP')
  }
  const { requestsPerSecond } = await running.stop()
  const [alone, searching, strange] = [median(seconds.alone), median(seconds.searching), median(seconds.strange)]
  const range = (values: readonly number[]): string => `${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)}`
  return {
    what: `search: p99 of captures meanwhile, ${when}`,
    ratio: searching / alone,
    target: 1.1,
    bound: 'max',
    detail: `${searching.toFixed(1)} ms (${range(seconds.searching)}), without ${alone.toFixed(1)} (${range(seconds.alone)}); beside a stranger's busy program ${(strange / alone).toFixed(2)}; ${Math.round(requestsPerSecond)}/s; index at most ${Math.round(mostBehindMs)} ms behind`,
  }
}

/** p99 of the captures of one second, ms. */
async function secondOf(running: Load): Promise<number> {
  await sleep(SETTLE_MS)
  running.take()
  await sleep(WINDOW_MS)
  return p99(running.take())
}
