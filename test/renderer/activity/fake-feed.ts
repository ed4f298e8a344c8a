import { createStore } from 'zustand/vanilla'
import type { Client } from '../../../src/shared/contract/client.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { ExchangeSummary } from '../../../src/shared/domain/exchange.ts'
import type { EngineStatus } from '../../../src/shared/domain/status.ts'
import type { Connection } from '../../../src/renderer/api/connection.ts'
import { keyOf } from '../../../src/renderer/features/activity/feed-window.ts'

type Live = { readonly cursor: string; readonly rows: readonly ExchangeSummary[]; readonly gap: boolean }

/** An engine of nothing but rows, newest first. Its filters are `type:…`; any other is refused. */
export function fakeFeed(initial: readonly ExchangeSummary[]) {
  let rows = [...initial]
  const calls: string[] = []
  const streams: { filter: string; push: (batch: Live) => void }[] = []
  const connection = createStore<Connection>()(() => ({ kind: 'connected' }))
  let isAway = false

  function matching(filter: string): ExchangeSummary[] {
    if (isAway) throw new HookscopeError('engine_gone', 'Gone.', 'Start it.')
    if (filter === '') return rows
    const [key, type] = filter.split(':')
    if (key !== 'type') throw new HookscopeError('bad_filter', 'The filter is wrong at character 1.', 'Did you mean type:?')
    return rows.filter((row) => row.type === type)
  }

  const exchanges = {
    list: async ({ filter = '', before, after, limit = 100 }: { filter?: string; before?: string; after?: string; limit?: number }) => {
      calls.push(`list ${before === undefined ? '' : 'before'}${after === undefined ? '' : 'after'}`.trim())
      const all = matching(filter)
      if (after !== undefined && before === undefined) {
        const newer = all.filter(({ id }) => keyOf(id) > keyOf(after))
        return { items: newer.slice(-limit), hasMore: newer.length > limit }
      }
      const older = before === undefined ? all : all.filter(({ id }) => keyOf(id) < keyOf(before))
      return { items: older.slice(0, limit), hasMore: older.length > limit }
    },
    count: async ({ filter = '' }: { filter?: string }) => ({ value: matching(filter).length, exact: true }),
    watch: async ({ filter = '' }: { filter?: string }, { signal }: { signal: AbortSignal }) => {
      const queue: Live[] = []
      let wake = (): void => {}
      streams.push({
        filter,
        push: (batch) => {
          queue.push(batch)
          wake()
        },
      })
      signal.addEventListener('abort', () => wake())
      return (async function* () {
        while (!signal.aborted) {
          const batch = queue.shift()
          if (batch) yield { ...batch, status: {} as EngineStatus }
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      })()
    },
  }
  return {
    client: { exchanges } as unknown as Client,
    connection,
    calls,
    /** Filters of the streams that were opened. */
    watched: () => streams.map(({ filter }) => filter),
    /** Puts rows at the head and tells the latest stream, if it is not told of a gap only. */
    arrive: async (added: readonly ExchangeSummary[], gap = false) => {
      rows = [...added, ...rows]
      streams.at(-1)?.push({ cursor: String(rows.length), rows: gap ? [] : added, gap })
      await settle()
    },
    /** Changes a row in place and tells of it, or of a gap only. */
    change: async (changed: ExchangeSummary, gap = false) => {
      rows = rows.map((row) => (row.id === changed.id ? changed : row))
      streams.at(-1)?.push({ cursor: String(rows.length), rows: gap ? [] : [changed], gap })
      await settle()
    },
    away: (away: boolean) => {
      isAway = away
      connection.setState(away ? { kind: 'reconnecting', sentence: '', retryAt: null } : { kind: 'connected' })
    },
  }
}

/** Lets everything that needs no time come to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
