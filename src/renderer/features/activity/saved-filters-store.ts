import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { SavedFilter } from '../../../shared/domain/saved-filter.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { showToast } from '../../app/toasts.tsx'

export interface SavedFiltersState {
  /** By name; null until they were read. */
  readonly filters: readonly SavedFilter[] | null
  /** Why the last one was not kept. */
  readonly problem: Problem | null
}

/** The workspace's saved filters, as the engine keeps them. */
export interface SavedFiltersStore {
  readonly store: StoreApi<SavedFiltersState>
  /** Reads them: other pages may have changed them. */
  load(): Promise<void>
  /** Keeps a filter under a name; with an id renames that one. Whether it was kept. */
  save(filter: { readonly id?: string; readonly name: string; readonly filter: string }): Promise<boolean>
  /** Can be undone. */
  remove(filter: SavedFilter): Promise<void>
}

/** Saved filters that were not read yet. */
export function createSavedFilters(client: Client): SavedFiltersStore {
  const store = createStore<SavedFiltersState>()(() => ({ filters: null, problem: null }))

  async function load(): Promise<void> {
    try {
      store.setState({ filters: await client.filters.list(), problem: null })
    } catch (error) {
      store.setState({ problem: toProblem(error) })
    }
  }

  /** Whether it went well; then the list is read again. */
  async function change(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
    } catch (error) {
      store.setState({ problem: toProblem(error) })
      return false
    }
    await load()
    return true
  }

  return {
    store,
    load,
    save: (filter) => change(() => client.filters.save(filter)),
    remove: async (filter) => {
      if (!(await change(() => client.filters.remove({ id: filter.id })))) return
      showToast({
        title: `Filter ${filter.name} deleted`,
        action: { word: 'Undo', run: () => void change(() => client.filters.save(filter)) },
      })
    },
  }
}
