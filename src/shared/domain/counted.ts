import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './units.ts'

/** `1 delivery`, `3 deliveries`, `1,000 bytes`; the plural is the singular and s unless given. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** A long time in its largest unit: `1 minute`, `2.5 hours`, `30 days`. */
export function countedTime(ms: number): string {
  const [word, unitMs] = UNITS.find(([, least]) => ms >= least) ?? SMALLEST
  return counted(Math.round((ms / unitMs) * 10) / 10, word)
}

const SMALLEST = ['second', SECOND_MS] as const
const UNITS = [['day', DAY_MS], ['hour', HOUR_MS], ['minute', MINUTE_MS], SMALLEST] as const
