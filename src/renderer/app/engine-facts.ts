import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../shared/contract/client.ts'
import type { EngineStatus } from '../../shared/domain/status.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'

/** Rates fade while nothing happens, and then no live batch tells of them. */
const POLL_MS = 2 * SECOND_MS

/** What the engine last said of itself; null until it has. */
export interface EngineFacts {
  readonly store: StoreApi<{ readonly status: EngineStatus | null }>
  /** A status that came with something else. */
  take(status: EngineStatus): void
  stop(): void
}

/** Asks the engine every two seconds while `isWatched`, and takes what comes along with live rows. */
export function followEngine(client: Pick<Client, 'status'>, isWatched: () => boolean): EngineFacts {
  const store = createStore<{ readonly status: EngineStatus | null }>()(() => ({ status: null }))
  const take = (status: EngineStatus): void => store.setState({ status })
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function poll(): Promise<void> {
    try {
      if (isWatched()) take(await client.status())
    } catch {
      // The connection's own banner says so; what was known stays.
    }
    if (!isStopped) timer = setTimeout(() => void poll(), POLL_MS)
  }
  void poll()

  return {
    store,
    take,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
