import { counted } from '../counted.ts'
import { identifyEvent } from '../event-identity.ts'
import type { ExchangeDetail } from '../exchange.ts'
import { firstHeader, type RawHeaders } from '../http-message.ts'
import { DAY_MS, SECOND_MS } from '../units.ts'
import { requestBody, responseBody, type HarBody } from './har-body.ts'
import { fields, textOf } from './har-fields.ts'

/** HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec): our exchanges as its entries, and its entries as requests. */

export const HAR_VERSION = '1.2'

/** Beyond it a duration is a mistake, and has no place in a column of microseconds. */
const MAX_DURATION_MS = 366 * DAY_MS

interface NameValue {
  readonly name: string
  readonly value: string
}

/** An entry without its bodies: `postData` and `content` stand last in their objects and get their text behind. */
export interface HarHead {
  readonly startedDateTime: string
  readonly time: number
  readonly request: Readonly<Record<string, unknown>>
  readonly postData: { readonly mimeType: string }
  readonly response: Readonly<Record<string, unknown>>
  readonly content: { readonly size: number; readonly mimeType: string }
  readonly cache: Readonly<Record<string, never>>
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number }
}

/** What HAR says of an exchange, bodies aside. Without a response its status is 0, as browsers write it. */
export function harHead(detail: ExchangeDetail): HarHead {
  const { request, response } = detail
  const [version = 'HTTP/1.1', statusText = ''] = responseLine(response?.startLine)
  return {
    startedDateTime: new Date(detail.at).toISOString(),
    time: detail.tookMs ?? 0,
    request: {
      method: detail.method,
      url: URL.canParse(detail.url) ? detail.url : 'about:blank',
      httpVersion: request.startLine.split(' ').at(-1) || 'unknown',
      cookies: cookiesOf(request.headers, 'cookie'),
      headers: nameValues(request.headers),
      queryString: queryOf(detail.url),
      headersSize: -1,
      bodySize: request.bodyBytes,
    },
    postData: { mimeType: firstHeader(request.headers, 'content-type') ?? '' },
    response: {
      status: detail.status ?? 0,
      statusText,
      httpVersion: version,
      cookies: cookiesOf(response?.headers ?? [], 'set-cookie'),
      headers: nameValues(response?.headers ?? []),
      redirectURL: firstHeader(response?.headers ?? [], 'location') ?? '',
      headersSize: -1,
      bodySize: response?.bodyBytes ?? 0,
    },
    content: { size: response?.bodyBytes ?? 0, mimeType: firstHeader(response?.headers ?? [], 'content-type') ?? '' },
    cache: {},
    timings: harTimings(detail),
  }
}

function harTimings({ timings, tookMs }: ExchangeDetail): HarHead['timings'] {
  const send = timings?.sentMs ?? 0
  const wait = Math.max(0, (timings?.firstByteMs ?? tookMs ?? 0) - send)
  return { send, wait, receive: Math.max(0, (timings?.totalMs ?? tookMs ?? 0) - send - wait) }
}

function responseLine(startLine: string | undefined): string[] {
  const match = /^(\S+) \d+ ?(.*)$/.exec(startLine ?? '')
  return match ? [match[1] ?? '', match[2] ?? ''] : []
}

function nameValues(headers: RawHeaders): NameValue[] {
  return headers.map(([name, value]) => ({ name, value }))
}

function cookiesOf(headers: RawHeaders, header: 'cookie' | 'set-cookie'): NameValue[] {
  return headers
    .filter(([name]) => name.toLowerCase() === header)
    .flatMap(([, value]) => (header === 'cookie' ? value.split(';') : [value.split(';', 1)[0] ?? '']))
    .map((pair) => {
      const equals = pair.indexOf('=')
      return equals < 0 ? { name: pair.trim(), value: '' } : { name: pair.slice(0, equals).trim(), value: pair.slice(equals + 1).trim() }
    })
}

function queryOf(url: string): NameValue[] {
  const query = url.split('#', 1)[0]?.split('?').slice(1).join('?') ?? ''
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }))
}

/** An entry of anybody's HAR as the exchange it tells of. */
export interface HarExchange {
  /** ms since 1970; null when the entry has no readable time. */
  readonly at: number | null
  readonly tookMs: number | null
  readonly method: string
  readonly path: string
  /** As the entry has it, without its fragment; null when it is no http address. */
  readonly url: string | null
  /** `1.1` */
  readonly httpVersion: string
  readonly headers: RawHeaders
  readonly body: HarBody
  readonly response: {
    readonly status: number
    readonly startLine: string
    readonly headers: RawHeaders
    readonly body: HarBody
    readonly complete: boolean
  } | null
  /** Sentences: what the HAR did not keep as it was on the wire. */
  readonly notes: readonly string[]
}

