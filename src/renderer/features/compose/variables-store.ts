import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { Variable } from '../../../shared/domain/variables/variable.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

export interface VariablesState {
  /** By name; null until read. */
  readonly own: readonly Variable[] | null
  /** Why they could not be read or the last change was refused. */
  readonly problem: Problem | null
}

/** The workspace's own variables. */
export interface Variables {
  readonly store: StoreApi<VariablesState>
  refresh(): Promise<void>
  /** True once it is kept. */
  put(name: string, value: string): Promise<boolean>
  /** True once it is gone. */
  remove(name: string): Promise<boolean>
}

/** None are read yet; `changed` is called after each change. */
export function createVariables(client: Client, changed: () => void): Variables {
  const store = createStore<VariablesState>()(() => ({ own: null, problem: null }))

  async function refresh(): Promise<void> {
    try {
      store.setState({ own: await client.variables.list(), problem: null })
    } catch (error) {
      store.setState({ problem: toProblem(error) })
    }
  }

  async function change(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      await refresh()
      changed()
      return true
    } catch (error) {
      store.setState({ problem: toProblem(error) })
      return false
    }
  }

  return {
    store,
    refresh,
    put: (name, value) => change(() => client.variables.put({ name, value })),
    remove: (name) => change(() => client.variables.remove({ name })),
  }
}
