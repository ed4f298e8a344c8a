import type { RawHeaders } from './http-message.ts'
import type { RowId } from './ids.ts'
import { isoSeconds } from './units.ts'

/** What the headers of one attempt may tell of it. */
export interface HeaderFacts {
  readonly type: string | null
  readonly eventId: string | null
  /** Of the delivery; its attempts share what is made of it. */
  readonly delivery: RowId
  /** When the delivery was made, ms since 1970. */
  readonly createdAt: number
  /** 1, 2, … */
  readonly attempt: number
}

/** What stands in braces, and what comes in its place. */
const TEMPLATES: Readonly<Record<string, (facts: HeaderFacts) => string>> = {
  'event.type': ({ type }) => type ?? '',
  'event.id': ({ eventId }) => eventId ?? '',
  'delivery.uuid': ({ delivery }) => uuidOf(delivery),
  'delivery.time': ({ createdAt }) => isoSeconds(createdAt),
  attempt: ({ attempt }) => String(attempt),
  /** Attempts before this one; nothing for the first. */
  retry: ({ attempt }) => (attempt > 1 ? String(attempt - 1) : ''),
}

export const HEADER_TEMPLATES: readonly string[] = Object.keys(TEMPLATES).map((name) => `{${name}}`)

/** Headers with their templates filled in; one that would be empty by that is left out. Other braces stay as they are. */
export function fillHeaders(headers: RawHeaders, facts: HeaderFacts): RawHeaders {
  if (!headers.some(([, value]) => value.includes('{'))) return headers
  return headers.flatMap(([name, value]) => {
    const filled = value.replaceAll(/\{([a-z.]+)\}/g, (whole, key: string) => TEMPLATES[key]?.(facts) ?? whole)
    // A type may hold anything; a header may not.
    return filled === '' && value !== '' ? [] : [[name, filled.replaceAll(/[^\t\x20-\x7e]/g, '?')] as const]
  })
}

/** A UUID that is the same for the same row: version 8, made of its sequence and tail. */
function uuidOf({ seq, tail }: RowId): string {
  const time = seq.toString(16).padStart(14, '0')
  const rest = Array.from(tail, (char) => (char.charCodeAt(0) & 31).toString(2).padStart(5, '0')).join('')
  const random = BigInt(`0b${rest}`).toString(16).padStart(17, '0').slice(-17)
  const variant = ((Number.parseInt(random[2] ?? '0', 16) & 3) | 8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-8${time.slice(12, 14)}${random[0]}-${variant}${random.slice(3, 6)}-${random.slice(5, 17)}`
}
