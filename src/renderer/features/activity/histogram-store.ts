import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { Bar, Histogram } from '../../../shared/domain/histogram.ts'
import type { ConnectionStore } from '../../api/connection.ts'
import { keepLive } from '../../api/live.ts'
import { histogramFilter, type FeedQuery } from './feed-query.ts'

/** A part of each bar. */
export type Series = keyof Bar

export interface HistogramState {
  /** null until the first one has come. It stays while the one of another query is on its way. */
  readonly histogram: Histogram | null
  /** Parts that are not drawn. */
  readonly hidden: ReadonlySet<Series>
}

/** What the feed holds, over time: a live picture of the engine's counts. */
export interface LiveHistogram {
  readonly store: StoreApi<HistogramState>
  /** Follows what a query asks for; the same filter and time again change nothing. */
  show(query: FeedQuery): void
  toggle(series: Series): void
  stop(): void
}

/** A histogram that follows nothing yet. */
export function createHistogram({ client, connection }: { readonly client: Client; readonly connection: ConnectionStore }): LiveHistogram {
  const store = createStore<HistogramState>()(() => ({ histogram: null, hidden: new Set() }))
  let shown = ''
  let stopLive = (): void => {}

  return {
    store,
    show: (query) => {
      const { span } = query
      const key = JSON.stringify([query.filter, query.isGrouped, span])
      if (key === shown) return
      shown = key
      stopLive()
      const filter = histogramFilter(query, Date.now())
      stopLive = keepLive<Histogram>({
        connection,
        open: (_after, signal) => client.exchanges.histogram({ filter, span }, { signal }),
        onBatch: (histogram) => store.setState({ histogram }),
        // A wrong filter is told of by the feed; the last good picture stays.
        onProblem: () => {},
      })
    },
    toggle: (series) =>
      store.setState(({ hidden }) => {
        const next = new Set(hidden)
        if (!next.delete(series)) next.add(series)
        // A chart of nothing tells nobody anything.
        return { hidden: next.size === 3 ? new Set() : next }
      }),
    stop: () => {
      shown = ''
      stopLive()
    },
  }
}
