import { createStore, type StoreApi } from 'zustand/vanilla'
import { WATCHED_BATCHES, type BatchView } from '../../../shared/domain/replay.ts'
import type { FollowApi } from '../../api/follow.ts'
import { keepLive } from '../../api/live.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { createTurns } from '../../api/turns.ts'

export interface BatchesState {
  /** Newest first; null until they have come. */
  readonly batches: readonly BatchView[] | null
  /** There are earlier ones that were not read yet. */
  readonly hasMore: boolean
  /** One that was looked for and is not there. */
  readonly missing: string | null
  /** Which command is on its way, and for which. */
  readonly busy: { readonly id: string; readonly command: BatchCommand } | null
  /** Why the latest command was refused, or they cannot be read. */
  readonly problem: Problem | null
}

export type BatchCommand = 'pause' | 'resume' | 'cancel'

/** The batches of replays as the page knows them. */
export interface Batches {
  readonly store: StoreApi<BatchesState>
  command(id: string, command: BatchCommand): Promise<void>
  /** One that was just started: it is told later, too. */
  take(batch: BatchView): void
  /** Reads the next earlier ones. */
  more(): Promise<void>
  /** Reads one that is not among them, or says that it is missing. */
  find(id: string): Promise<void>
  /** Keeps them fresh until the returned function is called. */
  follow(): () => void
}

export function createBatches({ client, connection }: FollowApi): Batches {
  const store = createStore<BatchesState>()(() => ({ batches: null, hasMore: false, missing: null, busy: null, problem: null }))
  /** Where the next page begins; absent before the first. Old ones that still run stand below it. */
  let cursor: string | null | undefined
  let isReading = false
  const inTurn = createTurns()

  function merge(news: readonly BatchView[]): void {
    const known = new Map((store.getState().batches ?? []).map((batch) => [batch.id, batch]))
    for (const batch of news) known.set(batch.id, batch)
    // Ids are ordered by time.
    store.setState({ batches: [...known.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)) })
  }

  /** The first page is what was watched from the start: it only tells where the second begins. */
  async function readOn(): Promise<void> {
    for (const before = store.getState().batches?.length ?? 0; cursor !== null && (store.getState().batches?.length ?? 0) === before;) {
      const page = await client.replays.list({ limit: WATCHED_BATCHES, ...(cursor !== undefined && { cursor }) })
      cursor = page.nextCursor
      merge(page.items)
    }
    store.setState({ hasMore: cursor !== null, problem: null })
  }

  function begin(news: readonly BatchView[]): void {
    if (store.getState().batches === null) store.setState({ hasMore: news.length >= WATCHED_BATCHES })
    merge(news)
  }

  return {
    store,
    take: (batch) => merge([batch]),
    command: (id, command) =>
      inTurn(`${command} ${id}`, async () => {
        store.setState({ busy: { id, command }, problem: null })
        try {
          merge([await client.replays[command]({ id })])
        } catch (error) {
          store.setState({ problem: toProblem(error) })
        }
        store.setState({ busy: null })
      }),
    more: async () => {
      if (isReading || !store.getState().hasMore) return
      isReading = true
      try {
        await readOn()
      } catch (error) {
        store.setState({ problem: toProblem(error) })
      }
      isReading = false
    },
    find: async (id) => {
      try {
        merge([await client.replays.get({ id })])
      } catch (error) {
        const problem = toProblem(error)
        store.setState(problem.code === 'not_found' ? { missing: id } : { problem })
      }
    },
    follow: () =>
      keepLive<{ readonly cursor: string; readonly news: readonly BatchView[] }>({
        open: async (_cursor, signal) => batches(await client.replays.watch(undefined, { signal })),
        onBatch: ({ news }) => begin(news),
        onProblem: (problem) => store.setState({ problem }),
        connection,
      }),
  }
}

/** Its beginning tells of all: there is nothing to resume from. */
async function* batches(stream: AsyncIterable<BatchView[]>): AsyncGenerator<{ cursor: string; news: readonly BatchView[] }> {
  for await (const news of stream) yield { cursor: '', news }
}
