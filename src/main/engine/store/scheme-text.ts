import type { Scheme } from '../../../shared/domain/signature/scheme-form.ts'
import type { SchemeChoice, SchemeId } from '../../../shared/domain/signature/scheme.ts'

/** How a scheme is stored: the id of a row, or the JSON of one of the user's own. */

/** The column's text. */
export function schemeToText(scheme: SchemeChoice | null): string | null {
  return scheme === null || typeof scheme === 'string' ? scheme : JSON.stringify(scheme)
}

const MAX_KNOWN = 64
const known = new Map<string, Scheme>()

/** The scheme that was stored as this text. The same text gives the same object: what was worked out for a scheme is kept with it. */
export function schemeFromText<T extends string | null>(text: T): SchemeChoice | (T & null)
export function schemeFromText(text: string | null): SchemeChoice | null {
  if (text === null || !text.startsWith('{')) return text as SchemeId | null
  let scheme = known.get(text)
  if (!scheme) {
    if (known.size >= MAX_KNOWN) known.clear()
    scheme = JSON.parse(text) as Scheme
    known.set(text, scheme)
  }
  return scheme
}
