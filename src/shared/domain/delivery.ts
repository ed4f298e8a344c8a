import { assertNever } from './assert.ts'
import type { DeliveryState, NetworkError } from './exchange.ts'
import { type RetryPolicy, type Speed, scaleDelay } from './retry-policy.ts'
import { SECOND_MS } from './units.ts'

/**
 * One delivery's way from pending to its end (guide, "Retry Logic").
 *
 * States:      pending → success | failed | cancelled;  failed | cancelled → success, by hand only
 * Waiting:     pending, nothing on the wire, `dueAt` says when the ladder tries next
 * On the wire: `onWire` says who asked, the ladder or a person ("attempt now")
 *
 * A ladder's attempt climbs one rung whether it fails or not; an attempt by hand never touches the ladder. An interrupted
 * attempt is our fault: it is made again at once and counts nowhere, but not more than three times running.
 *
 * Invariants
 * 1. `dueAt` is set only while pending, and always while pending with nothing on the wire.
 * 2. A ladder's attempt on the wire has no `dueAt`; one by hand keeps the ladder's.
 * 3. 0 ≤ rung ≤ number of delays; rung ≤ attempts; pending and waiting means rung < number of delays.
 * 4. `attempts` grows by one with each settled attempt and with nothing else; it never shrinks.
 * 5. A final delivery leaves its state only by a successful attempt by hand; success is never left.
 * 6. At most one attempt is on the wire: who asks for a second one is refused and nothing changes.
 * 7. `cancelAsked` only while pending and on the wire; then the end is success or cancelled, never a retry.
 * 8. A due time is never further from the attempt's end than the rung's longest delay.
 */
export interface Progress {
  readonly state: DeliveryState
  /** Settled attempts, those by hand included, interrupted ones not. */
  readonly attempts: number
  /** Attempts that counted against the ladder. */
  readonly rung: number
  /** Interrupted attempts of the ladder in a row. */
  readonly interruptions: number
  /** When the ladder tries next, wall clock; null when it does not. */
  readonly dueAt: number | null
  /** Who asked for the attempt that is on the wire; null when none is. */
  readonly onWire: 'ladder' | 'hand' | null
  readonly cancelAsked: boolean
  /** Status of the last settled attempt; null without an answer. */
  readonly status: number | null
  /** What went wrong last, one sentence; null on success and before the first attempt. */
  readonly error: string | null
  /** Start of the last settled attempt; null before the first. */
  readonly lastAttemptAt: number | null
}

/** What an attempt came to, as far as the ladder looks at it. */
export type AttemptResult =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly reasonPhrase: string
      /** Wait asked for by the answer. */ readonly retryAfterMs: number | null
    }
  | { readonly kind: 'unanswered'; readonly error: NetworkError; /** One sentence. */ readonly message: string }

export type Judgement = 'success' | 'retry' | 'fail'

/** What happens to a delivery. Times are wall clock. */
export type Step =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'attempt now' }
  | {
      readonly kind: 'settled'
      readonly result: AttemptResult
      readonly startedAt: number
      readonly endedAt: number
      /** 0 ≤ x < 1, places the next delay within its jitter. */
      readonly fraction: number
    }
  | { readonly kind: 'interrupted'; readonly at: number }
  | { readonly kind: 'cancel asked' }
  | { readonly kind: 'endpoint deleted' }

/** How the ladder of a delivery is climbed; fixed when it is made. */
export interface Ladder {
  readonly policy: RetryPolicy
  readonly speed: Speed
}

export type Advance =
  | { readonly kind: 'moved'; readonly progress: Progress }
  | { readonly kind: 'refused'; /** One sentence. */ readonly why: string }

/** An interrupted attempt is made again this often in a row. */
export const MAX_INTERRUPTIONS = 3

/** A new delivery; `at` is its creation. */
export function plan(ladder: Ladder, at: number, fraction: number): Progress {
  return {
    state: 'pending',
    attempts: 0,
    rung: 0,
    interruptions: 0,
    dueAt: at + waitBefore(ladder, 0, fraction, null),
    onWire: null,
    cancelAsked: false,
    status: null,
    error: null,
    lastAttemptAt: null,
  }
}

/** 2xx only is success, unless the policy says otherwise; what may pass by itself is retried; redirects and other 4xx are not. */
export function judge(result: AttemptResult, policy: RetryPolicy): Judgement {
  if (result.kind === 'unanswered') return result.error === 'unsendable' ? 'fail' : 'retry'
  const [from, to] = policy.succeedsOn ?? [200, 299]
  if (result.status >= from && result.status <= to) return 'success'
  return policy.retriesAll === true || result.status >= 500 || policy.retryStatuses.includes(result.status) ? 'retry' : 'fail'
}

/** Why an attempt was no success, one sentence; null when it was one. */
export function errorOf(result: AttemptResult, policy: RetryPolicy): string | null {
  if (result.kind === 'unanswered') return result.message
  if (judge(result, policy) === 'success') return null
  const [from, to] = policy.succeedsOn ?? [200, 299]
  if (result.status <= 299) return `Status ${result.status}, where ${from === to ? from : `${from} to ${to}`} was asked for`
  const phrase = result.reasonPhrase === '' ? `Status ${result.status}` : result.reasonPhrase
  return result.status >= 300 && result.status <= 399 ? `${phrase}: redirects are never followed` : phrase
}

