/**
 * Bounds the bytes of request bodies in memory over all requests.
 *
 * 1. A request reserves what it can ever hold before its first byte is read, so nobody waits while holding: no deadlock.
 * 2. `held` never exceeds the capacity, but for one request that alone needs more than all of it.
 * 3. Who waits is let in first come, first served.
 */
export interface MemoryGate {
  readonly held: number
  /** True when there is room now; else `enter` is called once there is, with the room already taken. */
  reserve(bytes: number, enter: () => void): boolean
  release(bytes: number): void
  /** Takes a waiting `enter` out of the queue; false when it was not waiting (any more). */
  leave(enter: () => void): boolean
}

export function createMemoryGate(capacity: number): MemoryGate {
  let held = 0
  const waiting: { readonly bytes: number; readonly enter: () => void }[] = []

  function fits(bytes: number): boolean {
    return held === 0 || held + bytes <= capacity
  }

  function letIn(): void {
    for (let first = waiting[0]; first && fits(first.bytes); first = waiting[0]) {
      waiting.shift()
      held += first.bytes
      first.enter()
    }
  }

  return {
    get held() {
      return held
    },
    reserve: (bytes, enter) => {
      if (waiting.length > 0 || !fits(bytes)) {
        waiting.push({ bytes, enter })
        return false
      }
      held += bytes
      return true
    },
    release: (bytes) => {
      held -= bytes
      if (waiting.length > 0) letIn()
    },
    leave: (enter) => {
      const at = waiting.findIndex((each) => each.enter === enter)
      if (at < 0) return false
      waiting.splice(at, 1)
      // The one behind may need less.
      letIn()
      return true
    },
  }
}
