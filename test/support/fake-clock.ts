import type { Clock } from '../../src/main/engine/clock.ts'

/**
 * A clock that a test walks.
 *
 * 1. Time stands still but for `advance` and `jump`.
 * 2. `advance` moves both clocks and runs each timer at its own moment, in order; timers set meanwhile run too when they fall in the way.
 * 3. `jump` moves the wall clock alone, as setting it does; no timer runs.
 */
export interface FakeClock extends Clock {
  advance(ms: number): void
  jump(ms: number): void
  /** Timers that are set: a test that leaks one can see it. */
  readonly pending: number
}

export const FAKE_START = Date.UTC(2026, 0, 17, 10, 30)

export function createFakeClock(start = FAKE_START): FakeClock {
  let wall = start
  let monotonic = 0
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()

  function pass(ms: number): void {
    wall += ms
    monotonic += ms
  }

  return {
    now: () => wall,
    monotonic: () => monotonic,
    after: (ms, then) => {
      const timer = { at: monotonic + Math.max(0, ms), run: then }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance: (ms) => {
      const end = monotonic + ms
      for (;;) {
        const next = [...timers].filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at)[0]
        if (!next) break
        timers.delete(next)
        pass(next.at - monotonic)
        next.run()
      }
      pass(end - monotonic)
    },
    jump: (ms) => {
      wall += ms
    },
    get pending() {
      return timers.size
    },
  }
}
