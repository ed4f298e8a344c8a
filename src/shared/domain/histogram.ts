import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './units.ts'

/** How the exchanges of a stretch of time went; those still under way, and cancelled ones, are in none of them. */
export interface Bar {
  /** Answered with 2xx, or captured and answered so. */
  readonly ok: number
  /** Answered otherwise or not at all, cut off, or no HTTP. */
  readonly failed: number
  /** Captures whose signature does not match, whatever they were answered. */
  readonly invalid: number
}

/** What happened when. */
export interface Histogram {
  /** Start of the first bar, ms since 1970. */
  readonly from: number
  /** Length of a bar, one of `BAR_STEPS_MS`. */
  readonly barMs: number
  /** Oldest first, without holes. */
  readonly bars: readonly Bar[]
  /** Where the time ends that it tells of; in the last bar or at its end. */
  readonly to: number
  /** False while older exchanges are still being counted. */
  readonly isWhole: boolean
}

/** The time a histogram is asked for: the last so many ms, up to now; from one moment to another; or all there is. */
export type Span =
  | { readonly kind: 'all' }
  | { readonly kind: 'last'; readonly ms: number }
  | { readonly kind: 'between'; readonly from: number; readonly to: number }

/** Where bars stand. */
export interface Frame {
  readonly from: number
  readonly to: number
  readonly barMs: number
  readonly count: number
}

export const NO_BAR: Bar = { ok: 0, failed: 0, invalid: 0 }

/** Bars of one histogram. */
export const MAX_BARS = 120

/** Those of "all" there is: at least so many, and so many more at a time, so that they seldom become narrower. */
const MIN_BARS = 60
const GROWTH_BARS = 10

/** Lengths of a bar that people can read, ascending. */
export const BAR_STEPS_MS: readonly number[] = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 8, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * DAY_MS),
]

/**
 * The bars of a span. Those of "all" end now and reach at least to the oldest exchange: as time goes on they move along,
 * and become longer when they no longer reach it.
 */
export function frameOf(span: Span, { oldest, now }: { readonly oldest: number; readonly now: number }): Frame {
  if (span.kind === 'between') {
    const barMs = stepOf(span.to - span.from)
    const from = floorTo(span.from, barMs)
    return { from, to: span.to, barMs, count: Math.max(1, Math.ceil((span.to - from) / barMs)) }
  }
  const spanMs = span.kind === 'last' ? span.ms : Math.max(0, now - oldest)
  const barMs = stepOf(spanMs)
  const needed = Math.ceil(spanMs / barMs) + 1
  const count = span.kind === 'last' ? needed : Math.min(MAX_BARS, Math.max(MIN_BARS, Math.ceil(needed / GROWTH_BARS) * GROWTH_BARS))
  return { from: floorTo(now, barMs) - (count - 1) * barMs, to: now, barMs, count }
}

/** Start of the bar that a moment stands in. */
export function floorTo(at: number, barMs: number): number {
  return Math.floor(at / barMs) * barMs
}

/** The shortest bars of which so many are enough, the one that has only begun included. */
function stepOf(spanMs: number): number {
  return BAR_STEPS_MS.find((step) => spanMs / step <= MAX_BARS - 1) ?? floorTo(spanMs / (MAX_BARS - 1), DAY_MS) + DAY_MS
}

/** What all bars, or those of a range of time, come to. */
export function sumBars({ from, barMs, bars }: Histogram, range: { readonly from: number; readonly to: number } | null = null): Bar {
  const inside = range === null ? bars : bars.filter((_, index) => isInside(from + index * barMs, barMs, range))
  return inside.reduce((sum, bar) => ({ ok: sum.ok + bar.ok, failed: sum.failed + bar.failed, invalid: sum.invalid + bar.invalid }), NO_BAR)
}

/** Whether the middle of a bar is in the range. */
export function isInside(start: number, barMs: number, range: { readonly from: number; readonly to: number }): boolean {
  const middle = start + barMs / 2
  return middle >= range.from && middle < range.to
}
