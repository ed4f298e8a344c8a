import { MINUTE_MS } from '../../../shared/domain/units.ts'
import { formatClock } from '../format.ts'

/** Buckets of time of one length. */
export interface Buckets {
  /** Start of the first, ms since 1970. */
  readonly from: number
  readonly bucketMs: number
}

const TICK_PX = 88

/** When a bucket was: `10:30 to 11:00`. */
export function bucketText({ from, bucketMs }: Buckets, index: number): string {
  const start = from + index * bucketMs
  return `${minuteClock(start)} to ${minuteClock(start + bucketMs)}`
}

/** Where the time axis says the time: at round minutes and hours, as many as fit. */
export function timeTicks(
  { from, bucketMs, count }: Buckets & { readonly count: number },
  widthPx: number,
): { readonly index: number; readonly word: string }[] {
  const most = Math.max(1, Math.floor(widthPx / TICK_PX))
  const every = [2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720]
    .map((minutes) => (minutes * MINUTE_MS) / bucketMs)
    .find((buckets) => Number.isInteger(buckets) && count / buckets <= most)
  const steps = every ?? count
  const first = (steps - (Math.round(from / bucketMs) % steps)) % steps
  return Array.from({ length: count }, (_, index) => index)
    .filter((index) => index % steps === first)
    .map((index) => ({ index, word: minuteClock(from + index * bucketMs) }))
}

function minuteClock(at: number): string {
  return formatClock(at, 'minutes')
}
