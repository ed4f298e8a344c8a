import { firstHeader, type RawHeaders } from '../http-message.ts'
import { contentOf, readMoment, type Moment } from './content.ts'
import type { Place, Scheme } from './scheme-form.ts'

/** What a message says of its signature, taken apart and not yet judged. */
export interface ReadSignature {
  /** As it came, whole; null when there is none. */
  readonly received: string | null
  /** What may be a signature of this scheme: prefix and digest as text, in order, `MAX_CANDIDATES` of them at most. */
  readonly candidates: readonly string[]
  readonly id: string | null
  readonly time: Moment | null
}

/** Senders that change their secret send two or three; more are not looked at. */
export const MAX_CANDIDATES = 64

/** Reads the signature, its id and its time. `body`: whole, where the scheme reads it (`Content.readsBody`); else ignored. */
export function readSignature(scheme: Scheme, headers: RawHeaders, body: Uint8Array | null): ReadSignature {
  const received = receivedValues(scheme, headers)
  if (scheme.several === null && scheme.time === null && scheme.idAt === null && scheme.field === null) {
    return { received: received[0] ?? null, candidates: received, id: null, time: null }
  }
  const json = body !== null && contentOf(scheme).readsBody ? parseJson(body) : undefined
  const values = scheme.field === null ? received : textsAt(json, scheme.field)
  const separator = separatorOf(scheme)
  const items = separator === null ? values : values.flatMap((value) => value.split(separator).map((item) => item.trim()))
  const read = (place: Place): string | null => {
    if ('header' in place) return firstHeader(headers, place.header) ?? null
    if ('field' in place) return textsAt(json, place.field)[0] ?? null
    return items.find((item) => item.startsWith(place.item))?.slice(place.item.length) ?? null
  }
  const time = scheme.time === null ? null : read(scheme.time.at)
  const candidates = separator === null ? items : items.filter((item) => item.startsWith(scheme.prefix))
  return {
    received: values[0] ?? null,
    candidates: candidates.slice(0, MAX_CANDIDATES),
    id: scheme.idAt === null ? null : read(scheme.idAt),
    time: time === null || scheme.time === null ? null : readMoment(time, scheme.time.unit),
  }
}

/** A time or id as an item needs the header to be a list. */
function separatorOf({ several, time }: Scheme): string | null {
  if (several?.by === 'separator') return several.separator
  return time !== null && 'item' in time.at ? ',' : null
}

function receivedValues({ header, several }: Scheme, headers: RawHeaders): string[] {
  if (header === null) return []
  if (several === null) {
    const value = firstHeader(headers, header)
    return value === undefined ? [] : [value]
  }
  if (several.by === 'number') return numberedValues(header, headers)
  const wanted = header.toLowerCase()
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
}

function numberedValues(first: string, headers: RawHeaders): string[] {
  const values: string[] = []
  for (let number = 1; number <= MAX_CANDIDATES; number++) {
    const value = firstHeader(headers, numberedHeader(first, number))
    if (value === undefined) break
    values.push(value)
  }
  return values
}

/** `X-Signature-1` for the second is `X-Signature-2`. */
export function numberedHeader(first: string, number: number): string {
  return first.replace(/1$/, String(number))
}

/** Body as JSON; undefined when it is none. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch {
    return undefined
  }
}

/** The text or number at a path such as `signature.token`; empty when there is none. */
function textsAt(json: unknown, path: string): string[] {
  let value = json
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return []
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  if (typeof value === 'number') return [String(value)]
  return typeof value === 'string' ? [value] : []
}
