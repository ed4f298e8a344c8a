import { useSyncExternalStore } from 'react'
import { SECOND_MS } from '../../shared/domain/units.ts'

/**
 * One clock for the whole page: it ticks once a second on the second, and only while somebody looks,
 * so that all ages and countdowns step together.
 */
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined
let now = Date.now()

function tick(): void {
  now = Date.now()
  timer = setTimeout(tick, SECOND_MS - (now % SECOND_MS))
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    now = Date.now()
    timer = setTimeout(tick, SECOND_MS - (now % SECOND_MS))
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearTimeout(timer)
  }
}

/** The present, ms since 1970, in steps: the component is drawn again once a step (1 s unless given). */
export function useNow(stepMs = SECOND_MS): number {
  return useSyncExternalStore(subscribe, () => Math.floor(now / stepMs) * stepMs)
}
