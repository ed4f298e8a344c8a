import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BatchView } from '../../../shared/domain/replay.ts'
import type { FollowApi } from '../../api/follow.ts'
import { keepLive } from '../../api/live.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

export interface BatchesState {
  /** Newest first; null until they have come. */
  readonly batches: readonly BatchView[] | null
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
  /** Keeps them fresh until the returned function is called. */
  follow(): () => void
}

export function createBatches({ client, connection }: FollowApi): Batches {
  const store = createStore<BatchesState>()(() => ({ batches: null, busy: null, problem: null }))

  function merge(news: readonly BatchView[]): void {
    const known = new Map((store.getState().batches ?? []).map((batch) => [batch.id, batch]))
    for (const batch of news) known.set(batch.id, batch)
    // Ids are ordered by time.
    store.setState({ batches: [...known.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)) })
  }

  return {
    store,
    take: (batch) => merge([batch]),
    command: async (id, command) => {
      if (store.getState().busy !== null) return
      store.setState({ busy: { id, command }, problem: null })
      try {
        merge([await client.replays[command]({ id })])
      } catch (error) {
        store.setState({ problem: toProblem(error) })
      }
      store.setState({ busy: null })
    },
    follow: () =>
      keepLive<{ readonly cursor: string; readonly news: readonly BatchView[] }>({
        open: async (_cursor, signal) => batches(await client.replays.watch(undefined, { signal })),
        onBatch: ({ news }) => merge(news),
        onProblem: (problem) => store.setState({ problem }),
        connection,
      }),
  }
}

/** Its beginning tells of all: there is nothing to resume from. */
async function* batches(stream: AsyncIterable<BatchView[]>): AsyncGenerator<{ cursor: string; news: readonly BatchView[] }> {
  for await (const news of stream) yield { cursor: '', news }
}
