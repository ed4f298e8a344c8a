import { createHash } from 'node:crypto'
import { HookscopeError } from '../errors.ts'
import type { RawHeaders } from '../http-message.ts'
import { setInJson } from '../set-in-json.ts'
import { formatMoment, isForm, readMoment, urlToSign, type SignedValues } from './content.ts'
import { signatureText } from './digest.ts'
import type { Secret } from './keys.ts'
import { numberedHeader, parseJson } from './read-signature.ts'
import type { Place, Scheme } from './scheme-form.ts'

/** A message before it is signed. */
export interface Unsigned {
  readonly method: string
  /** As the receiver knows it. */
  readonly url: string
  /** Those it has; the content type is read. */
  readonly headers: RawHeaders
  readonly body: Uint8Array
}

/** What one signing adds: the same id and a new time for each attempt of a delivery. */
export interface Stamp {
  /** ms since 1970 */
  readonly at: number
  readonly id: string
}

/** What makes a message a signed one. */
export interface Signed {
  /** The scheme's own, in its spelling. */
  readonly headers: RawHeaders
  /** To be added to the url's query, `name=value`; null: nothing. */
  readonly query: string | null
  /** The body that was given, unless the signature stands in it. */
  readonly body: Uint8Array
}

/**
 * Signs a message with every secret where the scheme carries several signatures, else with the first. Throws `bad_input`
 * when the scheme cannot be signed here, or not with this secret or body.
 */
export function sign(scheme: Scheme, secrets: readonly Secret[], message: Unsigned, stamp: Stamp): Signed {
  if (scheme.algorithm.kind === 'none') throw unsignable(scheme, scheme.algorithm.why)
  const query = bodyHashQuery(scheme, message)
  const ts = scheme.time === null ? '' : formatMoment(stamp.at, scheme.time.unit)
  const values: SignedValues = {
    method: message.method,
    url: urlToSign(scheme, withQuery(message.url, query)),
    headers: message.headers,
    id: stamp.id,
    // As it will be read: a time in seconds says nothing of the milliseconds.
    time: scheme.time === null ? null : readMoment(ts, scheme.time.unit),
  }
  const used = scheme.several === null ? secrets.slice(0, 1) : secrets
  if (used.length === 0) throw unsignable(scheme, 'There is no secret')
  const signatures = used.map((secret) => {
    const text = signatureText(scheme, secret, values, message.body)
    if (text === null) throw unsignable(scheme, 'The secret is no private key of the kind it takes.')
    return text
  })
  return {
    headers: signedHeaders(scheme, signatures, ts, stamp.id),
    query,
    body: signedBody(scheme, signatures, ts, stamp.id, message.body),
  }
}

function signedHeaders(scheme: Scheme, signatures: readonly string[], ts: string, id: string): RawHeaders {
  const { header, several, time, idAt } = scheme
  const headers: [string, string][] = []
  const addAt = (place: Place | undefined, value: string): void => {
    if (place && 'header' in place) headers.push([place.header, value])
  }
  addAt(idAt ?? undefined, id)
  addAt(time?.at, ts)
  if (header === null) return headers
  if (several?.by === 'number') {
    signatures.forEach((signature, index) => headers.push([numberedHeader(header, index + 1), signature]))
  } else if (several?.by === 'header') {
    for (const signature of signatures) headers.push([header, signature])
  } else {
    headers.push([header, joinItems(scheme, signatures, ts)])
  }
  return headers
}

/** The header's value: the time first where it is an item, then the signatures. */
export function joinItems({ several, time }: Scheme, signatures: readonly string[], ts: string): string {
  const separator = several?.by === 'separator' ? several.separator : ','
  return time !== null && 'item' in time.at ? [time.at.item + ts, ...signatures].join(separator) : signatures.join(separator)
}

/** Only a scheme whose signature stands in the body changes it. */
function signedBody(scheme: Scheme, signatures: readonly string[], ts: string, id: string, body: Uint8Array): Uint8Array {
  if (scheme.field === null) return body
  const json = parseJson(body)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw unsignable(scheme, 'The signature stands in the body, which is no JSON object.')
  }
  let text = Buffer.from(body).toString('utf8')
  const set = (path: string, value: string): void => {
    const result = setInJson(text, path, value)
    if (result.kind === 'problem') throw unsignable(scheme, `The signature cannot be written into the body: ${result.problem}.`)
    text = result.text
  }
  if (scheme.time !== null && 'field' in scheme.time.at) set(scheme.time.at.field, ts)
  if (scheme.idAt !== null && 'field' in scheme.idAt) set(scheme.idAt.field, id)
  set(scheme.field, signatures[0] ?? '')
  return Buffer.from(text)
}

/** A url or path with `query` added to the one it has. */
export function withQuery(url: string, query: string | null): string {
  return query === null ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function bodyHashQuery({ bodyHashParameter }: Scheme, { headers, body }: Unsigned): string | null {
  if (bodyHashParameter === null || body.length === 0 || isForm(headers)) return null
  return `${bodyHashParameter}=${createHash('sha256').update(body).digest('hex')}`
}

function unsignable({ label }: Scheme, why: string): HookscopeError {
  return new HookscopeError(
    'bad_input',
    `${label} cannot be signed: ${why.replace(/\.$/, '')}.`,
    'Give another secret or body, or choose another scheme.',
  )
}
