import { offsetMinutes, zonedDate } from './time-zone.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/domain/units.ts'

/** How values read on the page. Units follow a thin space; times are those of the chosen zone, in 24 hours. */

const THIN = '\u2009'
const THREE = new Intl.NumberFormat('en', { minimumSignificantDigits: 3, maximumSignificantDigits: 3, useGrouping: false })
const UP_TO_THREE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: false })
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const EXACT = new Intl.NumberFormat('en', { maximumFractionDigits: 20 })
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB']

/** `1,048,213` */
export function formatCount(count: number): string {
  return WHOLE.format(count)
}

/** A value as it is, with all its digits: `50,000`, `1,188.5`. */
export function formatAmount(amount: number): string {
  return EXACT.format(amount)
}

/** `612 B`, `7.81 kB`, `2.1 GB`: decimal units, at most three significant figures. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${WHOLE.format(bytes)}${THIN}B`
  let value = bytes
  let unit = -1
  // 999.5 kB would read 1000 kB
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${UP_TO_THREE.format(value)}${THIN}${BYTE_UNITS[Math.max(unit, 0)]}`
}

/** How long something took: `< 1 ms`, `38 ms`, `1.29 s`, `1 min 30 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms < 0.5) return `<${THIN}1${THIN}ms`
  if (ms < 999.5) return `${Math.round(ms)}${THIN}ms`
  if (ms < 59_950) return `${THREE.format(ms / SECOND_MS)}${THIN}s`
  return joinUnits(Math.round(ms / SECOND_MS) * SECOND_MS)
}

/** A chosen delay, without false precision: `at once`, `250 ms`, `1 min`, `5 min`, `1 h 30 min`. */
export function formatDelay(ms: number): string {
  if (ms <= 0) return 'at once'
  if (ms < SECOND_MS) return `${Math.round(ms)}${THIN}ms`
  return ms < MINUTE_MS ? `${UP_TO_THREE.format(ms / SECOND_MS)}${THIN}s` : joinUnits(ms)
}

/** The two largest units of whole seconds: `1 min 30 s`, `2 h`, `3 d 4 h`. */
function joinUnits(ms: number): string {
  const units = [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'min'],
    [SECOND_MS, 's'],
  ] as const
  const first = units.findIndex(([size]) => ms >= size)
  const parts: string[] = []
  let rest = ms
  for (const [size, name] of units.slice(first, first + 2)) {
    const amount = Math.floor(rest / size)
    rest -= amount * size
    if (amount > 0) parts.push(`${amount}${THIN}${name}`)
  }
  return parts.join(' ')
}

/** Time that is left, counted down once a second: `now`, `18 s`, `4 min 12 s`. */
export function formatCountdown(ms: number): string {
  const seconds = Math.ceil(ms / SECOND_MS)
  return seconds <= 0 ? 'now' : joinUnits(seconds * SECOND_MS)
}

/** How long ago, in its largest unit: `now`, `4 s`, `9 min`, `2 h`, `3 d`. */
export function formatAgo(at: number, now: number): string {
  const age = now - at
  if (age < SECOND_MS) return 'now'
  if (age < MINUTE_MS) return `${Math.floor(age / SECOND_MS)}${THIN}s`
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}${THIN}min`
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)}${THIN}h`
  return `${WHOLE.format(Math.floor(age / DAY_MS))}${THIN}d`
}

/** `10:42:07.118`, `10:42:07` with `seconds`, `10:42` with `minutes`. */
export function formatClock(at: number, precision: 'milliseconds' | 'seconds' | 'minutes' = 'milliseconds'): string {
  const clock = zonedDate(at).toISOString().slice(11, 23)
  return precision === 'milliseconds' ? clock : clock.slice(0, precision === 'seconds' ? 8 : 5)
}

/** Whether a moment is of this day, in local time. */
export function isToday(at: number): boolean {
  const midnight = new Date().setHours(0, 0, 0, 0)
  return at >= midnight && at < midnight + DAY_MS
}

/** A moment of another day where there is little room: `14 Jan 09:20`, `14 Jan 2025`. */
export function formatDayShort(at: number): string {
  const date = new Date(at)
  const day = `${date.getDate()} ${MONTHS[date.getMonth()]}`
  return date.getFullYear() === new Date().getFullYear()
    ? `${day} ${formatClock(at, 'seconds').slice(0, 5)}`
    : `${day} ${date.getFullYear()}`
}

/** `today 10:42:07`, `yesterday 10:42:07`, `14 Jan 09:20:00`, `14 Jan 2025 09:20:00`. */
export function formatDayClock(at: number, now: number, precision: 'milliseconds' | 'seconds' = 'seconds'): string {
  const date = zonedDate(at)
  const today = zonedDate(now)
  const daysAgo = Math.floor(today.getTime() / DAY_MS) - Math.floor(date.getTime() / DAY_MS)
  const clock = formatClock(at, precision)
  if (daysAgo === 0) return `today ${clock}`
  if (daysAgo === 1) return `yesterday ${clock}`
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
  return date.getUTCFullYear() === today.getUTCFullYear() ? `${day} ${clock}` : `${day} ${date.getUTCFullYear()} ${clock}`
}

/** Everything that is known of a moment: `2026-01-17 10:42:07.118 +01:00`. */
export function formatExact(at: number): string {
  const day = zonedDate(at).toISOString().slice(0, 10)
  const offset = offsetMinutes(at)
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'))
  return `${day} ${formatClock(at)} ${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}

/** A share between 0 and 1: `61.0 %`, `100 %`. */
export function formatShare(share: number): string {
  const percent = share * 100
  // 99.96 % is not all of it
  if (percent === 0 || percent === 100) return `${percent}${THIN}%`
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)}${THIN}%`
}

/** Cuts in the middle, the end being the telling part: `abcdef…uvwxyz`. `max` counts characters, the … included. */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return text
  const kept = max - 1
  const head = Math.ceil(kept / 2)
  return `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`
}

/** An id with its prefix whole: `capture_01kf5r…62pfsw`. */
export function cutId(id: string): string {
  const start = id.indexOf('_') + 1
  return id.slice(0, start) + cutMiddle(id.slice(start), 13)
}

/** A URL without scheme, cut behind its host: `hooks.example.org/serv…catch/189`. `max` counts characters. */
export function cutUrl(url: string, max: number): string {
  const bare = url.replace(/^https?:\/\//, '')
  if (bare.length <= max) return bare
  const hostEnd = bare.search(/[/?#]/)
  if (hostEnd < 0 || hostEnd + 8 > max) return cutMiddle(bare, max)
  return bare.slice(0, hostEnd) + cutMiddle(bare.slice(hostEnd), max - hostEnd)
}
