/** Events: the guide's envelope, "Payload Structure". */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }
export type JsonObject = { readonly [key: string]: JsonValue }

/** Keys stand in the guide's order; that order is what goes out on the wire. */
export interface Envelope {
  readonly eventId: string
  readonly eventType: string
  /** ISO 8601, whole seconds, UTC. */
  readonly timestamp: string
  readonly tenantId: string
  readonly data: JsonObject
  readonly metadata: JsonObject
}

/** An event that was sent or raised. */
export interface EventView {
  /** `evt_…`: what is told apart here. */
  readonly id: string
  readonly type: string
  /** As in the payload: the same as `id` unless somebody gave another. */
  readonly eventId: string
  readonly tenantId: string
  /** ms since 1970 */
  readonly at: number
  /** None where nobody took it. */
  readonly deliveryIds: readonly string[]
}

export const DEFAULT_TENANT = 'tenant_1'

/** What the metadata of an event says unless something else is given. */
export const METADATA = { version: '1.0', environment: 'production' } as const

/** A new envelope in the guide's key order. */
export function createEnvelope(parts: {
  readonly eventId: string
  readonly eventType: string
  readonly timestamp: string
  readonly tenantId?: string
  readonly data: JsonObject
  readonly environment?: string
}): Envelope {
  return {
    eventId: parts.eventId,
    eventType: parts.eventType,
    timestamp: parts.timestamp,
    tenantId: parts.tenantId ?? DEFAULT_TENANT,
    data: parts.data,
    metadata: { ...METADATA, ...(parts.environment !== undefined && { environment: parts.environment }) },
  }
}

/** The bytes that go out: compact UTF-8 JSON in the object's key order. */
export function serializeEnvelope(envelope: Envelope | JsonObject): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(envelope))
}

/** Whether an event type is meant by an endpoint's filters: exact names, `lead.*`, `*` (guide, "Wildcard Subscriptions"). */
export function matchesEvents(filters: readonly string[], eventType: string): boolean {
  return filters.some(
    (filter) => filter === '*' || filter === eventType || (filter.endsWith('.*') && eventType.startsWith(filter.slice(0, -1))),
  )
}
