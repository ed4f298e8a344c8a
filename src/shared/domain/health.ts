import { DAY_MS, HOUR_MS } from './units.ts'

/** How endpoints and inboxes have been doing lately: what lists and charts show of them. Counted by attempts and captures. */

/** How far back it is looked at, in so many buckets of the same length. */
export const HEALTH_WINDOWS = {
  hour: { bucketMs: HOUR_MS / 30, buckets: 30 },
  day: { bucketMs: DAY_MS / 48, buckets: 48 },
} as const satisfies Readonly<Record<string, { readonly bucketMs: number; readonly buckets: number }>>

export type HealthWindow = keyof typeof HEALTH_WINDOWS

export interface HealthReport {
  readonly window: HealthWindow
  /** Start of the first bucket, ms since 1970; the last bucket is the present one. */
  readonly from: number
  /** Length of a bucket. */
  readonly bucketMs: number
  /** Whether all of the window was looked at; until then the newest part was, and asking again gets further. */
  readonly complete: boolean
  /** All endpoints and inboxes, by id. */
  readonly places: Readonly<Record<string, PlaceHealth>>
}

/** Lists of numbers have one a bucket, oldest first. */
export interface PlaceHealth {
  /** Attempts answered with 2xx; captures with a valid signature. */
  readonly good: readonly number[]
  /** Other attempts that ended by themselves; captures whose signature is missing or stale. */
  readonly failed: readonly number[]
  /** Captures whose signature is invalid. */
  readonly bad: readonly number[]
  /** Captures whose signature was not judged: none is expected, or it could not be checked. */
  readonly unjudged: readonly number[]
  /** How long the median took, in ms; null where nothing was timed. */
  readonly p50Ms: readonly (number | null)[]
  readonly p95Ms: readonly (number | null)[]
  /** Over the whole window; null when nothing was timed. */
  readonly latency: Percentiles | null
  /** When the newest began, ms since 1970: of endpoints however long ago, of inboxes inside the window. */
  readonly lastAt: number | null
  /** When the first began of those that failed since the last good one; null while the newest is good. */
  readonly failingSince: number | null
  /** Deliveries that wait for their next attempt; 0 for inboxes. */
  readonly pending: number
}

/** ms, within two hundredths. */
export interface Percentiles {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
}

/** What a window held of one place. */
export interface HealthTotals {
  readonly all: number
  readonly good: number
  /** All but the unjudged. */
  readonly judged: number
  /** Share of the good ones among the judged; null without any. */
  readonly share: number | null
}

/** Fewer judged ones than this in a row are bad luck, not a failing endpoint. */
const MIN_FAILING = 3
/** A place is doing badly below this share of good ones. */
export const LOW_SHARE = 0.8

/** Adds up the buckets of a place. */
export function healthTotals({ good, failed, bad, unjudged }: Pick<PlaceHealth, 'good' | 'failed' | 'bad' | 'unjudged'>): HealthTotals {
  const [goods, others, rest] = [sum(good), sum(failed) + sum(bad), sum(unjudged)]
  const judged = goods + others
  return { all: judged + rest, good: goods, judged, share: judged === 0 ? null : goods / judged }
}

/** Whether people should look after it: it fails now and has done so before. */
export function isFailing(health: PlaceHealth): boolean {
  return health.failingSince !== null && sum(health.failed) + sum(health.bad) >= MIN_FAILING
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
