import type { RawHeaders } from '../http-message.ts'
import { belongsToConnection } from '../replay-headers.ts'
import type { Scheme } from '../signature/scheme-form.ts'

/**
 * A load test for Artillery in one file: `artillery run load-test.ts`. It is script and processor at once, holds captured
 * requests as samples, gives each event that it sends a new id and time, and signs it with the secret of its environment.
 */

/** A captured request as a sample. */
export interface LoadSample {
  readonly method: string
  readonly url: string
  readonly headers: RawHeaders
  readonly body: Uint8Array
  /** null: not signed. */
  readonly scheme: Scheme | null
}

/** Whether the script can sign that way. */
export function canLoadSign({ header, field, algorithm, bodyHashParameter, content, time, idAt }: Scheme): boolean {
  const inBody = field !== null || (time !== null && 'field' in time.at) || (idAt !== null && 'field' in idAt)
  return (
    header !== null &&
    !inBody &&
    bodyHashParameter === null &&
    !content.includes('{sorted_form}') &&
    ['hmac', 'hash', 'plain'].includes(algorithm.kind)
  )
}

export const LOAD_TEST_BEGIN = `// A load test for Artillery (https://www.artillery.io), on this machine or on its cloud workers:
//   HOOKSCOPE_SECRET=… TARGET=http://127.0.0.1:3000 RATE=50 DURATION=60 npx artillery run load-test.ts
// Each event gets a new id and time and is signed with HOOKSCOPE_SECRET; the secret is not in this file.
const { createHash, createHmac, randomUUID } = process.getBuiltinModule('node:crypto')
const { basename } = process.getBuiltinModule('node:path')

const secret = process.env.HOOKSCOPE_SECRET ?? ''

const samples = [
`

/** One line of the list. */
export function loadSampleLine({ method, url, headers, body, scheme }: LoadSample): string {
  const own = scheme === null ? [] : ownHeaders(scheme)
  const sent: Record<string, string> = {}
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (lower === 'host' || lower === 'content-length' || belongsToConnection(lower) || own.includes(lower)) continue
    // Artillery's headers are an object: what came twice is joined as RFC 9110 5.3 allows.
    sent[lower] = lower in sent ? `${sent[lower]}, ${value}` : value
  }
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/'
  return `  ${JSON.stringify({ method, path, headers: sent, body: btoa(Array.from(body, (byte) => String.fromCharCode(byte)).join('')), scheme: scheme && signing(scheme) })},\n`
}

function ownHeaders({ header, time, idAt }: Scheme): string[] {
  const places = [time?.at, idAt].map((place) => (place && 'header' in place ? place.header : null))
  return [header, ...places].flatMap((name) => (name === null ? [] : [name.toLowerCase()]))
}

/** What the script needs of a scheme. */
function signing({ header, prefix, algorithm, encoding, content, several, time, idAt, secret }: Scheme): object {
  return {
    header,
    prefix,
    algorithm,
    encoding,
    content,
    separator: several?.by === 'separator' ? several.separator : null,
    time,
    idAt,
    secret,
  }
}

/** Everything behind the list; `target` is where the test goes when nobody says. */
export function loadTestEnd(target: string): string {
  return `]

export const config = {
  target: process.env.TARGET ?? ${JSON.stringify(target)},
  phases: [{ duration: Number(process.env.DURATION ?? 10), arrivalRate: Number(process.env.RATE ?? 10) }],
  processor: './' + basename(__filename, '.js'),
}

export const scenarios = [{ name: 'webhooks', flow: [{ post: { url: '/', beforeRequest: 'prepareEvent' } }] }]

let turn = 0

/** Called by Artillery before each request: puts the next sample into it. */
export function prepareEvent(request, context, events, next) {
  const sample = samples[turn++ % samples.length]
  const body = renewed(Buffer.from(sample.body, 'base64'))
  const url = config.target.replace(/\\/+$/, '') + sample.path
  request.method = sample.method
  request.url = url
  if (body.length > 0) request.body = body
  request.headers = { ...sample.headers, ...signed(sample, url, body) }
  next()
}

/** The CRM's envelope gets an id and a time of its own; other bodies stay as they were captured. */
function renewed(body) {
  try {
    const event = JSON.parse(body.toString())
    if (typeof event.eventId !== 'string' || typeof event.timestamp !== 'string') return body
    return Buffer.from(JSON.stringify({ ...event, eventId: 'evt_' + randomUUID(), timestamp: new Date().toISOString().slice(0, 19) + 'Z' }))
  } catch {
    return body
  }
}

function signed({ method, scheme }, url, body) {
  if (scheme === null) return {}
  const { header, prefix, algorithm, encoding, content, separator, time, idAt } = scheme
  const now = Date.now()
  const id = randomUUID()
  const iso = new Date(now).toISOString()
  const times = { s: String(Math.floor(now / 1000)), ms: String(now), iso }
  const ts = time ? times[time.unit] : ''
  const values = { id, ts, ts_ms: times.ms, ts_iso: iso, method, url, secret }
  const parts = content.split(/(\\{[a-z_]+\\})/).map((part) => (part === '{body}' ? body : Buffer.from(values[part.slice(1, -1)] ?? part)))
  const signature = prefix + digest(algorithm, encoding, scheme.secret, Buffer.concat(parts))
  const headers = { [header.toLowerCase()]: time && 'item' in time.at ? time.at.item + ts + (separator ?? ',') + signature : signature }
  if (time && 'header' in time.at) headers[time.at.header.toLowerCase()] = ts
  if (idAt) headers[idAt.header.toLowerCase()] = id
  return headers
}

function digest(algorithm, encoding, form, content) {
  if (algorithm.kind === 'plain') return encoding === 'text' ? content.toString() : content.toString(encoding)
  if (algorithm.kind === 'hash') return createHash(algorithm.hash).update(content).digest(encoding)
  const bare = form.prefixes.reduce((text, start) => (text.startsWith(start) ? text.slice(start.length) : text), secret)
  const key = form.as === 'text' ? bare : Buffer.from(bare, form.as)
  return createHmac(algorithm.hash, key).update(content).digest(encoding)
}
`
}
