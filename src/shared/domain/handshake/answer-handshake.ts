import type { RawHeaders } from '../http-message.ts'
import { beginHmac } from '../signature/hmac.ts'
import type { Secret } from '../signature/keys.ts'
import { KIB } from '../units.ts'
import type { Verdict } from '../verdict.ts'
import type { HandshakeId } from './handshake.ts'

/** What came, and what is known of it. */
export interface HandshakeRequest {
  readonly method: string
  /** Path and query as they came. */
  readonly target: string
  readonly body: Uint8Array
  readonly verdict: Verdict
  /** null: none is set. */
  readonly secret: Secret | null
  /** What Meta's request must say; null: anything. */
  readonly verifyToken: string | null
}

export interface HandshakeAnswer {
  readonly status: number
  readonly headers: RawHeaders
  readonly body: string
  /** Its request is signed as every other one, so a bad signature may refuse it. */
  readonly isSigned: boolean
}

/** Larger bodies are events. */
const MAX_BYTES = 64 * KIB

/** The answer that the provider waits for; null when this is an ordinary request, or what it takes to answer is missing. */
export function answerHandshake(id: HandshakeId, request: HandshakeRequest): HandshakeAnswer | null {
  return request.body.length > MAX_BYTES ? null : ANSWERS[id](request)
}

const ANSWERS: Readonly<Record<HandshakeId, (request: HandshakeRequest) => HandshakeAnswer | null>> = {
  zoom: ({ body, secret }) => {
    const payload = fieldsOf(parse(body, 'endpoint.url_validation', (json) => json['event'] === 'endpoint.url_validation')?.['payload'])
    const plainToken = payload?.['plainToken']
    if (typeof plainToken !== 'string' || secret === null) return null
    return json({ plainToken, encryptedToken: hmac(secret, plainToken, 'hex') }, true)
  },
  slack: ({ body }) => {
    const challenge = parse(body, 'url_verification', (json) => json['type'] === 'url_verification')?.['challenge']
    return typeof challenge === 'string' ? plain(200, challenge, true) : null
  },
  discord: pong,
  'discord-events': pong,
  // Of the four requests of an intent to receive, those with a wrong signature must get 401; no answer may have a body.
  xero: ({ body, verdict }) => {
    const isIntent = parse(body, '"events"', (json) => Array.isArray(json['events']) && json['events'].length === 0)
    return isIntent ? empty(isBad(verdict) ? 401 : 200) : null
  },
  salesforce: ({ body }) => (holds(body, 'http://soap.sforce.com/2005/09/outbound') ? SALESFORCE_ACK : null),
  x: ({ method, target, secret }) => {
    const token = method === 'GET' ? queryOf(target).get('crc_token') : null
    return token === null || secret === null ? null : json({ response_token: `sha256=${hmac(secret, token, 'base64')}` }, false)
  },
  'microsoft-graph': ({ method, target }) => {
    const token = method === 'POST' ? queryOf(target).get('validationToken') : null
    return token === null ? null : plain(200, token, false)
  },
  meta: ({ method, target, verifyToken }) => {
    const query = method === 'GET' ? queryOf(target) : null
    const challenge = query?.get('hub.mode') === 'subscribe' ? query.get('hub.challenge') : null
    if (!query || challenge === null) return null
    const isTrusted = verifyToken === null || query.get('hub.verify_token') === verifyToken
    return isTrusted ? plain(200, challenge, false) : empty(403, false)
  },
}

/**
 * Discord's two kinds of PING: of interactions, and of webhook events, whose type 1 is an event. It also sends some with a
 * wrong signature, and takes the address only if those are refused.
 */
function pong({ body, verdict }: HandshakeRequest): HandshakeAnswer | null {
  const ping = parse(body, '"type"', ({ type, event }) => type === 0 || (type === 1 && event === undefined))
  if (!ping) return null
  if (isBad(verdict)) return empty(401)
  return ping['type'] === 0 ? empty(204, true) : json({ type: 1 }, true)
}

const SALESFORCE_ACK: HandshakeAnswer = {
  status: 200,
  headers: [['Content-Type', 'text/xml; charset=utf-8']],
  body:
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>' +
    '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>' +
    '</soapenv:Body></soapenv:Envelope>',
  isSigned: false,
}

function json(body: Readonly<Record<string, unknown>>, isSigned: boolean): HandshakeAnswer {
  return { status: 200, headers: [['Content-Type', 'application/json']], body: JSON.stringify(body), isSigned }
}

function plain(status: number, body: string, isSigned: boolean): HandshakeAnswer {
  return { status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body, isSigned }
}

/** One that answers a wrong signature itself is not refused on top. */
function empty(status: number, isSigned = false): HandshakeAnswer {
  return { status, headers: [], body: '', isSigned }
}

function isBad(verdict: Verdict): boolean {
  return verdict === 'missing' || verdict === 'invalid' || verdict === 'stale'
}

function hmac(secret: Secret, text: string, encoding: 'hex' | 'base64'): string {
  const running = beginHmac('sha256', secret)
  running.update(Buffer.from(text))
  return running.digest(encoding)
}

function holds(body: Uint8Array, text: string): boolean {
  return Buffer.from(body.buffer, body.byteOffset, body.length).includes(text)
}

/** The body's object if it is the one meant. `word`: a body without it is not even parsed. */
function parse(
  body: Uint8Array,
  word: string,
  isMeant: (json: Readonly<Record<string, unknown>>) => boolean,
): Readonly<Record<string, unknown>> | null {
  if (!holds(body, word)) return null
  try {
    const json = fieldsOf(JSON.parse(Buffer.from(body).toString()))
    return json && isMeant(json) ? json : null
  } catch {
    return null
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null
}

function queryOf(target: string): URLSearchParams {
  const at = target.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : target.slice(at + 1))
}
