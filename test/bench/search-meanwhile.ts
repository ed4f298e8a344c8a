import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../src/shared/contract/client.ts'
import { load } from './load.ts'
import { PACE, pacedLoad } from './paced-load.ts'
import { median, start } from './processes.ts'
import type { Row } from './rows.ts'

const CONNECTIONS = 8
const SECONDS = 4
const ROUNDS = 9

/** p99 of captures in one round, ms. */
type Measure = () => Promise<number>

/** What searching costs those who are captured meanwhile: at a steady rate, and as fast as they can come. */
export async function meanwhileRows(directory: string, client: Client, url: URL, request: Buffer): Promise<Row[]> {
  const atPace: Measure = async () => {
    const paced = await pacedLoad(url, request, PACE)
    await sleep(SECONDS * 1_000)
    return (await paced.stop()).p99Ms
  }
  const atFullLoad: Measure = async () => (await load(url, request, CONNECTIONS, SECONDS)).p99Ms
  await load(url, request, CONNECTIONS, 1)
  return [await meanwhileRow(`at ${PACE}/s`, atPace, directory, client), await meanwhileRow('at full load', atFullLoad, directory, client)]
}

async function meanwhileRow(when: string, measure: Measure, directory: string, client: Client): Promise<Row> {
  const slowdowns: number[] = []
  const strangers: number[] = []
  const seen: string[] = []
  let mostBehindMs = 0
  for (let round = 0; round < ROUNDS; round++) {
    const quiet = await measure()
    const searching = await beside('test/bench/searcher.ts', [directory], measure)
    mostBehindMs = Math.max(mostBehindMs, (await client.status()).search?.behindMs ?? 0)
    const strange = await beside('test/bench/stranger.ts', [], measure)
    slowdowns.push(searching / quiet)
    strangers.push(strange / quiet)
    seen.push(`${searching.toFixed(1)}/${quiet.toFixed(1)}`)
  }
  return {
    what: `search: p99 of captures meanwhile, ${when}`,
    ratio: median(slowdowns),
    target: 1.1,
    bound: 'max',
    detail: `ms with/without: ${seen.join(' ')}; beside a stranger's program as busy: ${median(strangers).toFixed(2)}; index at most ${Math.round(mostBehindMs)} ms behind`,
  }
}

async function beside(script: string, args: readonly string[], measure: Measure): Promise<number> {
  const other = await start(script, args)
  try {
    return await measure()
  } finally {
    await other[Symbol.asyncDispose]()
  }
}