/** Reads an entry as browsers and proxies write it, with fields missing; a sentence when there is no request in it. */
export function readHarEntry(entry: unknown): HarExchange | string {
  const { request, response, startedDateTime, time, _webSocketMessages: messages } = fields(entry)
  const { method, url, httpVersion, headers: rawHeaders } = fields(request)
  if (typeof url !== 'string' || url === '') return 'It has no request with a url.'
  const notes: string[] = []
  const target = URL.parse(url)
  const written = requestHeaders(headersOf(rawHeaders), target?.host ?? '', notes)
  const { headers, body } = requestBody(request, written, notes)
  if (Array.isArray(messages) && messages.length > 0)
    notes.push(`The HAR holds ${counted(messages.length, 'message')} of the WebSocket behind it, which the import leaves out.`)
  return {
    at: timeOf(startedDateTime),
    tookMs: typeof time === 'number' && time >= 0 && time <= MAX_DURATION_MS ? time : null,
    method: typeof method === 'string' && method !== '' ? method.toUpperCase() : 'GET',
    path: target ? rawPath(url) : url,
    url: httpUrl(url),
    httpVersion: versionOf(httpVersion),
    headers,
    body,
    response: responseOf(response, notes),
    notes,
  }
}

/** ISO 8601 as HAR wants it, or what scripts write instead: seconds or ms since 1970. Null when it is none of these. */
function timeOf(written: unknown): number | null {
  const at = isNumeric(written) ? sinceEpoch(Number(written)) : typeof written === 'string' ? Date.parse(written) : Number.NaN
  return at >= 1 && at <= LATEST_MS ? Math.round(at) : null
}

/** A year alone is a date. */
function isNumeric(written: unknown): boolean {
  return typeof written === 'number' || (typeof written === 'string' && /^\d{9,}(?:\.\d+)?$/.test(written))
}

function sinceEpoch(number: number): number {
  if (number < LEAST_SECONDS) return Number.NaN
  return number < LEAST_MS ? number * SECOND_MS : number
}

/** The last moment that a Date can be. */
const LATEST_MS = 8.64e15
/** Both are 1973, in seconds and in ms: what lies between are seconds until the year 5138. */
const LEAST_SECONDS = 1e8
const LEAST_MS = 1e11

/** What a request is about, as far as its headers and a JSON body say. */
export function identifyHar(headers: RawHeaders, text: string | null): { type: string | null; eventId: string | null } {
  try {
    return identifyEvent(headers, text === null ? undefined : JSON.parse(text))
  } catch {
    return identifyEvent(headers, undefined)
  }
}

function requestHeaders(headers: RawHeaders, host: string, notes: string[]): RawHeaders {
  const plain = headers.filter(([name]) => !name.startsWith(':'))
  if (plain.length < headers.length)
    notes.push('It was sent over HTTP/2 or 3: the Host header and the start line are made from its pseudo headers.')
  const authority = firstHeader(headers, ':authority') ?? host
  return firstHeader(plain, 'host') !== undefined || authority === '' ? plain : [['Host', authority], ...plain]
}

/** Everything behind the authority, as it was written. */
function rawPath(url: string): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url)
  const path = match?.[1] ?? '/'
  return path.startsWith('/') ? path : `/${path}`
}

/** What the request was sent to. A WebSocket begins as a request over http. */
function httpUrl(url: string): string | null {
  const match = /^(?:http|ws)(s?):\/\/(?:[^/?#@]*@)?([^/?#][^#]*)/i.exec(url)
  return match ? `http${match[1] ?? ''}://${match[2] ?? ''}`.toWellFormed() : null
}

function versionOf(version: unknown): string {
  return /(\d+(?:\.\d+)?)\s*$/.exec(typeof version === 'string' ? version : '')?.[1] ?? '1.1'
}

function responseOf(response: unknown, notes: string[]): HarExchange['response'] {
  const { status, statusText, httpVersion, headers: rawHeaders, content, _error: error } = fields(response)
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999) {
    if (typeof error === 'string' && error !== '') notes.push(`It got no response: ${error}.`)
    return null
  }
  const headers = headersOf(rawHeaders).filter(([name]) => !name.startsWith(':'))
  const decoded = headers.filter(([name]) => name.toLowerCase() !== 'content-encoding')
  if (decoded.length < headers.length) notes.push('The HAR holds the body of the response decoded, so Content-Encoding was left out.')
  const reason = typeof statusText === 'string' && statusText !== '' ? ` ${statusText}` : ''
  return {
    status,
    startLine: `HTTP/${versionOf(httpVersion)} ${status}${reason}`,
    headers: decoded,
    ...responseBody(content, firstHeader(decoded, 'content-type') ?? ''),
  }
}

function headersOf(list: unknown): RawHeaders {
  if (!Array.isArray(list)) return []
  return list.flatMap((each) => {
    const { name, value } = fields(each)
    if (typeof name !== 'string' || name === '') return []
    // One byte a character; what a tool decoded as UTF-8 goes back to its bytes. Chrome joins what came several times by line ends.
    return linesOf(textOf(value)).map((line) => [name, /^[\0-\xff]*$/.test(line) ? line : utf8AsLatin1(line)] as const)
  })
}

/** One where there are no line ends; none of several is empty. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  return lines.length === 0 ? [''] : lines
}

function utf8AsLatin1(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}
