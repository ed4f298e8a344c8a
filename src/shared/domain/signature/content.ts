import { firstHeader, type RawHeaders } from '../http-message.ts'
import { isoSeconds } from '../units.ts'
import type { Scheme, TimeUnit } from './scheme-form.ts'

/** The template of what is signed, taken apart, and the values that fill it. */

const VALUE_NAMES = ['id', 'ts', 'ts_ms', 'ts_iso', 'method', 'url', 'secret', 'sorted_form'] as const
type ValueName = (typeof VALUE_NAMES)[number]

export type ContentPart =
  | { readonly kind: 'body' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: ValueName }

/** A time as it stands in a message. */
export interface Moment {
  readonly text: string
  /** ms since 1970; null when the text is no time. */
  readonly ms: number | null
}

/** What is signed beside the body. */
export interface SignedValues {
  readonly method: string
  /** As the sender knows it: behind a tunnel the public one. */
  readonly url: string
  readonly headers: RawHeaders
  readonly id: string | null
  readonly time: Moment | null
}

/** A scheme's template taken apart, and what that asks of a message. */
export interface Content {
  readonly parts: readonly ContentPart[]
  readonly signsUrl: boolean
  readonly signsTime: boolean
  readonly signsId: boolean
  /** The scheme takes something out of the body, which is then read as JSON. */
  readonly readsBody: boolean
  /** A signature can only be made or checked with the whole body at hand. */
  readonly needsWholeBody: boolean
}

const known = new WeakMap<Scheme, Content>()

/** Taken apart once for each scheme. */
export function contentOf(scheme: Scheme): Content {
  let content = known.get(scheme)
  if (!content) {
    content = examine(scheme)
    known.set(scheme, content)
  }
  return content
}

function examine(scheme: Scheme): Content {
  const parts = parseTemplate(scheme.content)
  const has = (...names: ValueName[]): boolean => parts.some((part) => part.kind === 'value' && names.includes(part.name))
  const { field, time, idAt, algorithm, bodyHashParameter } = scheme
  const readsBody = field !== null || (time !== null && 'field' in time.at) || (idAt !== null && 'field' in idAt)
  const isAsymmetric = algorithm.kind === 'ed25519' || algorithm.kind === 'ecdsa'
  return {
    parts,
    signsUrl: has('url'),
    signsTime: has('ts', 'ts_ms', 'ts_iso'),
    signsId: has('id'),
    readsBody,
    needsWholeBody: readsBody || isAsymmetric || bodyHashParameter !== null || has('sorted_form'),
  }
}

/** Braces around what is no name are text. */
function parseTemplate(template: string): ContentPart[] {
  return template
    .split(/(\{[a-z_]+\})/)
    .filter((piece) => piece !== '')
    .map((piece): ContentPart => {
      const name = piece.startsWith('{') ? piece.slice(1, -1) : ''
      if (name === 'body') return { kind: 'body' }
      const value = VALUE_NAMES.find((each) => each === name)
      return value ? { kind: 'value', name: value } : { kind: 'text', text: piece }
    })
}

/**
 * The bytes of a part other than the body. `secret` is the key's own text, `body` the whole body where the content needs
 * it. What came in headers has one byte a character.
 */
export function partBytes(
  part: Exclude<ContentPart, { kind: 'body' }>,
  values: SignedValues,
  secret: Uint8Array,
  body: Uint8Array,
): Uint8Array {
  if (part.kind === 'text') return Buffer.from(part.text)
  switch (part.name) {
    case 'id':
      return Buffer.from(values.id ?? '', 'latin1')
    case 'ts':
      return Buffer.from(values.time?.text ?? '', 'latin1')
    case 'ts_ms':
      return Buffer.from(formatMoment(values.time?.ms ?? null, 'ms'))
    case 'ts_iso':
      return Buffer.from(formatMoment(values.time?.ms ?? null, 'iso'))
    case 'method':
      return Buffer.from(values.method)
    case 'url':
      return Buffer.from(values.url, 'latin1')
    case 'secret':
      return secret
    case 'sorted_form':
      return Buffer.from(isForm(values.headers) ? sortedForm(body) : '')
  }
}

/** A time in a unit's form; empty when there is none, or none that can be written. */
export function formatMoment(ms: number | null, unit: TimeUnit): string {
  if (ms === null || Number.isNaN(new Date(ms).getTime())) return ''
  if (unit === 'iso') return isoSeconds(ms)
  return String(unit === 's' ? Math.floor(ms / 1000) : ms)
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i

/** Reads a time that was written in a unit's form. */
export function readMoment(text: string, unit: TimeUnit): Moment {
  if (unit === 'iso') {
    const ms = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN
    return { text, ms: Number.isNaN(ms) ? null : ms }
  }
  if (!/^\d{1,15}$/.test(text)) return { text, ms: null }
  return { text, ms: unit === 's' ? Number(text) * 1000 : Number(text) }
}

/** Is the body a form (`application/x-www-form-urlencoded`)? */
export function isForm(headers: RawHeaders): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(firstHeader(headers, 'content-type') ?? '')
}

/** A form's fields sorted by name, each name followed by its value; the values of one name sorted, each once (Twilio). */
function sortedForm(body: Uint8Array): string {
  const fields = new URLSearchParams(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  let text = ''
  for (const name of [...new Set(fields.keys())].sort()) {
    for (const value of [...new Set(fields.getAll(name))].sort()) text += name + value
  }
  return text
}

/** The url with the escapes undone that the provider undoes before it signs. */
export function urlToSign(scheme: Scheme, url: string): string {
  let text = url
  for (const escape of scheme.unescaped) text = text.replaceAll(new RegExp(escape, 'gi'), decodeURIComponent(escape))
  return text
}
