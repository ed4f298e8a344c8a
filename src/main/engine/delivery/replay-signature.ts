import type { KeyObject } from 'node:crypto'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { ReplayMode } from '../../../shared/domain/replay.ts'
import { jsonObjectText, setInJson } from '../../../shared/domain/set-in-json.ts'
import { formatMoment } from '../../../shared/domain/signature/content.ts'
import { sign, type Stamp } from '../../../shared/domain/signature/sign.ts'
import type { Scheme } from '../../../shared/domain/signature/scheme-form.ts'
import { SCHEMES } from '../../../shared/domain/signature/scheme.ts'
import { MINUTE_MS } from '../../../shared/domain/units.ts'
import type { PlannedHeader } from '../store/delivery-row.ts'

/** Age of a stale signature where the scheme names no tolerance. */
const DEFAULT_AGE_MS = 10 * MINUTE_MS

/** How old a stale signature is, ms; 0 for one of now. Refuses schemes without a signed time, and an age they would accept. */
export function signedAge(mode: ReplayMode, scheme: Scheme, asked: number | undefined): number {
  if (mode !== 'stale') return 0
  const { time } = scheme
  if (time === null) {
    const timed = Object.values(SCHEMES)
      .filter((each) => each.time !== null)
      .map((each) => each.id)
    throw new HookscopeError(
      'bad_input',
      `${scheme.label} signs no time, so no signature of it can be stale.`,
      `Choose a scheme that does: ${timed.join(', ')}.`,
    )
  }
  const tolerance = time.toleranceMs
  const age = asked ?? (tolerance === null ? DEFAULT_AGE_MS : tolerance + MINUTE_MS)
  if (tolerance === null || age > tolerance) return age
  throw new HookscopeError(
    'bad_input',
    `An age of ${age / 1000} s is within the ${tolerance / 1000} s that ${scheme.label} allows.`,
    'Give a greater one, or leave it out.',
  )
}

/** The captured headers less those that a scheme writes anew; the places of the new ones are kept by an empty value. */
export function clearSignature(
  headers: readonly PlannedHeader[],
  scheme: Scheme,
  captured: Scheme | null,
): { readonly headers: PlannedHeader[]; readonly changes: string[] } {
  const own = headerNames(scheme)
  const others = captured === null ? new Map<string, string>() : headerNames(captured)
  const kept: PlannedHeader[] = []
  const changes: string[] = []
  for (const header of headers) {
    const lower = header[0].toLowerCase()
    if (isOneOf(own, lower)) {
      // Only the first keeps the place: the scheme may write one where several stood.
      if (!kept.some(([name]) => name.toLowerCase() === lower)) kept.push([header[0], ''])
      changes.push(`${header[0]} was renewed.`)
    } else if (isOneOf(others, lower)) changes.push(`${header[0]} was dropped: it belongs to ${captured?.label}.`)
    else kept.push(header)
  }
  for (const name of own.values()) {
    if (!kept.some(([each]) => isOneOf(new Map([[name.toLowerCase(), name]]), each.toLowerCase()))) changes.push(`${name} was added.`)
  }
  return { headers: kept, changes }
}

/**
 * The body with what the scheme carries in it renewed: its signed time, or time, id and signature. null for schemes that
 * stand in headers alone. It is made once: all attempts of a delivery send the same bytes.
 */
export function renewBody(
  scheme: Scheme,
  body: () => Uint8Array,
  stamp: Stamp & { readonly keys: () => readonly KeyObject[] },
): { readonly body: Uint8Array; readonly changes: readonly string[] } | null {
  const { time, field, label } = scheme
  if (field !== null) {
    const signed = sign(scheme, stamp.keys(), { method: 'POST', url: '', headers: [], body: body() }, stamp)
    return { body: signed.body, changes: [`${field} of the body was renewed, with what it signs.`] }
  }
  if (time === null || !('field' in time.at)) return null
  const text = formatMoment(stamp.at, time.unit)
  const json = jsonObjectText(body())
  const result = json === null ? null : setInJson(json, time.at.field, time.unit === 'iso' ? text : Number(text))
  if (result?.kind !== 'set')
    throw new HookscopeError(
      'bad_input',
      `${label} signs ${time.at.field} of the body, which cannot be set there.`,
      'Choose another scheme.',
    )
  return { body: Buffer.from(result.text), changes: [`${time.at.field} of the body became ${text}: the scheme signs it.`] }
}

/** Headers that a scheme writes, by lower-case name. */
function headerNames({ header, time, idAt }: Scheme): Map<string, string> {
  const names: string[] = []
  if (header !== null) names.push(header)
  for (const place of [time?.at, idAt]) if (place && 'header' in place) names.push(place.header)
  return new Map(names.map((name) => [name.toLowerCase(), name]))
}

/** Numbered headers count as one: `X-Signature-1`, `X-Signature-2`. */
function isOneOf(names: ReadonlyMap<string, string>, lower: string): boolean {
  return names.has(lower) || names.has(lower.replace(/-\d+$/, '-1'))
}
