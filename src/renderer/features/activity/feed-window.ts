import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { formatId, parseId, seqAt } from '../../../shared/domain/ids.ts'

/**
 * The part of the feed that the page holds: a run of rows without holes, newest first.
 *
 * 1. Rows stand in the order of their keys; a row comes once.
 * 2. `above` is how many rows of the feed stand over the window. It is an estimate after a jump; 0 if and only if nothing
 *    is there.
 * 3. At most `MAX_ROWS` are held: what is far from where rows were added is let go and can be fetched again.
 */
export interface FeedWindow {
  readonly rows: readonly ExchangeSummary[]
  readonly above: number
  readonly hasOlder: boolean
}

/** Rows asked for at a time. */
export const PAGE_ROWS = 100
/** Rows held. Also what the engine gives at once: the window is read again in one call. */
export const MAX_ROWS = 500
/** Rows of a feed in another order than the live one: nobody reads further. */
export const MAX_ORDERED_ROWS = 5_000

const KEY_CHARS = 26

/** What rows are ordered by: the id without its prefix. Greater is newer. */
export function keyOf(id: string): string {
  return id.slice(-KEY_CHARS)
}

/** A window at the head of the feed. */
export function headWindow(rows: readonly ExchangeSummary[], hasOlder: boolean): FeedWindow {
  return { rows, above: 0, hasOlder }
}

/** With an older page below. */
export function withOlder(feed: FeedWindow, page: readonly ExchangeSummary[], hasMore: boolean): FeedWindow {
  const rows = [...feed.rows, ...page]
  const dropped = Math.max(0, rows.length - MAX_ROWS)
  return { rows: rows.slice(dropped), above: feed.above + dropped, hasOlder: hasMore }
}

/** With a newer page above. */
export function withNewer(feed: FeedWindow, page: readonly ExchangeSummary[], hasMore: boolean): FeedWindow {
  const rows = [...page, ...feed.rows]
  // The estimate may have been too small for what still stands above.
  const above = hasMore ? Math.max(feed.above - page.length, PAGE_ROWS) : 0
  return { rows: rows.slice(0, MAX_ROWS), above, hasOlder: feed.hasOlder || rows.length > MAX_ROWS }
}

/** With a further page below, of a feed that is in another order than the live one: nothing above is let go. */
export function withNext(feed: FeedWindow, page: readonly ExchangeSummary[], hasMore: boolean): FeedWindow {
  const rows = [...feed.rows, ...page]
  return { ...feed, rows, hasOlder: hasMore && rows.length < MAX_ORDERED_ROWS }
}

/** Without the attempts that a newer one of their delivery stands for, where each delivery has one row. */
export function withoutEarlier(feed: FeedWindow, newer: readonly ExchangeSummary[]): FeedWindow {
  const newest = new Map(newer.flatMap(({ id, deliveryId }) => (deliveryId === null ? [] : [[deliveryId, keyOf(id)] as const])))
  const rows = feed.rows.filter(({ id, deliveryId }) => deliveryId === null || keyOf(id) >= (newest.get(deliveryId) ?? ''))
  return rows.length === feed.rows.length ? feed : { ...feed, rows }
}

/** With the changed rows in their places; rows it does not hold are ignored. */
export function withChanged(feed: FeedWindow, changed: readonly ExchangeSummary[]): FeedWindow {
  const byId = new Map(changed.map((row) => [row.id, row]))
  if (!feed.rows.some(({ id }) => byId.has(id))) return feed
  return { ...feed, rows: feed.rows.map((row) => byId.get(row.id) ?? row) }
}

/** Rows read again, those that have not changed as the objects they were: what is drawn of them stays. */
export function withKept(held: readonly ExchangeSummary[], rows: readonly ExchangeSummary[]): readonly ExchangeSummary[] {
  const byId = new Map(held.map((row) => [row.id, row]))
  return rows.map((row) => {
    const before = byId.get(row.id)
    return before !== undefined && isSameRow(before, row) ? before : row
  })
}

/** Of values as the API carries them: plain, or an object of plain ones. */
function isSameRow(a: ExchangeSummary, b: ExchangeSummary): boolean {
  const keys = Object.keys(a) as (keyof ExchangeSummary)[]
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.is(a[key], b[key]) || JSON.stringify(a[key]) === JSON.stringify(b[key]))
  )
}

/** With rows that were not there before, each in its place: newer ones at the head, others where the window covers them. */
export function withAdded(feed: FeedWindow, added: readonly ExchangeSummary[]): FeedWindow {
  const oldest = feed.hasOlder ? keyOf(feed.rows.at(-1)?.id ?? '') : ''
  const covered = added.filter(({ id }) => keyOf(id) > oldest)
  if (covered.length === 0) return feed
  const rows = [...covered, ...feed.rows].toSorted((a, b) => (keyOf(a.id) < keyOf(b.id) ? 1 : -1))
  return { ...feed, rows: rows.slice(0, MAX_ROWS), hasOlder: feed.hasOlder || rows.length > MAX_ROWS }
}

/** The newest attempt of each delivery among the rows: the one beside which the next one is announced. */
export function latestAttempts(rows: readonly ExchangeSummary[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const latest = new Set<string>()
  for (const { id, direction, deliveryId } of rows) {
    if (direction !== 'out' || deliveryId === null || seen.has(deliveryId)) continue
    seen.add(deliveryId)
    latest.add(id)
  }
  return latest
}

/** An id that stands `steps` sequences above this one (below it, if negative); to page from, there need be no such row. */
export function besideId(id: string, steps: number): string {
  return idAt((parseId(id)?.seq ?? 0) + steps)
}

/** An id between two, at a share of the way from the newer to the older one. Ids are times, so it is a guess. */
export function idBetween(newer: string, older: string, share: number): string {
  const [top, bottom] = [parseId(newer)?.seq ?? 0, parseId(older)?.seq ?? 0]
  return idAt(Math.round(top - (top - bottom) * share))
}

/** The smallest key of ids made at that moment (ms since 1970) or later. */
export function keyAt(at: number): string {
  return keyOf(idAt(seqAt(at)))
}

/** Before all ids. */
export const FIRST_ID = idAt(0)

function idAt(seq: number): string {
  return formatId('capture', { seq, tail: '0'.repeat(13) })
}
