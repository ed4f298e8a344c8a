import type { Client } from '../../shared/contract/client.ts'
import type { ExchangeSummary } from '../../shared/domain/exchange.ts'

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
  let last = (await client.exchanges.list({ filter: query, limit: 1 })).items[0]?.id
  const isNews = (row: ExchangeSummary): boolean => row.direction === 'in' && isAnswered(row) && !told.has(row.id)
  const remember = (row: ExchangeSummary): ExchangeSummary => {
    told.add(row.id)
    if (told.size > REMEMBERED) told.delete(told.values().next().value as string)
    if (last === undefined || row.id > last) last = row.id
    return row
  }
  let isReady = false
  for await (const batch of await client.exchanges.watch({ filter: query }, { signal })) {
    // The first batch comes at once.
    if (!isReady) onReady()
    isReady = true
    if (batch.gap) for await (const row of rowsAfter(client, query, last)) if (isNews(row)) yield remember(row)
    for (const row of batch.rows.toSorted((a, b) => a.at - b.at)) if (isNews(row)) yield remember(row)
  }
}

async function* rowsAfter(client: Client, filter: string, after: string | undefined): AsyncGenerator<ExchangeSummary> {
  let from = after
  for (;;) {
    const page = await client.exchanges.list({ filter, limit: PAGE, ...(from === undefined ? {} : { after: from }) })
    yield* page.items.toReversed()
    from = page.items[0]?.id
    if (!page.hasMore || from === undefined) return
  }
}

/** Forwarded captures get their answer late; cut-off ones get none. */
function isAnswered(row: ExchangeSummary): boolean {
  return row.status !== null || (row.state !== 'receiving' && row.state !== 'complete')
}
