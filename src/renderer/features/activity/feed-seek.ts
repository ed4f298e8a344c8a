import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { FIRST_ID, MAX_ROWS, PAGE_ROWS, headWindow, idBetween, type FeedWindow } from './feed-window.ts'

/** A page of the feed under the present filter: below `before`, or just above `after`; the newest without either. */
export type ListRows = (range: {
  readonly before?: string
  readonly after?: string
  readonly limit: number
}) => Promise<{ readonly items: readonly ExchangeSummary[]; readonly hasMore: boolean }>

/** Rows that are leafed through to find a position exactly; what is farther is guessed by time. */
const LEAF_ROWS = 20_000

/** The newest rows. */
export async function seekHead(list: ListRows): Promise<FeedWindow> {
  const { items, hasMore } = await list({ limit: PAGE_ROWS })
  return headWindow(items, hasMore)
}

/** The oldest rows, of a feed that is `height` rows high. */
export async function seekEnd(list: ListRows, height: number): Promise<FeedWindow> {
  const { items, hasMore } = await list({ after: FIRST_ID, limit: PAGE_ROWS })
  return { rows: items, above: hasMore ? Math.max(height - items.length, PAGE_ROWS) : 0, hasOlder: false }
}

/** A window that covers a position, coming from one that does not. */
export async function seek(list: ListRows, feed: FeedWindow, height: number, position: number): Promise<FeedWindow> {
  const end = feed.above + feed.rows.length
  const starts = [
    { distance: position, run: () => leafDown(list, undefined, 0, position) },
    { distance: position >= end ? position - end : Infinity, run: () => leafDown(list, feed.rows.at(-1)?.id, end, position) },
    {
      distance: position < feed.above ? feed.above - position : Infinity,
      run: () => leafUp(list, feed.rows[0]?.id ?? FIRST_ID, feed.above, position),
    },
    { distance: Math.max(0, height - position), run: () => leafUp(list, FIRST_ID, height, position) },
  ]
  const nearest = starts.reduce((best, each) => (each.distance < best.distance ? each : best))
  return nearest.distance <= LEAF_ROWS ? nearest.run() : guess(list, height, position)
}

/** Page by page from a row whose successor stands at `base`. */
async function leafDown(list: ListRows, from: string | undefined, base: number, position: number): Promise<FeedWindow> {
  const { items, hasMore } = await list({ ...(from !== undefined && { before: from }), limit: MAX_ROWS })
  const next = base + items.length
  if (position < next || !hasMore) return { rows: items, above: base, hasOlder: hasMore }
  return leafDown(list, items.at(-1)?.id, next, position)
}

/** Page by page upwards from a row that stands at `base`. */
async function leafUp(list: ListRows, from: string, base: number, position: number): Promise<FeedWindow> {
  const { items, hasMore } = await list({ after: from, limit: MAX_ROWS })
  const next = base - items.length
  const newest = items[0]
  if (position >= next || !hasMore || !newest) {
    return { rows: items, above: hasMore ? Math.max(next, PAGE_ROWS) : 0, hasOlder: from !== FIRST_ID }
  }
  return leafUp(list, newest.id, next, position)
}

/** Ids are times: the position is looked for at its share of the time between the newest and the oldest row. */
async function guess(list: ListRows, height: number, position: number): Promise<FeedWindow> {
  const [head, tail] = await Promise.all([list({ limit: 1 }), list({ after: FIRST_ID, limit: 1 })])
  const before = idBetween(head.items[0]?.id ?? FIRST_ID, tail.items[0]?.id ?? FIRST_ID, position / height)
  const { items, hasMore } = await list({ before, limit: PAGE_ROWS })
  return items.length === 0 ? seekEnd(list, height) : { rows: items, above: position, hasOlder: hasMore }
}
