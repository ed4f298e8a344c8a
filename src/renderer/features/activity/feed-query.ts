import { isNewestFirst, NEWEST_FIRST, ORDER_KEYS, type FeedOrder } from '../../../shared/domain/feed-order.ts'
import type { Filter } from '../../../shared/domain/filter/filter.ts'
import { parseFilter } from '../../../shared/domain/filter/parse.ts'
import { printFilter } from '../../../shared/domain/filter/print.ts'
import { localTime } from '../../../shared/domain/filter/time.ts'
import type { Span } from '../../../shared/domain/histogram.ts'
import { parseDuration } from '../../../shared/domain/units.ts'

/** Of the time that the histogram shows, what the feed holds; ms since 1970. */
export interface TimeRange {
  readonly from: number
  /** Not included; null: it goes on with the time. */
  readonly to: number | null
}

/** What the feed is asked for. All of it stands in the address, so that a link brings it back. */
export interface FeedQuery {
  readonly filter: string
  /** The time that the histogram shows; the feed holds no other. */
  readonly span: Span
  /** What is chosen of it; null: all. */
  readonly range: TimeRange | null
  /** One row a delivery: its newest attempt. */
  readonly isGrouped: boolean
  readonly order: FeedOrder
}

export const EVERYTHING: FeedQuery = { filter: '', span: { kind: 'all' }, range: null, isGrouped: false, order: NEWEST_FIRST }

/** The words of an address. */
type Words = Readonly<Record<string, string>>

/** What an address asks for; what it says wrongly, it does not say. */
export function readQuery(words: Words): FeedQuery {
  const between = betweenOf(words['range'])
  return {
    filter: words['filter'] ?? '',
    span: spanOf(words['time']),
    range: between,
    isGrouped: words['group'] === 'delivery',
    order: orderOf(words['sort']),
  }
}

/** The address of a query, beside what else it says; the usual is left out. */
export function writeQuery(words: Words, { filter, span, range, isGrouped, order }: FeedQuery): Record<string, string> {
  const { filter: _f, time: _t, range: _r, group: _g, sort: _s, ...rest } = words
  return {
    ...rest,
    ...(filter.trim() !== '' && { filter }),
    ...(span.kind === 'last' && { time: `-${span.ms}ms` }),
    ...(span.kind === 'between' && { time: `${iso(span.from)}..${iso(span.to)}` }),
    ...(range && { range: `${iso(range.from)}..${range.to === null ? '' : iso(range.to)}` }),
    ...(isGrouped && { group: 'delivery' }),
    ...(!isNewestFirst(order) && { sort: `${order.direction === 'descending' ? '-' : ''}${order.by}` }),
  }
}

/** The filter that the engine is asked: with the time and the grouping, and times of this page's zone with their offset. */
export function askedFilter({ filter, span, range, isGrouped }: FeedQuery, now: number): string {
  const parsed = parseFilter(filter, { now, localTime })
  // What is wrong is worded by the engine, as for every other caller.
  if (parsed.kind === 'problem') return filter
  const within = range ?? timeOf(span, now)
  const terms: Filter[] = [
    ...(within === null ? [] : [{ kind: 'time', from: within.from, to: null } as const]),
    ...(within === null || within.to === null ? [] : [{ kind: 'time', from: null, to: within.to } as const]),
    ...(isGrouped ? [{ kind: 'mark', mark: 'latest' } as const] : []),
  ]
  if (terms.length === 0) return printFilter(parsed.filter)
  const parts = parsed.filter.kind === 'and' ? parsed.filter.parts : [parsed.filter]
  return printFilter({ kind: 'and', parts: [...parts, ...terms] })
}

/** The filter of the histogram: its time is asked for beside it. */
export function histogramFilter(query: FeedQuery, now: number): string {
  return askedFilter({ ...query, span: EVERYTHING.span, range: null }, now)
}

/** Whether anything is asked for but everything. */
export function isNarrowed({ filter, span, range }: FeedQuery): boolean {
  return filter.trim() !== '' || span.kind !== 'all' || range !== null
}

/** Whether two queries ask for the same. */
export function isSameQuery(a: FeedQuery, b: FeedQuery): boolean {
  return JSON.stringify(writeQuery({}, a)) === JSON.stringify(writeQuery({}, b)) && a.filter === b.filter
}

function timeOf(span: Span, now: number): TimeRange | null {
  if (span.kind === 'all') return null
  return span.kind === 'last' ? { from: now - span.ms, to: null } : span
}

function spanOf(text = ''): Span {
  if (text.startsWith('-')) {
    const ms = parseDuration(text.slice(1))
    return ms === null || ms < 1 ? EVERYTHING.span : { kind: 'last', ms: Math.round(ms) }
  }
  const between = betweenOf(text)
  return between === null || between.to === null ? EVERYTHING.span : { kind: 'between', from: between.from, to: between.to }
}

function betweenOf(text = ''): TimeRange | null {
  const [start = '', end] = text.split('..')
  const [from, to] = [Date.parse(start), end === undefined || end === '' ? null : Date.parse(end)]
  if (end === undefined || !Number.isFinite(from) || (to !== null && !(to > from))) return null
  return { from, to }
}

function orderOf(text = ''): FeedOrder {
  const by = ORDER_KEYS.find((key) => key === text.replace(/^-/, ''))
  return by === undefined ? NEWEST_FIRST : { by, direction: text.startsWith('-') ? 'descending' : 'ascending' }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
