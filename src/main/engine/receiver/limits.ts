import { KIB, MIB, MINUTE_MS, SECOND_MS } from '../../../shared/domain/units.ts'

/** What the receiver takes and for how long it waits. */
export interface ReceiverLimits {
  /** One request body; more is answered 413. */
  readonly bodyBytes: number
  /** Request bodies in memory at the same time, over all requests; those being sent on have as much again. */
  readonly memoryBytes: number
  /** Request line and headers together; more is answered 431. */
  readonly headBytes: number
  readonly headTimeoutMs: number
  /** Head and body together. */
  readonly requestTimeoutMs: number
  /** How often the two time-outs are looked at. */
  readonly timeoutCheckMs: number
}

export const DEFAULT_LIMITS: ReceiverLimits = {
  bodyBytes: 25 * MIB,
  memoryBytes: 64 * MIB,
  headBytes: 64 * KIB,
  headTimeoutMs: 10 * SECOND_MS,
  requestTimeoutMs: MINUTE_MS,
  timeoutCheckMs: SECOND_MS,
}

/** `25 MiB`, for sentences. */
export function inMebibytes(bytes: number): string {
  return `${Math.round((bytes / MIB) * 100) / 100} MiB`
}
