import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/domain/units.ts'
import { formatClock, formatDayClock, formatDelay } from '../../components/format.ts'

/** A word under the histogram. */
export interface Tick {
  readonly at: number
  readonly word: string
}

const STEPS_MS: readonly number[] = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 3_650].map((days) => days * DAY_MS),
]
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** At most so many words for a stretch of time, at moments that are round in local time. */
export function ticksOf(from: number, to: number, most: number): Tick[] {
  const step = STEPS_MS.find((each) => (to - from) / each <= most) ?? (to - from) / Math.max(most, 1)
  // Days begin at local midnight, hours in zones of half an hour at local ones.
  const offset = new Date(from).getTimezoneOffset() * MINUTE_MS
  const ticks: Tick[] = []
  for (let at = Math.ceil((from - offset) / step) * step + offset; at < to; at += step) ticks.push({ at, word: tickWord(at, step) })
  return ticks
}

function tickWord(at: number, step: number): string {
  const date = new Date(at)
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0
  if (step >= DAY_MS || (isMidnight && step >= HOUR_MS)) return `${date.getDate()} ${MONTHS[date.getMonth()]}`
  if (step >= MINUTE_MS) return formatClock(at, 'seconds').slice(0, 5)
  return step >= SECOND_MS ? formatClock(at, 'seconds') : formatClock(at, 'milliseconds').slice(0, 10)
}

/** `10:38:12 to now`, `14 Jan 10:38:00 to today 03:00:00`; `to` null is now. */
export function formatSpan(from: number, to: number | null, now: number): string {
  const end = to === null ? 'now' : isSameDay(from, to) ? formatClock(to, 'seconds') : formatDayClock(to, now)
  const start = isSameDay(from, now) ? formatClock(from, 'seconds') : formatDayClock(from, now)
  return `${start} to ${end}`
}

/** `6 s a bar` */
export function formatBarLength(barMs: number): string {
  if (barMs >= DAY_MS) return barMs === DAY_MS ? '1 day a bar' : `${barMs / DAY_MS} days a bar`
  return `${formatDelay(barMs)} a bar`
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}
