import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import { isNewestFirst } from '../../../shared/domain/feed-order.ts'
import type { ConnectionStore } from '../../api/connection.ts'
import { toProblem } from '../../api/problem.ts'
import { IDLE, isFollowing, NONE, type ActivityState } from './activity-state.ts'
import { createArrivals } from './feed-arrivals.ts'
import { createFeedCount } from './feed-count.ts'
import { createFeedLive, type FeedLive } from './feed-live.ts'
import { createFeedMoves, type FeedMoves } from './feed-moves.ts'
import { askedFilter, isSameQuery, type FeedQuery } from './feed-query.ts'
import { createFeedReads } from './feed-reads.ts'
import { headWindow, keyAt } from './feed-window.ts'

export interface ActivityOptions {
  readonly client: Client
  readonly connection: ConnectionStore
}

/**
 * The feed of exchanges, as a window onto the engine: it filters, orders and counts, the page holds what is near.
 *
 * 1. A query is asked for; when the engine takes it, rows, count and live stream change together. One that it refuses
 *    changes nothing but `filterProblem`: the last good rows stay and stay live.
 * 2. *Following* (at the top, not paused): live rows enter at the head. Else nothing moves: rows change in place, new
 *    ones are counted in `fresh`, and `showNew` brings them.
 * 3. A live `gap` means too much to tell: what is shown is read again, and so is the count.
 * 4. An answer that was overtaken by a new query or a jump is dropped.
 * 5. In another order than the newest first nothing enters by itself: rows change in place, new ones are counted.
 */
export interface Activity extends Pick<FeedMoves, 'ensure' | 'showOldest'>, Pick<FeedLive, 'listen'> {
  readonly store: StoreApi<ActivityState>
  /** Asks for a query, unless it is what was asked for last; the first call starts the feed. */
  setQuery(query: FeedQuery): Promise<void>
  /** Reads again after a failure. */
  retry(): Promise<void>
  setAtTop(isAtTop: boolean): void
  togglePause(): void
  /** Goes to the head, with all that is new; ends a pause. */
  showNew(): Promise<void>
  stop(): void
}

/** An idle feed: `setQuery` starts it. */
export function createActivity({ client, connection }: ActivityOptions): Activity {
  const store = createStore<ActivityState>()(() => IDLE)
  const { getState, setState } = store
  const reads = createFeedReads(client, store)
  const arrivals = createArrivals(store)
  const counting = createFeedCount(client, store, reads)
  const live = createFeedLive({ client, connection, store, reads, arrivals, counting })
  const { showHead, showOldest, ensure } = createFeedMoves(store, reads, arrivals)
  let hasBegun = false

  async function setQuery(query: FeedQuery): Promise<void> {
    const { query: last, feed, problem } = getState()
    const isRunning = feed !== null || problem === null
    if (!hasBegun || !isRunning || !isSameQuery(query, last)) await ask(query)
  }

  async function ask(query: FeedQuery): Promise<void> {
    hasBegun = true
    const isLatest = reads.overtake()
    const now = Date.now()
    const filter = askedFilter(query, now)
    setState({ query })
    try {
      const page = await reads.firstPage(query, filter, isLatest)
      if (!isLatest()) return
      // In another order the newest row may stand anywhere.
      arrivals.begin(isNewestFirst(query.order) ? '' : keyAt(now))
      const anew = { shown: query, asked: filter, total: null, filterProblem: null, fresh: NONE, arrived: new Set<string>() }
      arrivals.show(headWindow(page.items, page.hasMore), anew)
      live.watch()
      await counting.count()
    } catch (error) {
      if (!isLatest()) return
      const problem = toProblem(error)
      setState(problem.code === 'bad_filter' ? { filterProblem: problem } : { problem })
    }
  }

  async function retry(): Promise<void> {
    const { feed, query, shown, filterProblem } = getState()
    if (feed === null || (query !== shown && filterProblem === null)) return ask(query)
    setState({ problem: null })
    await live.refresh()
  }

  const unsubscribe = connection.subscribe(({ kind }) => {
    if (kind === 'connected' && getState().problem) void retry()
  })

  return {
    store,
    setQuery,
    listen: live.listen,
    retry,
    ensure,
    setAtTop: (isAtTop) => {
      if (isAtTop === getState().isAtTop) return
      setState({ isAtTop })
      const { isPaused, fresh, feed, shown } = getState()
      if (isAtTop && !isPaused && isNewestFirst(shown.order) && ((feed?.above ?? 0) > 0 || fresh.value > 0 || !fresh.exact)) void showHead()
    },
    togglePause: () => {
      setState(({ isPaused }) => ({ isPaused: !isPaused }))
      if (isFollowing(getState())) void showHead()
    },
    showNew: async () => {
      setState({ isPaused: false })
      await showHead()
    },
    showOldest,
    stop: () => {
      reads.overtake()
      unsubscribe()
      live.stop()
      counting.stop()
      arrivals.stop()
    },
  }
}
