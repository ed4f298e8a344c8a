import type { RawHeaders } from './http-message.ts'
import { SECOND_MS } from './units.ts'

/** One thing that a header says, read. */
export type DecodedFact =
  | { readonly kind: 'text'; readonly name: string; readonly value: string }
  /** A password: not to be shown unasked. */
  | { readonly kind: 'secret'; readonly name: string; readonly value: string }
  | { readonly kind: 'moment'; readonly name: string; /** ms since 1970 */ readonly at: number }

/** What one header, or the query of the request, says. */
export interface DecodedPart {
  /** The header as it was spelt; `Query` for the request's own. */
  readonly title: string
  /** What it is: `Basic credentials`; null where the title says so. */
  readonly form: string | null
  readonly facts: readonly DecodedFact[]
  /** What cannot be seen of it, as a sentence; null mostly. */
  readonly note: string | null
}

/** Headers that hold a moment by their name. */
const DATES = new Set(['date', 'last-modified', 'expires', 'if-modified-since', 'if-unmodified-since'])
/** `t`, `x-slack-request-timestamp`, `webhook-timestamp`: seconds or milliseconds since 1970. */
const TIMESTAMP = /(^|-)(timestamp|request-time)$/
const CLAIM_MOMENTS: Readonly<Record<string, string>> = { exp: 'expires', iat: 'issued', nbf: 'not before', auth_time: 'signed in' }

/** What can be read out of the headers and the query, in their order; what says nothing more than it stands is left out. */
export function decodeHeaders(headers: RawHeaders, target: string): DecodedPart[] {
  const query = decodeQuery(target)
  const parts = headers.flatMap(([name, value]) => decodeHeader(name, value) ?? [])
  return query ? [query, ...parts] : parts
}

function decodeHeader(title: string, value: string): DecodedPart | null {
  const name = title.toLowerCase()
  if (name === 'cookie')
    return part(
      title,
      null,
      value.split(/;[ ]*/).flatMap((each) => pairOf(each) ?? []),
    )
  if (name === 'set-cookie') return part(title, null, value.split(/;[ ]*/).flatMap(attributeOf))
  if (name === 'content-type' || name === 'content-disposition') return decodeParameters(title, value)
  if (name === 'authorization' || name === 'proxy-authorization') return decodeCredentials(title, value)
  if (name === 'x-forwarded-for') return part(title, 'from the first sender on', listFacts(value))
  if (name === 'traceparent') return decodeTrace(title, value)
  if (DATES.has(name)) return decodeMoment(title, Date.parse(value))
  if (TIMESTAMP.test(name))
    return decodeMoment(
      title,
      /^\d{10}$/.test(value) ? Number(value) * SECOND_MS : /^\d{13}$/.test(value) ? Number(value) : Date.parse(value),
    )
  return null
}

function part(title: string, form: string | null, facts: readonly DecodedFact[], note: string | null = null): DecodedPart | null {
  return facts.length === 0 ? null : { title, form, facts, note }
}

function text(name: string, value: string): DecodedFact {
  return { kind: 'text', name, value }
}

function decodeQuery(target: string): DecodedPart | null {
  const at = target.indexOf('?')
  if (at < 0) return null
  const facts = target
    .slice(at + 1)
    .split('&')
    .filter(Boolean)
    .map((each) => {
      const [name = '', ...rest] = each.split('=')
      return text(unescape(name), unescape(rest.join('=')))
    })
  return part('Query', null, facts)
}

/** Percent signs and pluses undone; as it stands where they mean nothing. */
function unescape(written: string): string {
  try {
    return decodeURIComponent(written.replaceAll('+', ' '))
  } catch {
    return written
  }
}

function pairOf(written: string): DecodedFact | null {
  const at = written.indexOf('=')
  return at < 1 ? null : text(written.slice(0, at), written.slice(at + 1))
}

function attributeOf(written: string, index: number): DecodedFact[] {
  const at = written.indexOf('=')
  if (at < 0) return written === '' ? [] : [text(written, 'yes')]
  const [name, value] = [written.slice(0, at), written.slice(at + 1)]
  const expires = index > 0 && name.toLowerCase() === 'expires' ? Date.parse(value) : Number.NaN
  return [Number.isNaN(expires) ? text(name, value) : { kind: 'moment', name, at: expires }]
}

function listFacts(value: string): DecodedFact[] {
  const hops = value.split(',').map((each) => each.trim())
  return hops.length < 2 ? [] : hops.map((hop, index) => text(String(index + 1), hop))
}

const PARAMETER = /;\s*([^=;\s]+)=("(?:[^"\\]|\\.)*"|[^;]*)/g

function decodeParameters(title: string, value: string): DecodedPart | null {
  const parameters = [...value.matchAll(PARAMETER)].map(([, name = '', written = '']) =>
    text(name, written.startsWith('"') ? written.slice(1, -1).replaceAll(/\\(.)/g, '$1') : written.trim()),
  )
  const what = value.split(';', 1)[0]?.trim() ?? ''
  return parameters.length === 0 ? null : part(title, null, [text('is', what), ...parameters])
}

function decodeCredentials(title: string, value: string): DecodedPart | null {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.*)$/s.exec(value) ?? []
  if (scheme.toLowerCase() === 'basic') {
    const decoded = fromBase64(rest.trim())
    const at = decoded?.indexOf(':') ?? -1
    if (decoded === null || at < 0) return null
    return part(title, 'Basic credentials', [
      text('user', decoded.slice(0, at)),
      { kind: 'secret', name: 'password', value: decoded.slice(at + 1) },
    ])
  }
  return scheme.toLowerCase() === 'bearer' ? decodeJwt(title, rest.trim()) : null
}

/** A JSON Web Token, read and not checked; null for any other token. */
function decodeJwt(title: string, token: string): DecodedPart | null {
  const [head, claims, signature, ...more] = token.split('.')
  if (head === undefined || claims === undefined || signature === undefined || more.length > 0) return null
  const [readHead, readClaims] = [jsonOf(head), jsonOf(claims)]
  if (readHead === null || readClaims === null) return null
  const facts = [
    ...Object.entries(readHead).map(([name, value]) => text(name, wordOf(value))),
    ...Object.entries(readClaims).map(([name, value]): DecodedFact => {
      const moment = CLAIM_MOMENTS[name]
      if (moment !== undefined && typeof value === 'number' && isMoment(value * SECOND_MS))
        return { kind: 'moment', name: `${name} (${moment})`, at: value * SECOND_MS }
      return text(name, wordOf(value))
    }),
  ]
  return part(title, 'JSON Web Token', facts, signature === '' ? 'It is not signed.' : 'Its signature is not checked here.')
}

function decodeTrace(title: string, value: string): DecodedPart | null {
  const [, trace, parent, flags] = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(value) ?? []
  if (trace === undefined || parent === undefined || flags === undefined) return null
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1
  return part(title, 'W3C trace context', [text('trace', trace), text('parent', parent), text('sampled', isSampled ? 'yes' : 'no')])
}

function decodeMoment(title: string, at: number): DecodedPart | null {
  return isMoment(at) ? part(title, null, [{ kind: 'moment', name: 'is', at }]) : null
}

/** Within what a Date can hold. */
function isMoment(ms: number): boolean {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function jsonOf(encoded: string): Record<string, unknown> | null {
  const decoded = fromBase64(encoded.replaceAll('-', '+').replaceAll('_', '/'))
  try {
    const value: unknown = JSON.parse(decoded ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** As UTF-8 text; null when it is not. */
function fromBase64(encoded: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
