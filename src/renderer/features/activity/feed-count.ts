import type { StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { ActivityState } from './activity-state.ts'
import type { FeedReads } from './feed-reads.ts'

/** How many rows the feed has, counted by the engine. */
export interface FeedCount {
  /** Counts, and again while the answer is not exact. */
  count(): Promise<void>
  /** Counts within a second, once for all who ask meanwhile. */
  countSoon(): void
  stop(): void
}

const COUNT_PAUSE_MS = SECOND_MS

export function createFeedCount(client: Client, { getState, setState }: StoreApi<ActivityState>, reads: FeedReads): FeedCount {
  let timer: ReturnType<typeof setTimeout> | undefined

  async function count(): Promise<void> {
    await reads.read(
      () => client.exchanges.count({ filter: getState().asked }),
      (total) => {
        setState({ total })
        if (!total.exact) countSoon()
      },
    )
  }

  function countSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void count()
    }, COUNT_PAUSE_MS)
  }

  return { count, countSoon, stop: () => clearTimeout(timer) }
}
