import { MINUTE_MS, parseDuration } from '../units.ts'
import type { FilterContext } from './filter.ts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/

/** `-2h`, `2026-01-17`, `2026-01-17T10:30`, with `Z`, an offset, or neither (the asker's), in ms since 1970; null when it is not a time. */
export function parseTime(text: string, context: FilterContext): number | null {
  if (text.startsWith('-')) {
    const ago = parseDuration(text.slice(1))
    return ago === null ? null : Math.max(0, Math.round(context.now - ago))
  }
  const match = ISO.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const utc = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date rolls the 31st of June over into July; a person's typing error must not.
  if (new Date(utc).toISOString().slice(0, 10) !== `${match[1]}-${match[2]}-${match[3]}` || hour > 23 || minute > 59 || second > 59)
    return null
  const fraction = Math.round(Number(match[7] ?? 0) * 1000)
  if (match[8]) return utc + fraction
  if (match[9]) return utc + fraction - (match[9] === '-' ? -1 : 1) * (Number(match[10]) * 60 + Number(match[11])) * MINUTE_MS
  return context.localTime(year, month, day, hour, minute, second) + fraction
}

/** A wall-clock time of the machine that runs this, for `FilterContext`; `month` counts from 1. */
export function localTime(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  return new Date(year, month - 1, day, hour, minute, second).getTime()
}
