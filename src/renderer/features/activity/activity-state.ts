import type { Problem } from '../../api/problem.ts'
import { isNewestFirst } from '../../../shared/domain/feed-order.ts'
import { EVERYTHING, type FeedQuery } from './feed-query.ts'
import type { FeedWindow } from './feed-window.ts'

/** What the feed's store holds. */
export interface ActivityState {
  /** What was asked for last. */
  readonly query: FeedQuery
  /** What is shown. */
  readonly shown: FeedQuery
  /** The same as a filter for the engine. */
  readonly asked: string
  /** null until the first page has come. */
  readonly feed: FeedWindow | null
  readonly total: Count | null
  /** Why the filter was refused; null when it was not. */
  readonly filterProblem: Problem | null
  /** Why rows could not be read; those that are there stay. */
  readonly problem: Problem | null
  readonly isPaused: boolean
  readonly isAtTop: boolean
  /** What arrived while nothing moves. */
  readonly fresh: Count
  /** Where the page should scroll to; a new object each time it should. */
  readonly reveal: { readonly position: number } | null
  /** Rows that arrived within the last second. */
  readonly arrived: ReadonlySet<string>
}

export interface Count {
  readonly value: number
  /** False: at least so many. */
  readonly exact: boolean
}

/** Rows that may be beyond the window before more are fetched. */
export const MARGIN_ROWS = 40
/** More rows than this have no pixels: a browser's tallest element holds about a million. */
const MAX_PIXEL_ROWS = 500_000

/** Nothing. */
export const NONE: Count = { value: 0, exact: true }

/** Before anything was asked. */
export const IDLE: ActivityState = {
  query: EVERYTHING,
  shown: EVERYTHING,
  asked: '',
  feed: null,
  total: null,
  filterProblem: null,
  problem: null,
  isPaused: false,
  isAtTop: true,
  fresh: NONE,
  reveal: null,
  arrived: new Set(),
}

/** Whether what is new enters at the head by itself. */
export function isFollowing({ isPaused, isAtTop, feed, shown }: ActivityState): boolean {
  return !isPaused && isAtTop && feed?.above === 0 && isNewestFirst(shown.order)
}

/** How many rows the feed is high, so far as is known. */
export function feedRows({ feed, total, shown }: Pick<ActivityState, 'feed' | 'total' | 'shown'>): number {
  if (!feed) return 0
  const loaded = feed.above + feed.rows.length
  return feed.hasOlder ? Math.max(loaded + MARGIN_ROWS, pixelRows({ total, shown })) : loaded
}

/** How many of all rows have a place in the scrolled height. A feed in another order grows as one scrolls. */
export function pixelRows({ total, shown }: Pick<ActivityState, 'total' | 'shown'>): number {
  return isNewestFirst(shown.order) ? Math.min(total?.value ?? 0, MAX_PIXEL_ROWS) : 0
}

/** How many rows there are for certain; null: not known, or so many that a place among them is an estimate. */
export function countedRows({ total }: Pick<ActivityState, 'total'>): number | null {
  return total?.exact && total.value <= MAX_PIXEL_ROWS ? total.value : null
}
