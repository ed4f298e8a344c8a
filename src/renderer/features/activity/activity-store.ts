import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { isNewestFirst } from '../../../shared/domain/feed-order.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { ConnectionStore } from '../../api/connection.ts'
import { keepLive } from '../../api/live.ts'
import { toProblem } from '../../api/problem.ts'
import { IDLE, MARGIN_ROWS, NONE, pixelRows, type ActivityState } from './activity-state.ts'
import { askedFilter, isSameQuery, type FeedQuery } from './feed-query.ts'
import { seek, seekEnd, seekHead, type ListRows } from './feed-seek.ts'
import {
  MAX_ROWS,
  PAGE_ROWS,
  besideId,
  headWindow,
  keyAt,
  keyOf,
  withAdded,
  withChanged,
  withKept,
  withNewer,
  withNext,
  withOlder,
  withoutEarlier,
  type FeedWindow,
} from './feed-window.ts'

type LiveBatch = Awaited<ReturnType<Client['exchanges']['watch']>> extends AsyncIterable<infer Batch> ? Batch : never

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
 * 4. An answer that was overtaken by a new query or a jump is dropped (`generation`).
 * 5. In another order than the newest first nothing enters by itself: rows change in place, new ones are counted.
 */
export interface Activity {
  readonly store: StoreApi<ActivityState>
  /** Asks for a query, unless it is what was asked for last; the first call starts the feed. */
  setQuery(query: FeedQuery): Promise<void>
  /** Tells `listener` of every live batch, whatever the feed does with it. */
  listen(listener: (batch: LiveBatch) => void): void
  /** Reads again after a failure. */
  retry(): Promise<void>
  /** Loads what these positions of the feed need. */
  ensure(first: number, last: number): Promise<void>
  setAtTop(isAtTop: boolean): void
  togglePause(): void
  /** Goes to the head, with all that is new; ends a pause. */
  showNew(): Promise<void>
  /** Goes to the oldest rows. */
  showOldest(): Promise<void>
  stop(): void
}

const COUNT_PAUSE_MS = SECOND_MS
const REFRESH_PAUSE_MS = SECOND_MS
/** A filter that has to read every exchange shows its first rows after so long; the rest comes as one scrolls. */
const FIRST_ROWS_MS = 200
const CHEAP_COUNT = 10_000

