import { MINUTE_MS, SECOND_MS } from './units.ts'

/**
 * When a delivery is tried again, as data (guide, "Retry Logic"). A delay counts from the end of the attempt before,
 * so the guide's third attempt comes six minutes after the first.
 */
export interface RetryPolicy {
  /** Delay before each attempt in ms, the first included; its length is the number of attempts. */
  readonly delaysMs: readonly number[]
  /** Share of each delay that is randomised, 0 … 1: a delay d becomes d ± d·jitter/2. */
  readonly jitter: number
  /** Statuses that are tried again, beside all ≥ 500 and network errors. */
  readonly retryStatuses: readonly number[]
  /** From before DNS to the end of the response head. Never scaled by speed. */
  readonly timeoutMs: number
  /** Whether a `Retry-After` answer lengthens the next delay. Off in the `crm` profile. */
  readonly honourRetryAfter: boolean
  /** Statuses that are success, from – to; 2xx when absent. Only what asks for a refusal names others. */
  readonly succeedsOn?: readonly [from: number, to: number]
  /** Every answer but 2xx is tried again, redirects and other 4xx too. */
  readonly retriesAll?: boolean
  /** The endpoint is switched off after so many deliveries in a row that failed; counted in this run of the engine. */
  readonly disableAfterFailures?: number
  /** The same once none has succeeded for so long, from the first of them that failed; scaled by speed. */
  readonly disableAfterMs?: number
}

/** The guide's ladder: attempts at 0, + 1 min, + 5 min; 408, 429, ≥ 500, network errors and 5 s without an answer are tried again. */
export const CRM_POLICY: RetryPolicy = {
  delaysMs: [0, MINUTE_MS, 5 * MINUTE_MS],
  jitter: 0,
  retryStatuses: [408, 429],
  timeoutMs: 5 * SECOND_MS,
  honourRetryAfter: false,
}

/** One try and no more: what a replay does by default. */
export const ONE_ATTEMPT: RetryPolicy = { ...CRM_POLICY, delaysMs: [0] }

/** How fast the ladder is climbed: 1 real time, 60 sixty times faster, `max` without waiting. Scales delays, never time-outs. */
export type Speed = number | 'max'

export const MAX_SPEED = 1_000_000

/** A delay as it is really waited, in whole ms. */
export function scaleDelay(delayMs: number, speed: Speed): number {
  return speed === 'max' ? 0 : Math.round(delayMs / speed)
}
