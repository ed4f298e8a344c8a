import type { StoreApi } from 'zustand/vanilla'

/**
 * The page's link to the engine:
 *   connecting → connected | reconnecting | refused
 *   connected → reconnecting, when the socket dies
 *   reconnecting → connected | refused
 *   refused → connecting, when the page is given a code or asked to try again
 */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'reconnecting'; readonly sentence: string; /** ms since 1970; null: right now. */ readonly retryAt: number | null }
  | { readonly kind: 'refused'; readonly sentence: string }

export type ConnectionStore = Pick<StoreApi<Connection>, 'getState' | 'subscribe'>

/** Resolves when the connection is one of these kinds, or when `signal` aborts. */
export function untilConnection(store: ConnectionStore, kinds: readonly Connection['kind'][], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      unsubscribe()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const unsubscribe = store.subscribe(({ kind }) => kinds.includes(kind) && done())
    signal?.addEventListener('abort', done)
    if (signal?.aborted || kinds.includes(store.getState().kind)) done()
  })
}
