import type { Histogram } from '../../../shared/domain/histogram.ts'
import type { TimeRange } from './feed-query.ts'

/** The brush over a histogram, in bars: from the left edge of `first` to the right edge of `last`, both from 0. */
export interface BarRange {
  readonly first: number
  readonly last: number
}

/** All bars. */
export function wholeOf({ bars }: Histogram): BarRange {
  return { first: 0, last: Math.max(0, bars.length - 1) }
}

/** The bars that a range of time covers; null when it shows nowhere. */
export function barsOf({ from, barMs, bars }: Histogram, range: TimeRange): BarRange | null {
  const first = Math.floor((range.from - from) / barMs)
  const last = range.to === null ? bars.length - 1 : Math.ceil((range.to - from) / barMs) - 1
  if (last < 0 || first >= bars.length || last < first) return null
  return { first: Math.max(0, first), last: Math.min(bars.length - 1, last) }
}

/**
 * The time of some bars; null for all of them. What ends at the last bar of a histogram that ends now goes on with the
 * time (`isOpen`).
 */
export function rangeOf({ from, barMs, bars }: Histogram, { first, last }: BarRange, isOpen: boolean): TimeRange | null {
  if (first === 0 && last === bars.length - 1) return null
  return { from: from + first * barMs, to: isOpen && last === bars.length - 1 ? null : from + (last + 1) * barMs }
}

/** The bars between two places, whichever is the first; shares of the width from 0 to 1. */
export function barsBetween({ bars }: Histogram, a: number, b: number): BarRange {
  const barAt = (share: number): number => Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)))
  return { first: barAt(Math.min(a, b)), last: barAt(Math.max(a, b)) }
}

/** The brush with one of its ends moved by so many bars; it keeps at least one. */
export function moved({ bars }: Histogram, { first, last }: BarRange, end: 'first' | 'last', steps: number): BarRange {
  if (end === 'first') return { first: Math.max(0, Math.min(last, first + steps)), last }
  return { first, last: Math.max(first, Math.min(bars.length - 1, last + steps)) }
}

/** The brush moved as it is, as far as there are bars. */
export function shifted({ bars }: Histogram, { first, last }: BarRange, steps: number): BarRange {
  const fit = Math.max(-first, Math.min(bars.length - 1 - last, steps))
  return { first: first + fit, last: last + fit }
}
