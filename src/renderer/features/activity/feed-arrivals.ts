import type { StoreApi } from 'zustand/vanilla'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { ActivityState } from './activity-state.ts'
import { keyOf, withKept, type FeedWindow } from './feed-window.ts'

/** Which rows are new: newer than all that the feed has seen. */
export interface Arrivals {
  /** From now on rows beyond this key are new. */
  begin(newestKey: string): void
  note(row: ExchangeSummary | undefined): void
  /** Tells the rows that are new as of this call, whatever is noted later. */
  newerThanSeen(): (row: ExchangeSummary) => boolean
  /** Shows these rows, and takes them as seen. */
  show(feed: FeedWindow, more?: Partial<ActivityState>): void
  /** The mark of rows that arrive, which goes by itself. */
  marked(rows: readonly ExchangeSummary[]): Partial<Pick<ActivityState, 'arrived'>>
  stop(): void
}

export function createArrivals({ getState, setState }: StoreApi<ActivityState>): Arrivals {
  let newestKey = ''
  const fading = new Set<ReturnType<typeof setTimeout>>()

  function note(row: ExchangeSummary | undefined): void {
    if (row && keyOf(row.id) > newestKey) newestKey = keyOf(row.id)
  }

  return {
    begin: (key) => {
      newestKey = key
    },
    note,
    newerThanSeen: () => {
      const seen = newestKey
      return ({ id }) => keyOf(id) > seen
    },
    show: (feed, more = {}) => {
      note(feed.rows[0])
      setState({ ...more, feed: { ...feed, rows: withKept(getState().feed?.rows ?? [], feed.rows) }, problem: null })
    },
    marked: (rows) => {
      if (rows.length === 0) return {}
      const ids = rows.map(({ id }) => id)
      const timer = setTimeout(() => {
        fading.delete(timer)
        setState(({ arrived }) => ({ arrived: new Set([...arrived].filter((id) => !ids.includes(id))) }))
      }, SECOND_MS)
      fading.add(timer)
      return { arrived: new Set([...getState().arrived, ...ids]) }
    },
    stop: () => {
      for (const timer of fading) clearTimeout(timer)
    },
  }
}
