import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { HOUR_MS, MINUTE_MS } from '../../shared/domain/units.ts'

/** The time zone that every time on the page is told in: the machine's own, or one by its IANA name (`UTC`, `Asia/Tokyo`). */
export type TimeZoneChoice = 'local' | (string & {})

const KEY = 'time-zone'
/** Offsets change at quarters of an hour at the finest. */
const STEP_MS = HOUR_MS / 4

export const timeZone = createStore<{ readonly choice: TimeZoneChoice }>()(() => ({ choice: 'local' }))

const offsets = new Map<number, number>()
let words: Intl.DateTimeFormat | null = null

/** Reads the choice of last time; to be called once, before the first drawing. */
export function startTimeZone(): void {
  chooseTimeZone(localStorage.getItem(KEY) ?? 'local')
}

/** Chooses a zone and remembers it on this machine. An unknown name means the machine's own. */
export function chooseTimeZone(choice: TimeZoneChoice): void {
  const known = choice === 'local' || isTimeZone(choice) ? choice : 'local'
  offsets.clear()
  words = known === 'local' ? null : new Intl.DateTimeFormat('en', { timeZone: known, timeZoneName: 'longOffset' })
  if (known === 'local') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, known)
  timeZone.setState({ choice: known })
}

/** Draws the component again when another zone is chosen. */
export function useTimeZone(): TimeZoneChoice {
  return useStore(timeZone, ({ choice }) => choice)
}

/** Whether this is the name of a zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/** All zones by name, UTC first. */
export function timeZoneNames(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')]
}

/** Minutes that the chosen zone is ahead of UTC at a moment. */
export function offsetMinutes(at: number): number {
  if (words === null) return -new Date(at).getTimezoneOffset()
  const step = Math.floor(at / STEP_MS)
  let offset = offsets.get(step)
  if (offset === undefined) {
    // A page that is open for a year sees some ten thousand quarters of an hour.
    if (offsets.size > 10_000) offsets.clear()
    offset = readOffset(words, at)
    offsets.set(step, offset)
  }
  return offset
}

/** A date whose UTC parts are those of the chosen zone at a moment. */
export function zonedDate(at: number): Date {
  return new Date(at + offsetMinutes(at) * MINUTE_MS)
}

/** `GMT+05:30`, or `GMT` alone. */
function readOffset(format: Intl.DateTimeFormat, at: number): number {
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
