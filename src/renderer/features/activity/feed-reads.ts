import type { StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import { isNewestFirst } from '../../../shared/domain/feed-order.ts'
import { toProblem } from '../../api/problem.ts'
import type { ActivityState } from './activity-state.ts'
import type { FeedQuery } from './feed-query.ts'
import type { ListRows } from './feed-seek.ts'
import { PAGE_ROWS } from './feed-window.ts'

/** What the feed reads from the engine; an answer counts only while nothing has overtaken it. */
export interface FeedReads {
  /** Drops the answers of all that is being read; the function it returns says whether nothing has overtaken it since. */
  overtake(): () => boolean
  /** Runs a read and takes its answer; a failure becomes the feed's problem. */
  read<T>(ask: () => Promise<T>, take: (answer: T) => void): Promise<void>
  /** A page of what is shown. */
  readonly list: ListRows
  /** The first rows of a query that are found, however few; one that is not wanted any more is searched no further. */
  firstPage(query: FeedQuery, filter: string, isWanted: () => boolean): ReturnType<ListRows>
}

/** A filter that has to read every exchange shows its first rows after so long; the rest comes as one scrolls. */
const FIRST_ROWS_MS = 200

export function createFeedReads(client: Client, { getState, setState }: StoreApi<ActivityState>): FeedReads {
  let generation = 0

  return {
    overtake: () => {
      const mine = ++generation
      return () => mine === generation
    },

    read: async (ask, take) => {
      const mine = generation
      try {
        const answer = await ask()
        if (mine === generation) take(answer)
      } catch (error) {
        if (mine === generation) setState({ problem: toProblem(error) })
      }
    },

    list: (range) => {
      const { asked, shown } = getState()
      const { order } = shown
      return client.exchanges.list({ filter: asked, ...range, ...(!isNewestFirst(order) && { order }) })
    },

    firstPage: async ({ order }, filter, isWanted) => {
      if (!isNewestFirst(order)) return client.exchanges.list({ filter, order, limit: PAGE_ROWS })
      const first = { filter, limit: PAGE_ROWS, withinMs: FIRST_ROWS_MS }
      let page = await client.exchanges.list(first)
      while (page.items.length === 0 && page.next !== null && isWanted())
        page = await client.exchanges.list({ ...first, before: page.next })
      return page
    },
  }
}
