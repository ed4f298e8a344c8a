import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../src/shared/contract/client.ts'
import { benchEnvelope } from './envelope.ts'
import { startHookscope } from './hookscope.ts'
import { postRequest } from './load.ts'
import { withMillion } from './million.ts'
import { PACE, pacedLoad } from './paced-load.ts'
import { median } from './processes.ts'
import type { Row } from './rows.ts'
import { FILTERS, PAGE, SLICE_MS } from './search-filters.ts'
import { meanwhileRows } from './search-meanwhile.ts'

const ROUNDS = 8
const PACED_SECONDS = 15
const LOOK_EVERY_MS = 20

/** First rows on a million exchanges, and what searching costs those who are captured meanwhile. */
export function searchRows(): Promise<Row[]> {
  return withMillion(measure)
}

async function measure(directory: string): Promise<Row[]> {
  await using server = await startHookscope(directory)
  const client = await server.connect()
  const indexed = await waitForIndex(client)
  const [column, words, other] = [
    await firstRows(client, FILTERS.column),
    await firstRows(client, FILTERS.words),
    await firstRows(client, FILTERS.other),
  ]
  const secret = (await client.workspace.secret()).secret
  const bytes = Buffer.from(JSON.stringify(benchEnvelope()))
  const url = new URL('/webhooks/crm', server.ready.receiverUrl)
  const request = postRequest(url, bytes, `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`)
  const meanwhile = await meanwhileRows(directory, client, url, request)
  await waitForIndex(client)
  return [
    msRow('search: a column, first rows, p95 ms', column, 50, indexed),
    msRow('search: full text, first rows, p95 ms', words, 100),
    msRow('search: any other filter, first slice, p95 ms', other, 100),
    ...meanwhile,
    await lagRow(client, url, request),
  ]
}

/** How far the index trails while captures come steadily, as the status says it. */
async function lagRow(client: Client, url: URL, request: Buffer): Promise<Row> {
  const paced = await pacedLoad(url, request, PACE)
  const lags: number[] = []
  for (const end = performance.now() + PACED_SECONDS * 1_000; performance.now() < end; await sleep(LOOK_EVERY_MS))
    lags.push((await client.status()).search?.behindMs ?? Number.NaN)
  const { requestsPerSecond } = await paced.stop()
  lags.sort((a, b) => a - b)
  return {
    what: `search: index behind at ${PACE} captures/s, p95 ms`,
    ratio: lags[Math.floor(lags.length * 0.95)] ?? Number.NaN,
    target: 1_000,
    bound: 'max',
    detail: `median ${Math.round(median(lags))} ms, most ${Math.round(lags.at(-1) ?? Number.NaN)} ms, at ${Math.round(requestsPerSecond)} captures/s`,
  }
}

/** `seconds of indexing, rows a second`. */
export async function waitForIndex(client: Client): Promise<string> {
  const startedAt = performance.now()
  for (;;) {
    const { search, exchanges, exchangesExact } = await client.status()
    const seconds = (performance.now() - startedAt) / 1_000
    if (search?.behind === 0)
      return `${exchangesExact ? '' : 'more than '}${exchanges} exchanges; index was there after ${Math.round(seconds)} s`
    if (Math.round(seconds) % 30 === 0)
      console.error(`indexing: ${search?.behind ?? '?'}${search?.behind === 100_000 ? '+' : ''} exchanges to go`)
    await sleep(1_000)
  }
}

async function firstRows(client: Client, filters: readonly string[]): Promise<{ ms: number; slowest: string }[]> {
  const times: { ms: number; slowest: string }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const filter of filters) {
      const startedAt = performance.now()
      await client.exchanges.list({ filter, limit: PAGE, withinMs: SLICE_MS })
      times.push({ ms: performance.now() - startedAt, slowest: filter })
    }
  }
  return times.toSorted((a, b) => a.ms - b.ms)
}

function msRow(what: string, times: readonly { ms: number; slowest: string }[], target: number, more = ''): Row {
  const at = (part: number): { ms: number; slowest: string } => times[Math.floor(times.length * part)] ?? { ms: Number.NaN, slowest: '' }
  const detail = `median ${at(0.5).ms.toFixed(1)} ms, slowest ${times.at(-1)?.ms.toFixed(1)} ms: ${times.at(-1)?.slowest}${more && `; ${more}`}`
  return { what, ratio: at(0.95).ms, target, bound: 'max', detail }
}
