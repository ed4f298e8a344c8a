import type { Clock } from '../../src/main/engine/clock.ts'

/** A clock that a test walks. */
export interface StandingClock extends Clock {
  /** Lets so many ms go by, and what was waiting for them run. */
  readonly walk: (ms: number) => void
  /** Resolves once somebody waits. */
  readonly waiting: () => Promise<void>
}

/** Time that stands still until it is walked; `waiting` resolves when somebody waits for it. */
export function standingClock(): StandingClock {
  let elapsed = 0
  const timers = new Set<{ at: number; run: () => void }>()
  let told: (() => void)[] = []
  return {
    now: () => Date.UTC(2026, 0, 17) + elapsed,
    monotonic: () => elapsed,
    after: (ms, run) => {
      const timer = { at: elapsed + ms, run }
      timers.add(timer)
      for (const tell of told) tell()
      told = []
      return () => void timers.delete(timer)
    },
    walk: (ms) => {
      elapsed += ms
      for (const timer of timers) if (timer.at <= elapsed && timers.delete(timer)) timer.run()
    },
    waiting: () => (timers.size > 0 ? Promise.resolve() : new Promise((resolve) => told.push(resolve))),
  }
}
