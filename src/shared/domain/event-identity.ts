import type { RawHeaders } from './http-message.ts'

/** What a request says it is about: the type and id of the event, each null when it names none. */
export interface EventIdentity {
  readonly type: string | null
  readonly eventId: string | null
}

interface HeaderShape {
  readonly type?: string
  readonly eventId: string
}

/** Bodies of the guide come first: their names are unmistakable. */
const GUIDE = { type: 'eventType', eventId: 'eventId' } as const

/** Providers that name the event in headers; lower case. */
const HEADER_SHAPES: readonly HeaderShape[] = [
  { type: 'x-github-event', eventId: 'x-github-delivery' },
  { type: 'x-gitlab-event', eventId: 'x-gitlab-event-uuid' },
  { type: 'x-event-key', eventId: 'x-request-uuid' }, // Bitbucket
  { type: 'x-shopify-topic', eventId: 'x-shopify-event-id' },
  { type: 'x-wc-webhook-topic', eventId: 'x-wc-webhook-delivery-id' }, // WooCommerce
  { type: 'ce-type', eventId: 'ce-id' }, // CloudEvents, binary mode
  { eventId: 'webhook-id' }, // Standard Webhooks: the type stands in the body
  { eventId: 'svix-id' },
]

/** Keys of the body that name the event elsewhere, most telling first: Stripe, PayPal, Slack, Atlassian, Paddle … */
const TYPE_KEYS = ['event_type', 'type', 'webhookEvent', 'event_name', 'event', 'topic'] as const
const ID_KEYS = ['event_id', 'id', 'webhookId', 'notification_id', 'uuid'] as const

/** All keys of a body that may name the event. */
export const IDENTITY_KEYS: ReadonlySet<string> = new Set([...Object.values(GUIDE), ...TYPE_KEYS, ...ID_KEYS])

/** Longer texts are no names; they would only swell the feed. */
const MAX_LENGTH = 200

/** Reads type and event id: the guide's body, then the providers' headers, then other shapes of bodies. `body` is parsed JSON, undefined when it is none. */
export function identifyEvent(headers: RawHeaders, body: unknown): EventIdentity {
  const object = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Readonly<Record<string, unknown>>) : {}
  const guide = { type: named(object[GUIDE.type]), eventId: named(object[GUIDE.eventId]) }
  if (guide.type !== null) return guide
  const head = fromHeaders(headers)
  const type = head.type ?? firstNamed(object, TYPE_KEYS)
  // An `id` beside no type is the id of anything; it would be a guess.
  return { type, eventId: guide.eventId ?? head.eventId ?? (type === null ? null : firstNamed(object, ID_KEYS)) }
}

function fromHeaders(headers: RawHeaders): EventIdentity {
  const values = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]))
  for (const shape of HEADER_SHAPES) {
    const type = shape.type === undefined ? null : named(values.get(shape.type))
    const eventId = named(values.get(shape.eventId))
    if (type !== null || (shape.type === undefined && eventId !== null)) return { type, eventId }
  }
  return { type: null, eventId: null }
}

function firstNamed(object: Readonly<Record<string, unknown>>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const name = named(object[key])
    if (name !== null) return name
  }
  return null
}

function named(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' && value.length <= MAX_LENGTH ? value : null
}
