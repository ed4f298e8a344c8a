import type { PlaceHealth } from '../../../shared/domain/health.ts'

type Counts = Pick<PlaceHealth, 'good' | 'failed' | 'bad' | 'unjudged'>

/** One bar: exceptions stand on the base line, so that they are compared from a common zero. */
export interface StackedBar {
  readonly bad: number
  readonly failed: number
  /** Good and unjudged ones. */
  readonly rest: number
}

/** The buckets as at most `count` bars: neighbours are put together, the last bar ending with the present. */
export function stackBars(counts: Counts, count: number): StackedBar[] {
  const size = Math.max(1, Math.ceil(counts.good.length / count))
  const lead = (size - (counts.good.length % size)) % size
  const bars = Array.from({ length: Math.ceil(counts.good.length / size) }, () => ({ bad: 0, failed: 0, rest: 0 }))
  counts.good.forEach((good, index) => {
    const bar = bars[Math.floor((index + lead) / size)]
    if (!bar) return
    bar.bad += counts.bad[index] ?? 0
    bar.failed += counts.failed[index] ?? 0
    bar.rest += good + (counts.unjudged[index] ?? 0)
  })
  return bars
}

/** The next round number above, to end an axis with: 1, 2, 3, 5, 10, 20 … */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const digit = [1, 2, 3, 5, 10].find((each) => each * power >= value) ?? 10
  return digit * power
}
