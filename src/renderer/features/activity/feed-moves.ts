import type { StoreApi } from 'zustand/vanilla'
import { isNewestFirst } from '../../../shared/domain/feed-order.ts'
import { MARGIN_ROWS, NONE, pixelRows, type ActivityState } from './activity-state.ts'
import type { Arrivals } from './feed-arrivals.ts'
import type { FeedReads } from './feed-reads.ts'
import { seek, seekEnd, seekHead } from './feed-seek.ts'
import { PAGE_ROWS, withNewer, withNext, withOlder, type FeedWindow } from './feed-window.ts'

/** Moves the window over the feed: by pages where one scrolls, by jumps where one drags or asks for an end. */
export interface FeedMoves {
  /** Goes to the newest rows. */
  showHead(): Promise<void>
  /** Goes to the oldest rows. */
  showOldest(): Promise<void>
  /** Loads what these positions of the feed need. */
  ensure(first: number, last: number): Promise<void>
}

export function createFeedMoves({ getState, setState }: StoreApi<ActivityState>, reads: FeedReads, arrivals: Arrivals): FeedMoves {
  const { read, list } = reads
  let isPaging = false

  async function showHead(): Promise<void> {
    reads.overtake()
    await read(
      () => seekHead(list),
      (feed) => arrivals.show(feed, { fresh: NONE, isAtTop: true, reveal: { position: 0 } }),
    )
  }

  async function showOldest(): Promise<void> {
    const { feed: held, shown } = getState()
    if (!isNewestFirst(shown.order)) return setState({ reveal: { position: Math.max(0, (held?.rows.length ?? 0) - 1) } })
    reads.overtake()
    await read(
      () => seekEnd(list, pixelRows(getState())),
      (feed) => setState({ feed, problem: null, isAtTop: false, reveal: { position: feed.above + feed.rows.length - 1 } }),
    )
  }

  async function jump(from: FeedWindow, position: number): Promise<void> {
    if (position === 0) return showHead()
    reads.overtake()
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

  return {
    showHead,
    showOldest,
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
  }
}
