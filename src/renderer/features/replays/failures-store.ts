import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import { BATCH_FAILURES, type BatchFailure, type BatchFailureKind } from '../../../shared/domain/replay.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

export interface FailuresState {
  /** Newest first; null until they have come. */
  readonly lists: Readonly<Record<BatchFailureKind, FailureList>> | null
  readonly isLoading: boolean
  readonly problem: Problem | null
}

export interface FailureList {
  readonly items: readonly BatchFailure[]
  /** Where the next page begins; null: all were read. */
  readonly next: string | null
}

export interface Failures {
  readonly store: StoreApi<FailuresState>
  /** Reads the newest again; to be called when there are others. */
  read(): Promise<void>
  more(kind: BatchFailureKind): Promise<void>
}

const PAGE = 50

/** What of a batch was not delivered. */
export function createFailures(client: Client, id: string): Failures {
  const store = createStore<FailuresState>()(() => ({ lists: null, isLoading: false, problem: null }))
  const { getState, setState } = store

  async function page(kind: BatchFailureKind, cursor?: string): Promise<FailureList> {
    const { items, nextCursor } = await client.replays.failures({ id, kind, limit: PAGE, ...(cursor !== undefined && { cursor }) })
    return { items, next: nextCursor }
  }

  async function load(work: () => Promise<Partial<FailuresState>>): Promise<void> {
    if (getState().isLoading) return
    setState({ isLoading: true, problem: null })
    try {
      setState(await work())
    } catch (error) {
      setState({ problem: toProblem(error) })
    }
    setState({ isLoading: false })
  }

  return {
    store,
    read: () =>
      load(async () => {
        const [failed, refused] = await Promise.all(BATCH_FAILURES.map((kind) => page(kind)))
        return failed && refused ? { lists: { failed, refused } } : {}
      }),
    more: (kind) =>
      load(async () => {
        const { lists } = getState()
        const list = lists?.[kind]
        if (!lists || !list || list.next === null) return {}
        const { items, next } = await page(kind, list.next)
        return { lists: { ...lists, [kind]: { items: [...list.items, ...items], next } } }
      }),
  }
}
