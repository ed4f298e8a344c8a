import type { KeyObject } from 'node:crypto'
import { type Endpoint, INBOX_URL_PREFIX } from '../../../shared/domain/endpoint.ts'
import { fillHeaders } from '../../../shared/domain/header-template.ts'
import { flattenHeaders, type RawHeaders } from '../../../shared/domain/http-message.ts'
import { schemeOf, type SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { sign, withQuery, type Signed, type Stamp, type Unsigned } from '../../../shared/domain/signature/sign.ts'
import type { DeliveryRow } from '../store/delivery-row.ts'
import type { Address, WireRequest } from './request-bytes.ts'
import type { Failure } from './network-errors.ts'

/** What the request of an attempt is made from, as everything is at this moment. */
export interface RequestParts {
  readonly delivery: Pick<DeliveryRow, 'id' | 'type' | 'eventId' | 'createdAt' | 'method' | 'scheme' | 'headers' | 'sourceSeq' | 'ladder'>
  /** null for a delivery to a url. */
  readonly endpoint: Pick<Endpoint, 'scheme' | 'headers'> | null
  /** Absolute url; null when an own inbox has no address now. */
  readonly url: string | null
  /** The one its receiver knows, for schemes that sign it. */
  readonly signedUrl: string | null
  /** Secrets that sign, newest first; empty when there is none. */
  readonly keys: () => readonly KeyObject[]
  readonly stamp: Stamp
  /** Its number within the delivery: 1, 2, … */
  readonly attempt: number
  /** null when the body is gone. */
  readonly body: Uint8Array | null
}

/** A request that can leave, or why none can. */
export type Composed = { readonly kind: 'ready'; readonly request: WireRequest } | ({ readonly kind: 'blocked' } & Failure)

export const USER_AGENT = 'CRM-SaaS-Webhooks/1.0'
const DEFAULT_TYPE = ['Content-Type', 'application/json'] as const
const UNSIGNED = { headers: [], query: null } as const
const KEEP_ALIVE = ['Connection', 'keep-alive'] as const

/** Builds and signs the request of one attempt. */
export function composeRequest({ delivery, endpoint, url, signedUrl, keys, stamp, attempt, body }: RequestParts): Composed {
  if (url === null) return blocked('refused', 'The own inbox this goes to has no address: it was removed, or the receiver is off')
  if (body === null) return blocked('unsendable', 'The body of this request is no longer stored')
  const address = addressOf(url)
  if (!address) return blocked('unsendable', 'The url of this request cannot be read')
  const request = { address, method: delivery.method, body, timeoutMs: delivery.ladder.policy.timeoutMs }
  if (isExactReplay(delivery)) return { kind: 'ready', request: { ...request, headers: replayHeaders(delivery.headers, address) } }
  const own = withAuthority(delivery.headers, address)
  const written = endpoint && endpoint.headers.length > 0 ? [...own, ...endpoint.headers] : own
  const { id, type: eventType, eventId, createdAt } = delivery
  const custom = fillHeaders(written, { type: eventType, eventId, delivery: id, createdAt, attempt })
  const type = given(custom, 'content-type') ?? (isBodiless(delivery.method, body) ? null : DEFAULT_TYPE)
  const scheme = endpoint?.scheme ?? delivery.scheme
  const signed =
    scheme === null
      ? UNSIGNED
      : signature(scheme, keys(), { method: delivery.method, url: signedUrl ?? url, headers: type === null ? [] : [type], body }, stamp)
  if (signed === null) return blocked('unsendable', 'There is no secret to sign this request with')
  const headers =
    delivery.sourceSeq === null
      ? eventHeaders(address, type, signed.headers, custom, isBodiless(delivery.method, body) ? null : body.length)
      : replayHeaders(withSignature(delivery.headers, signed.headers), address)
  const path = withQuery(address.path, signed.query)
  return { kind: 'ready', request: { ...request, address: path === address.path ? address : { ...address, path }, headers } }
}

/** An exact replay sends all its headers as they are. */
function isExactReplay(delivery: Pick<DeliveryRow, 'scheme' | 'sourceSeq'>): boolean {
  return delivery.sourceSeq !== null && delivery.scheme === null
}

/** Null when there is no secret. A signature inside the body was made with the delivery: the bytes of its attempts are the same. */
function signature(
  scheme: SchemeChoice,
  keys: readonly KeyObject[],
  message: Unsigned,
  stamp: Stamp,
): Pick<Signed, 'headers' | 'query'> | null {
  if (keys.length === 0) return null
  const rules = schemeOf(scheme)
  return rules.field === null ? sign(rules, keys, message, stamp) : UNSIGNED
}

/** A GET that has nothing to say of a body. */
function isBodiless(method: string, body: Uint8Array): boolean {
  return method === 'GET' && body.length === 0
}

/** Host, Content-Type, User-Agent, signature, what the user adds, Content-Length, Connection; what the user gives replaces ours in place. */
function eventHeaders(
  address: Address,
  type: readonly [string, string] | null,
  signed: RawHeaders,
  custom: RawHeaders,
  bodyBytes: number | null,
): string[] {
  const rest = custom.length === 0 ? custom : custom.filter(([name]) => !/^(content-type|user-agent)$/i.test(name))
  const [agentName, agent] = given(custom, 'user-agent') ?? ['User-Agent', USER_AGENT]
  const flat = ['Host', address.authority, ...(type ?? []), agentName, agent]
  for (const [name, value] of signed) flat.push(name, value)
  for (const [name, value] of rest) flat.push(name, value)
  if (bodyBytes !== null) flat.push('Content-Length', String(bodyBytes))
  flat.push(...KEEP_ALIVE)
  return flat
}

function given(headers: RawHeaders, lowerName: string): readonly [string, string] | undefined {
  return headers.length === 0 ? undefined : headers.find(([name]) => name.toLowerCase() === lowerName)
}

function replayHeaders(headers: DeliveryRow['headers'], address: Address): string[] {
  return flattenHeaders([...withAuthority(headers, address), KEEP_ALIVE])
}

/** A replay's headers with the signature's in the places that were kept for them, the others last. */
function withSignature(headers: DeliveryRow['headers'], signed: RawHeaders): DeliveryRow['headers'] {
  const left = [...signed]
  const filled = headers.flatMap(([name, value]) => {
    const at = value === '' ? left.findIndex(([each]) => each.toLowerCase() === name.toLowerCase()) : -1
    return at < 0 ? [[name, value] as const] : [[name, left.splice(at, 1)[0]?.[1] ?? ''] as const]
  })
  return [...filled, ...left]
}

function withAuthority(headers: DeliveryRow['headers'], { authority }: Address): RawHeaders {
  return headers.map(([name, value]) => [name, value ?? authority])
}

/** Why no request can leave; `message` is one sentence without its full stop. */
export function blocked(error: Failure['error'], message: string): Composed {
  return { kind: 'blocked', error, message }
}

/** The address an endpoint's url means now. */
export function resolveUrl(url: string, inboxUrl: (inboxId: string) => string | null): string | null {
  return url.startsWith(INBOX_URL_PREFIX) ? inboxUrl(url.slice(INBOX_URL_PREFIX.length)) : url
}

const MAX_ADDRESSES = 1_024
const addresses = new Map<string, Address | null>()

/** A url taken apart; null when it is none. The path is sent as it stands where it can be. */
export function addressOf(url: string): Address | null {
  let address = addresses.get(url)
  if (address === undefined) {
    address = parseAddress(url)
    if (addresses.size >= MAX_ADDRESSES) addresses.clear()
    addresses.set(url, address)
  }
  return address
}

function parseAddress(text: string): Address | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isTls = url.protocol === 'https:'
  if (!isTls && url.protocol !== 'http:') return null
  const asWritten = /^https?:\/\/[^/?#]*(\/[!-~]*)?$/i.exec(text.replace(/#.*$/, ''))?.[1]
  return {
    isTls,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    authority: url.host,
    path: asWritten ?? url.pathname + url.search,
  }
}
