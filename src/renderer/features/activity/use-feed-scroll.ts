import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import type { ActivityState } from './activity-state.ts'
import type { Activity } from './activity-store.ts'
import type { FeedRow } from './columns.tsx'

export const ROW_PX = 28
export const HEAD_PX = 28

/** Scrolling of the feed: which rows are in sight, what must be loaded for them, and that nothing moves unasked. */
export function useFeedScroll(
  scroller: RefObject<HTMLDivElement | null>,
  activity: Activity,
  /** `height` in rows. */
  { feed, reveal, height }: Pick<ActivityState, 'feed' | 'reveal'> & { readonly height: number },
  /** What the window shows, and how many of it are no rows of the feed itself: what open deliveries hold. */
  { rows, extra }: { readonly rows: readonly FeedRow[]; readonly extra: number },
  selectedId: string | null,
) {
  const virtualizer = useVirtualizer({
    count: height + extra,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  })
  const first = Math.floor((virtualizer.scrollOffset ?? 0) / ROW_PX)
  const last = first + Math.ceil((virtualizer.scrollRect?.height ?? 0) / ROW_PX)

  // Where the virtualizer still stands while the element was scrolled from here: it learns of that a moment later.
  const left = useRef<number | null>(null)

  // The first row in sight keeps its place on the screen when the feed finds out that more or fewer stand above it.
  const anchor = useRef<{ readonly id: string; readonly position: number } | null>(null)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || !feed) return
    const before = anchor.current
    // Not the element's own scrollTop: to read it here would force a layout with every batch.
    const offset = virtualizer.scrollOffset ?? 0
    let position = Math.floor(offset / ROW_PX)
    if (before && offset > 0) {
      const index = rows.findIndex(({ exchange }) => exchange.id === before.id)
      const moved = index < 0 ? 0 : feed.above + index - before.position
      if (moved !== 0) {
        element.scrollTop += moved * ROW_PX
        left.current = offset
      }
      position += moved
    }
    const id = rows[position - feed.above]?.exchange.id
    anchor.current = id === undefined ? null : { id, position }
  })

  const revealed = useRef(reveal)
  useLayoutEffect(() => {
    if (reveal && reveal !== revealed.current) {
      virtualizer.scrollToIndex(reveal.position, { align: 'auto' })
      left.current = virtualizer.scrollOffset
    }
    revealed.current = reveal
    // oxlint-disable-next-line react/exhaustive-deps
  }, [reveal])

  // A grid that is drawn anew begins at the top, wherever the last one stood.
  useEffect(() => activity.setAtTop(true), [activity])

  useEffect(() => {
    const offset = virtualizer.scrollOffset
    if (offset !== left.current) left.current = null
    // The element's own position only where it is needed: to read it forces a layout.
    const top = Math.floor(((left.current === null ? offset : scroller.current?.scrollTop) ?? 0) / ROW_PX)
    void activity.ensure(top, top + last - first)
  }, [activity, scroller, virtualizer, first, last, feed])

  // A row that was chosen comes into sight, once: later it may scroll away.
  const index = feed && selectedId !== null ? rows.findIndex(({ exchange }) => exchange.id === selectedId) : -1
  const isHeld = index >= 0
  const position = (feed?.above ?? 0) + index
  useLayoutEffect(() => {
    if (isHeld) {
      virtualizer.scrollToIndex(position, { align: 'auto' })
      left.current = virtualizer.scrollOffset
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selectedId, isHeld])

  return virtualizer
}
