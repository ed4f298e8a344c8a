import type { Speed } from '../../../shared/domain/retry-policy.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { Clock } from '../clock.ts'

/** When the changes of a scenario are due: its own clock, which stands still while it is paused, and a limit of events a second. */
export interface Pace {
  /** ms of the scenario that have passed, at speed 1; with `max` whatever was asked for last. */
  position(): number
  /** Real ms until what happens at `offsetMs` is due and may be sent; 0 when it is. */
  waitFor(offsetMs: number): number
  /** So many events were made. */
  spend(events: number): void
  pause(): void
  resume(): void
  /** Back to the beginning. */
  restart(): void
}

/** What a late commit or timer held up is made good; no more, so that no second gets many more than its rate. */
const CATCH_UP_MS = 50

export function createPace(clock: Clock, { speed, rate }: { readonly speed: Speed; readonly rate: number | null }): Pace {
  let anchor = clock.monotonic()
  let passedMs = 0
  let isPaused = false
  let freeAt = anchor

  function position(): number {
    if (speed === 'max') return passedMs
    return isPaused ? passedMs : passedMs + (clock.monotonic() - anchor) * speed
  }

  return {
    position,
    waitFor: (offsetMs) => {
      if (speed === 'max') passedMs = offsetMs
      const untilDue = speed === 'max' ? 0 : (offsetMs - position()) / speed
      return Math.max(untilDue, freeAt - clock.monotonic(), 0)
    },
    spend: (events) => {
      if (rate !== null) freeAt = Math.max(freeAt, clock.monotonic() - CATCH_UP_MS) + (events * SECOND_MS) / rate
    },
    pause: () => {
      passedMs = position()
      isPaused = true
    },
    resume: () => {
      anchor = clock.monotonic()
      isPaused = false
    },
    restart: () => {
      anchor = clock.monotonic()
      passedMs = 0
    },
  }
}
