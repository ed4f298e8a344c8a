import type { AttemptView, Timings } from '../../../shared/domain/exchange.ts'

export const PHASES = ['dns', 'connect', 'tls', 'send', 'wait', 'receive'] as const
export type Phase = (typeof PHASES)[number]

/** A stretch of an attempt, ms since its start. */
export interface PhaseSpan {
  readonly phase: Phase
  readonly fromMs: number
  readonly toMs: number
}

/** The phases that happened, one after the other. A phase that did not leaves no mark. */
export function phaseSpans(timings: Timings): PhaseSpan[] {
  const ends: readonly (readonly [Phase, number | undefined])[] = [
    ['dns', timings.dnsMs],
    ['connect', timings.connectMs],
    ['tls', timings.tlsMs],
    ['send', timings.sentMs],
    ['wait', timings.firstByteMs],
    ['receive', timings.totalMs],
  ]
  const spans: PhaseSpan[] = []
  let fromMs = 0
  for (const [phase, toMs] of ends) {
    if (toMs === undefined) continue
    if (toMs > fromMs) spans.push({ phase, fromMs, toMs })
    fromMs = Math.max(fromMs, toMs)
  }
  return spans
}

/** How an attempt's time is spent: each phase with its length and its share of the whole. */
export function phaseShares(timings: Timings, lengthMs: number): { readonly phase: Phase; readonly ms: number; readonly share: number }[] {
  const spans = phaseSpans(timings)
  const whole = Math.max(lengthMs, spans.at(-1)?.toMs ?? 0, Number.MIN_VALUE)
  return spans.map(({ phase, fromMs, toMs }) => ({ phase, ms: toMs - fromMs, share: (toMs - fromMs) / whole }))
}

/** Three even steps that hold `maxMs`, for an axis: the step, a round number of ms. */
export function axisStep(maxMs: number): number {
  const rough = Math.max(maxMs, 3) / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((step) => step >= rough - 1e-9) ?? rough
}

/** How long an attempt takes or has taken by now, ms; null when it has not begun. */
export function attemptLength({ state, at, tookMs, timings }: AttemptView, now: number): number | null {
  if (state === 'planned' || state === 'cancelled') return null
  if (state === 'running') return Math.max(0, now - at)
  return tookMs ?? timings?.totalMs ?? 0
}

const SHOWN_AT_EACH_END = 3
const FOLD_FROM = 10

/** Which of many attempts are shown: the first and the last three, and how many between. */
export function foldAttempts<T>(attempts: readonly T[]): {
  readonly head: readonly T[]
  readonly hidden: number
  readonly tail: readonly T[]
} {
  if (attempts.length < FOLD_FROM) return { head: attempts, hidden: 0, tail: [] }
  return {
    head: attempts.slice(0, SHOWN_AT_EACH_END),
    hidden: attempts.length - 2 * SHOWN_AT_EACH_END,
    tail: attempts.slice(-SHOWN_AT_EACH_END),
  }
}
