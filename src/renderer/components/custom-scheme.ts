import type { FieldError } from '../../shared/domain/errors.ts'
import { defineScheme, type Place, type Scheme, type TimeRule } from '../../shared/domain/signature/scheme-form.ts'
import { schemeProblems } from '../../shared/domain/signature/scheme-problems.ts'
import { MINUTE_MS, SECOND_MS } from '../../shared/domain/units.ts'

/** What a custom scheme is before anything is said of it. */
export const NEW_CUSTOM_SCHEME: Scheme = defineScheme({ id: 'custom', label: 'Custom HMAC', header: 'X-Signature' })

const NEW_TIME: TimeRule = { at: { header: '' }, unit: 's', toleranceMs: 5 * MINUTE_MS, side: 'past' }

/** A place as a person writes it: `t=` for an item of the signature's header, `body:a.b` for a field of the body, else a header. */
export function placeText(place: Place | null): string {
  if (place === null) return ''
  return 'header' in place ? place.header : 'item' in place ? place.item : `body:${place.field}`
}

/** The place that a text names; null for an empty one. */
export function placeOf(text: string): Place | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (trimmed.startsWith('body:')) return { field: trimmed.slice('body:'.length) }
  return trimmed.endsWith('=') ? { item: trimmed } : { header: trimmed }
}

/** The scheme with its time at another place, or without one. */
export function withTimeAt(scheme: Scheme, text: string): Scheme {
  const at = placeOf(text)
  return { ...scheme, time: at === null ? null : { ...(scheme.time ?? NEW_TIME), at } }
}

/** The scheme with another tolerance in seconds; empty: any age passes. What is no number changes nothing. */
export function withTolerance(scheme: Scheme, text: string): Scheme {
  if (scheme.time === null || !/^\d{0,8}$/.test(text)) return scheme
  return { ...scheme, time: { ...scheme.time, toleranceMs: text === '' ? null : Number(text) * SECOND_MS } }
}

/** The scheme with another separator between several signatures; empty: one a message. */
export function withSeparator(scheme: Scheme, separator: string): Scheme {
  return { ...scheme, several: separator === '' ? null : { by: 'separator', separator } }
}

/** The scheme with other prefixes of its secret, one or several with blanks between. */
export function withSecretPrefixes(scheme: Scheme, text: string): Scheme {
  return { ...scheme, secret: { ...scheme.secret, prefixes: text.split(/\s+/).filter((each) => each !== '') } }
}

/** The first problem of each field. */
export function customProblems(scheme: Scheme): ReadonlyMap<string, FieldError> {
  return new Map(
    schemeProblems(scheme)
      .toReversed()
      .map((problem) => [problem.path, problem]),
  )
}
