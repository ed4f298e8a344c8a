import type { Core } from '../core.ts'
import type { Loopback } from '../services.ts'
import { startAttempt } from './attempt.ts'
import type { Claim } from './claiming.ts'
import { createConnections } from './connections.ts'
import type { Outcome } from './outcome.ts'

/** Attempts on the wire. */
export interface Wire {
  /** Puts a committed claim on the wire; `ended` is called once, maybe in this call. */
  start(claim: Claim, own: { readonly isForward: boolean }, ended: (outcome: Outcome) => void): void
  isIdle(): boolean
  /** Ends all that are on it, and whatever is started later at once. */
  interrupt(): void
  /** Nothing may be on it any more. */
  close(): void
}

export function createWire(core: Core, loopback: Pick<Loopback, 'set' | 'clear'>): Wire {
  const connections = createConnections(core.clock)
  const around = { clock: core.clock, connections, loopback }
  const running = new Map<number, () => void>()
  let isOver = false

  return {
    start: ({ attempt, composed }, { isForward }, ended) => {
      if (isOver) return ended({ kind: 'interrupted', ...UNOBSERVED })
      if (composed.kind === 'blocked') return ended({ ...composed, kind: 'unanswered', ...UNOBSERVED })
      const interrupt = startAttempt(composed.request, { seq: attempt.seq, isForward }, around, (outcome) => {
        running.delete(attempt.seq)
        ended(outcome)
      })
      running.set(attempt.seq, interrupt)
    },
    isIdle: () => running.size === 0,
    interrupt: () => {
      isOver = true
      for (const each of running.values()) each()
    },
    close: () => connections.close(),
  }
}

/** Of attempts that never reached the wire. */
const UNOBSERVED: Pick<Outcome, 'timings' | 'remote' | 'notes'> = { timings: {}, remote: null, notes: [] }
