import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../shared/contract/client.ts'
import type { HealthReport, HealthWindow } from '../../shared/domain/health.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'

/** Calm enough to be read, and next to nothing for the engine. */
const POLL_MS = 3 * SECOND_MS
/** While the engine has not looked at all of the window yet. */
const CATCH_UP_MS = 300
const WINDOW_KEY = 'health-window'

export interface HealthState {
  readonly window: HealthWindow
  /** What the engine last said of this window; null until it has. */
  readonly report: HealthReport | null
}

/** How endpoints and inboxes have been doing, as long as a screen follows. */
export interface HealthFeed {
  readonly store: StoreApi<HealthState>
  /** Looks at another window, and remembers it on this machine. */
  choose(window: HealthWindow): void
  /** Asks now and every few seconds until the returned function is called. */
  follow(): () => void
}

interface HealthFeedOptions {
  readonly client: Pick<Client, 'health'>
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  /** Whether somebody looks; else nothing is asked. */
  readonly isWatched: () => boolean
}

/** A feed that nobody follows yet. */
export function createHealthFeed({ client, storage, isWatched }: HealthFeedOptions): HealthFeed {
  const store = createStore<HealthState>()(() => ({ window: storage.getItem(WINDOW_KEY) === 'hour' ? 'hour' : 'day', report: null }))
  let followers = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  // Of several answers at once the last one asked counts.
  let asked = 0

  async function ask(): Promise<void> {
    clearTimeout(timer)
    const mine = ++asked
    const { window } = store.getState()
    let waitMs = POLL_MS
    if (isWatched()) {
      try {
        const report = await client.health({ window })
        if (mine !== asked) return
        store.setState({ report })
        if (!report.complete) waitMs = CATCH_UP_MS
      } catch {
        // The connection's banner says so; what was known stays.
      }
    }
    if (mine === asked && followers > 0) timer = setTimeout(() => void ask(), waitMs)
  }

  return {
    store,
    choose: (window) => {
      if (window === store.getState().window) return
      storage.setItem(WINDOW_KEY, window)
      store.setState({ window, report: null })
      if (followers > 0) void ask()
    },
    follow: () => {
      followers++
      if (followers === 1) void ask()
      return () => {
        followers--
        if (followers > 0) return
        clearTimeout(timer)
        asked++
      }
    },
  }
}