/** Applies one step. Pure; a step that does not fit the state is refused with the reason, never thrown. */
export function advance(progress: Progress, step: Step, ladder: Ladder): Advance {
  switch (step.kind) {
    case 'claimed':
      if (progress.onWire !== null) return refused('An attempt of this delivery is running.')
      if (progress.state !== 'pending') return refused(`This delivery is ${progress.state}.`)
      return moved({ ...progress, onWire: 'ladder', dueAt: null })
    case 'attempt now':
      if (progress.onWire !== null) return refused('An attempt of this delivery is running.')
      if (progress.state === 'success') return refused('This delivery has succeeded.')
      return moved({ ...progress, onWire: 'hand' })
    case 'settled':
      return progress.onWire === null ? refused('No attempt of this delivery is running.') : moved(settle(progress, step, ladder))
    case 'interrupted':
      return progress.onWire === null ? refused('No attempt of this delivery is running.') : moved(interrupt(progress, step.at))
    case 'cancel asked':
      return progress.state === 'pending' ? moved(cancel(progress)) : refused(`This delivery is ${progress.state}.`)
    case 'endpoint deleted':
      return moved(progress.state === 'pending' ? cancel(progress) : progress)
    default:
      return assertNever(step)
  }
}

function settle(progress: Progress, step: Extract<Step, { kind: 'settled' }>, ladder: Ladder): Progress {
  const isLadder = progress.onWire === 'ladder'
  const judgement = judge(step.result, ladder.policy)
  const rung = progress.rung + (isLadder ? 1 : 0)
  const settled: Progress = {
    ...progress,
    attempts: progress.attempts + 1,
    rung,
    interruptions: 0,
    onWire: null,
    cancelAsked: false,
    status: step.result.kind === 'answered' ? step.result.status : null,
    error: errorOf(step.result, ladder.policy),
    lastAttemptAt: step.startedAt,
  }
  if (judgement === 'success') return { ...settled, state: 'success', dueAt: null }
  if (progress.cancelAsked) return { ...settled, state: 'cancelled', dueAt: null }
  if (!isLadder) return settled
  if (judgement === 'fail' || rung >= ladder.policy.delaysMs.length) return { ...settled, state: 'failed', dueAt: null }
  const retryAfterMs = step.result.kind === 'answered' ? step.result.retryAfterMs : null
  return { ...settled, dueAt: step.endedAt + waitBefore(ladder, rung, step.fraction, retryAfterMs) }
}

function interrupt(progress: Progress, at: number): Progress {
  const stopped: Progress = { ...progress, onWire: null, cancelAsked: false }
  if (progress.cancelAsked) return { ...stopped, state: 'cancelled', dueAt: null }
  if (progress.onWire === 'hand') return stopped
  const interruptions = progress.interruptions + 1
  if (interruptions <= MAX_INTERRUPTIONS) return { ...stopped, interruptions, dueAt: at }
  return {
    ...stopped,
    interruptions,
    state: 'failed',
    dueAt: null,
    error: `Hookscope ended ${interruptions} times in a row during this attempt`,
  }
}

function cancel(progress: Progress): Progress {
  return progress.onWire === null ? { ...progress, state: 'cancelled', dueAt: null } : { ...progress, cancelAsked: true }
}

function moved(progress: Progress): Advance {
  return { kind: 'moved', progress }
}

function refused(why: string): Advance {
  return { kind: 'refused', why }
}

/**
 * Ms from the end of the attempt before (from creation for rung 0) to this rung's attempt: its delay, moved within the
 * jitter by `fraction`, lengthened to at most its double by `Retry-After` where the policy honours it, over the speed.
 */
export function waitBefore(ladder: Ladder, rung: number, fraction: number, retryAfterMs: number | null): number {
  const { delaysMs, jitter, honourRetryAfter } = ladder.policy
  const delay = (delaysMs[rung] ?? 0) * (1 + jitter * (fraction - 0.5))
  const asked = honourRetryAfter && retryAfterMs !== null ? Math.min(Math.max(retryAfterMs, delay), 2 * delay) : delay
  return scaleDelay(asked, ladder.speed)
}

/** The longest that `waitBefore` gives for a rung: no due time lies further ahead, whatever the wall clock did. */
export function longestWait(ladder: Ladder, rung: number): number {
  return waitBefore(ladder, rung, 1, Number.MAX_SAFE_INTEGER)
}

/** The wait that a `Retry-After` value asks for, in ms: seconds or an HTTP date (RFC 9110 10.2.3); null when it is neither. */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null
  const text = value.trim()
  if (/^\d+$/.test(text)) return Number(text) * SECOND_MS
  // `Date.parse` takes anything; an HTTP date has the day's name and a zone.
  if (!/^[A-Za-z]+,? .*\d.*GMT$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
