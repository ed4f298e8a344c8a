import type { StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import { isNewestFirst } from '../../../shared/domain/feed-order.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { ConnectionStore } from '../../api/connection.ts'
import { keepLive } from '../../api/live.ts'
import { isFollowing, type ActivityState } from './activity-state.ts'
import type { Arrivals } from './feed-arrivals.ts'
import type { FeedCount } from './feed-count.ts'
import type { FeedReads } from './feed-reads.ts'
import { seekHead } from './feed-seek.ts'
import { MAX_ROWS, besideId, withAdded, withChanged, withKept, withoutEarlier } from './feed-window.ts'

export type LiveBatch = Awaited<ReturnType<Client['exchanges']['watch']>> extends AsyncIterable<infer Batch> ? Batch : never

interface LiveParts {
  readonly client: Client
  readonly connection: ConnectionStore
  readonly store: StoreApi<ActivityState>
  readonly reads: FeedReads
  readonly arrivals: Arrivals
  readonly counting: FeedCount
}

/** Keeps what is shown as it is in the engine: by the live stream, and by reading again where that has a gap. */
export interface FeedLive {
  /** Follows what is asked for now, and nothing else. */
  watch(): void
  /** Tells `listener` of every batch, whatever the feed does with it. */
  listen(listener: (batch: LiveBatch) => void): void
  /** Reads again what is shown: the head while following, else the same rows as they are now. */
  refresh(): Promise<void>
  stop(): void
}

const REFRESH_PAUSE_MS = SECOND_MS
const CHEAP_COUNT = 10_000

export function createFeedLive({ client, connection, store, reads, arrivals, counting }: LiveParts): FeedLive {
  const { getState, setState } = store
  const listeners: ((batch: LiveBatch) => void)[] = []
  let stopLive = (): void => {}
  let refreshTimer: ReturnType<typeof setTimeout> | undefined
  let isRefreshing = false
  let isStale = false

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
    const added = others.filter(arrivals.newerThanSeen())
    for (const row of added) arrivals.note(row)
    const counted = total && added.length > 0 ? { ...total, value: total.value + added.length } : total
    // One of them may have been counted already; where that would show, counting is cheap.
    if (counted !== total && counted && counted.value < CHEAP_COUNT) counting.countSoon()
    const changed = shown.isGrouped ? withoutEarlier(withChanged(feed, rows), rows) : withChanged(feed, rows)
    const isMoving = isFollowing(getState())
    // At once: each change of the state is a drawing.
    setState({
      total: counted,
      feed: isMoving && !gap ? withAdded(changed, others) : changed,
      ...(!isMoving && { fresh: { value: fresh.value + added.length, exact: fresh.exact && !gap } }),
      ...(isMoving && !gap && arrivals.marked(added)),
    })
    if (!gap) return
    counting.countSoon()
    // Of rows that nobody follows only what has happened to them is missed: that may be a moment late.
    if (isMoving) void refresh()
    else refreshTimer ??= setTimeout(refreshNow, REFRESH_PAUSE_MS)
  }

  function refreshNow(): void {
    refreshTimer = undefined
    void refresh()
  }

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
    if (isFollowing(getState()) || !newest) {
      const isNew = arrivals.newerThanSeen()
      await reads.read(
        () => seekHead(reads.list),
        (feed) => {
          const added = feed.rows.filter(isNew)
          // Where everything is new the mark would say nothing.
          arrivals.show(feed, added.length < feed.rows.length ? arrivals.marked(added) : {})
        },
      )
    } else {
      await reads.read(
        () => reads.list({ before: besideId(newest.id, 1), limit: MAX_ROWS }),
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

  return {
    watch,
    listen: (listener) => void listeners.push(listener),
    refresh,
    stop: () => {
      stopLive()
      clearTimeout(refreshTimer)
    },
  }
}
