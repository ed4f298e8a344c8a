import type { Client } from '../../shared/contract/client.ts'
import { reopenAfterMs } from '../../shared/domain/backoff.ts'
import type { ExchangeSummary } from '../../shared/domain/exchange.ts'
import { formatId, parseId } from '../../shared/domain/ids.ts'
import { asProblem } from './failure.ts'
import { pause } from './session.ts'

const PAGE = 500
/** A capture changes for a moment after it came; so many are remembered as told. */
const REMEMBERED = 20_000

/**
 * Each capture from now on, once, in the order they came, when its answer is known. Rows that the live stream leaves out
 * under load are fetched. Ends when `signal` aborts. `onReady` is called once nothing can be missed any more.
 */
export async function* watchCaptures(
  client: Client,
  filter: string | undefined,
  signal: AbortSignal,
  onReady: () => void,
): AsyncGenerator<ExchangeSummary> {
  const told = new Set<string>()
  const query = filter ?? 'dir:in'
  /** Of the captures seen and not yet answered. */
  const unanswered = new Set<number>()
  const [newest] = (await client.exchanges.list({ filter: query, limit: 1 })).items
  let last = newest ? seqOf(newest) : 0
  const isNews = (row: ExchangeSummary): boolean => {
    if (row.direction !== 'in' || told.has(row.id)) return false
    if (!isAnswered(row)) unanswered.add(seqOf(row))
    return isAnswered(row)
  }
  const remember = (row: ExchangeSummary): ExchangeSummary => {
    told.add(row.id)
    if (told.size > REMEMBERED) told.delete(told.values().next().value as string)
    unanswered.delete(seqOf(row))
    last = Math.max(last, seqOf(row))
    return row
  }
  let isReady = false
  for await (const batch of batches(client, query, signal)) {
    // The first batch comes at once.
    if (!isReady) onReady()
    isReady = true
    if (batch.gap) {
      const from = Math.min(last, ...[...unanswered].map((seq) => seq - 1))
      // Those that were removed meanwhile are not waited for any more; the others are met again.
      unanswered.clear()
      for await (const row of rowsAfter(client, query, from)) if (isNews(row)) yield remember(row)
    }
    for (const row of batch.rows.toSorted((a, b) => a.at - b.at)) if (isNews(row)) yield remember(row)
  }
}

type Batch = InferAsync<ReturnType<Client['exchanges']['watch']>>
type InferAsync<T> = T extends Promise<AsyncIterable<infer Item>> ? Item : never

/** The live stream, opened again where it was when the engine has lost its reader. */
async function* batches(client: Client, filter: string, signal: AbortSignal): AsyncGenerator<Batch> {
  let cursor: string | undefined
  let failures = 0
  for (;;) {
    try {
      for await (const batch of await client.exchanges.watch({ filter, ...(cursor === undefined ? {} : { after: cursor }) }, { signal })) {
        cursor = batch.cursor
        failures = 0
        yield batch
      }
      return
    } catch (error) {
      const delayMs = reopenAfterMs(asProblem(error).code, ++failures)
      if (delayMs === null) throw error
      await pause(delayMs, signal)
    }
  }
}

async function* rowsAfter(client: Client, filter: string, seq: number): AsyncGenerator<ExchangeSummary> {
  let from = formatId('capture', { seq, tail: ''.padEnd(13, '0') })
  for (;;) {
    const page = await client.exchanges.list({ filter, limit: PAGE, after: from })
    yield* page.items.toReversed()
    const [newest] = page.items
    if (!page.hasMore || !newest) return
    from = newest.id
  }
}

function seqOf({ id }: ExchangeSummary): number {
  return parseId(id)?.seq ?? 0
}

/** Forwarded captures get their answer late; cut-off ones get none. */
function isAnswered(row: ExchangeSummary): boolean {
  return row.status !== null || (row.state !== 'receiving' && row.state !== 'complete')
}