/** An idle feed: `setQuery` starts it. */
export function createActivity({ client, connection }: ActivityOptions): Activity {
  const store = createStore<ActivityState>()(() => IDLE)
  const { getState, setState } = store
  let generation = 0
  let hasBegun = false
  let newestKey = ''
  let isPaging = false
  let isRefreshing = false
  let isStale = false
  let stopLive = (): void => {}
  let countTimer: ReturnType<typeof setTimeout> | undefined
  let refreshTimer: ReturnType<typeof setTimeout> | undefined
  const listeners: ((batch: LiveBatch) => void)[] = []
  const fading = new Set<ReturnType<typeof setTimeout>>()

  const isFollowing = (): boolean => {
    const { isPaused, isAtTop, feed, shown } = getState()
    return !isPaused && isAtTop && feed?.above === 0 && isNewestFirst(shown.order)
  }

  function noteNewest(row: ExchangeSummary | undefined): void {
    if (row && keyOf(row.id) > newestKey) newestKey = keyOf(row.id)
  }

  function show(feed: FeedWindow, more: Partial<ActivityState> = {}): void {
    noteNewest(feed.rows[0])
    setState({ ...more, feed: { ...feed, rows: withKept(getState().feed?.rows ?? [], feed.rows) }, problem: null })
  }

  /** Runs a read; its answer counts only if nothing has overtaken it. */
  async function read<T>(ask: () => Promise<T>, take: (answer: T) => void): Promise<void> {
    const mine = generation
    try {
      const answer = await ask()
      if (mine === generation) take(answer)
    } catch (error) {
      if (mine === generation) setState({ problem: toProblem(error) })
    }
  }

  async function setQuery(query: FeedQuery): Promise<void> {
    const { query: last, feed, problem } = getState()
    const isRunning = feed !== null || problem === null
    if (!hasBegun || !isRunning || !isSameQuery(query, last)) await ask(query)
  }

  async function ask(query: FeedQuery): Promise<void> {
    hasBegun = true
    const mine = ++generation
    const now = Date.now()
    const filter = askedFilter(query, now)
    setState({ query })
    try {
      const page = await firstPage(query, filter, () => mine === generation)
      if (mine !== generation) return
      // In another order the newest row may stand anywhere.
      newestKey = isNewestFirst(query.order) ? '' : keyAt(now)
      const anew = { shown: query, asked: filter, total: null, filterProblem: null, fresh: NONE, arrived: new Set<string>() }
      show(headWindow(page.items, page.hasMore), anew)
      watch()
      await count()
    } catch (error) {
      if (mine !== generation) return
      const problem = toProblem(error)
      setState(problem.code === 'bad_filter' ? { filterProblem: problem } : { problem })
    }
  }

  /** The first rows that are found, however few; a filter that was overtaken is searched no further. */
  async function firstPage({ order }: FeedQuery, filter: string, isWanted: () => boolean): ReturnType<ListRows> {
    if (!isNewestFirst(order)) return client.exchanges.list({ filter, order, limit: PAGE_ROWS })
    const first = { filter, limit: PAGE_ROWS, withinMs: FIRST_ROWS_MS }
    let page = await client.exchanges.list(first)
    while (page.items.length === 0 && page.next !== null && isWanted()) page = await client.exchanges.list({ ...first, before: page.next })
    return page
  }

  function watch(): void {
    const filter = getState().asked
    stopLive()
    let isFirst = true
    stopLive = keepLive({
      connection,
      open: (after, signal) => client.exchanges.watch({ filter, ...(after !== undefined && { after }) }, { signal }),
      onBatch: (batch) => {
        for (const listener of listeners) listener(batch)
        take(batch)
        // Rows may have come between the page and the stream.
        if (isFirst) void refresh()
        isFirst = false
      },
      onProblem: (problem) => setState({ problem }),
    })
  }

  function take({ rows, gap }: LiveBatch): void {
    const { feed, fresh, total, shown } = getState()
    if (!feed) return
    const held = new Set(feed.rows.map(({ id }) => id))
    const others = rows.filter(({ id }) => !held.has(id))
    const added = others.filter(({ id }) => keyOf(id) > newestKey)
    for (const row of added) noteNewest(row)
    const counted = total && added.length > 0 ? { ...total, value: total.value + added.length } : total
    // One of them may have been counted already; where that would show, counting is cheap.
    if (counted !== total && counted && counted.value < CHEAP_COUNT) countSoon()
    const changed = shown.isGrouped ? withoutEarlier(withChanged(feed, rows), rows) : withChanged(feed, rows)
    const isMoving = isFollowing()
    // At once: each change of the state is a drawing.
    setState({
      total: counted,
      feed: isMoving && !gap ? withAdded(changed, others) : changed,
      ...(!isMoving && { fresh: { value: fresh.value + added.length, exact: fresh.exact && !gap } }),
      ...(isMoving && !gap && withArrived(added)),
    })
    if (!gap) return
    countSoon()
    // Of rows that nobody follows only what has happened to them is missed: that may be a moment late.
    if (isMoving) void refresh()
    else refreshTimer ??= setTimeout(refreshNow, REFRESH_PAUSE_MS)
  }

  function refreshNow(): void {
    refreshTimer = undefined
    void refresh()
  }

  /** The mark of rows that arrive, which goes by itself. */
  function withArrived(rows: readonly ExchangeSummary[]): Partial<Pick<ActivityState, 'arrived'>> {
    if (rows.length === 0) return {}
    const ids = rows.map(({ id }) => id)
    const timer = setTimeout(() => {
      fading.delete(timer)
      setState(({ arrived }) => ({ arrived: new Set([...arrived].filter((id) => !ids.includes(id))) }))
    }, SECOND_MS)
    fading.add(timer)
    return { arrived: new Set([...getState().arrived, ...ids]) }
  }

  /** Reads again what is shown: the head while following, else the same rows as they are now. */
  async function refresh(): Promise<void> {
    isStale = true
    if (isRefreshing) return
    isRefreshing = true
    while (isStale) {
      isStale = false
      await refreshOnce()
    }
    isRefreshing = false
  }

  async function refreshOnce(): Promise<void> {
    const { feed: held, shown } = getState()
    const newest = held?.rows[0]
    // What stands in another order is read again when somebody asks for the new rows.
    if (newest && !isNewestFirst(shown.order)) return
    if (isFollowing() || !newest) {
      const before = newestKey
      await read(
        () => seekHead(list),
        (feed) => {
          const added = feed.rows.filter(({ id }) => keyOf(id) > before)
          // Where everything is new the mark would say nothing.
          show(feed, added.length < feed.rows.length ? withArrived(added) : {})
        },
      )
    } else {
      await read(
        () => list({ before: besideId(newest.id, 1), limit: MAX_ROWS }),
        (page) =>
          setState(({ feed: now }) => {
            if (now?.rows[0]?.id === newest.id)
              return { feed: { ...now, rows: withKept(now.rows, page.items), hasOlder: page.hasMore }, problem: null }
            isStale = true
            return {}
          }),
      )
    }
  }

  async function count(): Promise<void> {
    await read(
      () => client.exchanges.count({ filter: getState().asked }),
      (total) => {
        setState({ total })
        if (!total.exact) countSoon()
      },
    )
  }

  function countSoon(): void {
    countTimer ??= setTimeout(() => {
      countTimer = undefined
      void count()
    }, COUNT_PAUSE_MS)
  }

  const list: ListRows = (range) => {
    const { asked, shown } = getState()
    const { order } = shown
    return client.exchanges.list({ filter: asked, ...range, ...(!isNewestFirst(order) && { order }) })
  }

  async function showHead(): Promise<void> {
    generation++
    await read(
      () => seekHead(list),
      (feed) => {
        show(feed, { fresh: NONE, isAtTop: true, reveal: { position: 0 } })
      },
    )
  }

  async function showOldest(): Promise<void> {
    const { feed: held, shown } = getState()
    if (!isNewestFirst(shown.order)) return setState({ reveal: { position: Math.max(0, (held?.rows.length ?? 0) - 1) } })
    generation++
    await read(
      () => seekEnd(list, pixelRows(getState())),
      (feed) => setState({ feed, problem: null, isAtTop: false, reveal: { position: feed.above + feed.rows.length - 1 } }),
    )
  }

  async function jump(from: FeedWindow, position: number): Promise<void> {
    if (position === 0) return showHead()
    generation++
    await read(
      () => seek(list, from, pixelRows(getState()), position),
      (feed) => setState({ feed, problem: null }),
    )
  }

  async function page(direction: 'older' | 'newer', feed: FeedWindow): Promise<void> {
    const edge = direction === 'older' ? feed.rows.at(-1)?.id : feed.rows[0]?.id
    if (edge === undefined) return
    const from = direction === 'older' ? { before: edge } : { after: edge }
    await read(
      () => list({ ...from, limit: PAGE_ROWS }),
      ({ items, hasMore }) =>
        setState(({ feed: now }) => {
          if (!now) return {}
          // The stream may have brought some of them meanwhile.
          const held = new Set(now.rows.map(({ id }) => id))
          const rows = items.filter(({ id }) => !held.has(id))
          if (!isNewestFirst(getState().shown.order)) return { feed: withNext(now, rows, hasMore), problem: null }
          if (direction === 'older') return { feed: withOlder(now, rows, hasMore), problem: null }
          return { feed: withNewer(now, rows, hasMore), problem: null, ...(!hasMore && { fresh: NONE }) }
        }),
    )
  }

  async function retry(): Promise<void> {
    const { feed, query, shown, filterProblem } = getState()
    if (feed === null || (query !== shown && filterProblem === null)) return ask(query)
    setState({ problem: null })
    await refresh()
  }

  const unsubscribe = connection.subscribe(({ kind }) => {
    if (kind === 'connected' && getState().problem) void retry()
  })

  return {
    store,
    setQuery,
    listen: (listener) => void listeners.push(listener),
    retry,
    ensure: async (first, last) => {
      const { feed, problem } = getState()
      // While nothing answers, asking again with each movement is of no use.
      if (!feed || isPaging || problem) return
      const end = feed.above + feed.rows.length
      isPaging = true
      const isOrdered = !isNewestFirst(getState().shown.order)
      if (!isOrdered && (last < feed.above - MARGIN_ROWS || first > end + MARGIN_ROWS)) await jump(feed, first)
      else if (feed.hasOlder && last > end - MARGIN_ROWS) await page('older', feed)
      else if (feed.above > 0 && first < feed.above + MARGIN_ROWS) await page('newer', feed)
      isPaging = false
    },
    setAtTop: (isAtTop) => {
      if (isAtTop === getState().isAtTop) return
      setState({ isAtTop })
      const { isPaused, fresh, feed, shown } = getState()
      if (isAtTop && !isPaused && isNewestFirst(shown.order) && ((feed?.above ?? 0) > 0 || fresh.value > 0 || !fresh.exact)) void showHead()
    },
    togglePause: () => {
      setState(({ isPaused }) => ({ isPaused: !isPaused }))
      if (isFollowing()) void showHead()
    },
    showNew: async () => {
      setState({ isPaused: false })
      await showHead()
    },
    showOldest,
    stop: () => {
      generation++
      unsubscribe()
      stopLive()
      clearTimeout(countTimer)
      clearTimeout(refreshTimer)
      for (const timer of fading) clearTimeout(timer)
    },
  }
}
