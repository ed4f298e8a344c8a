import type { JsonObject } from '../event.ts'
import { EVENT_TYPES, eventTypeInfo } from './catalogue.ts'
import { type JsonSchema, dateTime, text } from './schema.ts'

const changes: JsonSchema = {
  type: 'object',
  description: 'The fields of `data` that changed, each with its value before and after.',
  examples: [{ status: { from: 'New', to: 'Contacted' } }],
  additionalProperties: {
    type: 'object',
    properties: { from: { description: 'Value before.' }, to: { description: 'Value after, as in `data`.' } },
    required: ['from', 'to'],
  },
}

/**
 * JSON Schema 2020-12 of a whole event (guide, "Payload Structure"), self-contained: no `$ref`, no `$id`. With `type`, its
 * `eventType` is fixed and `data` has that type's schema; a type outside the catalogue, and none, leave `data` any object.
 */
export function envelopeSchema(type?: string): JsonSchema {
  const info = type === undefined ? undefined : eventTypeInfo(type)
  const mayChange = info?.hasChanges ?? true
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: type ?? 'Event',
    ...(info && { description: info.description }),
    type: 'object',
    properties: {
      eventId: text('Unique event identifier (for deduplication).', 'evt_123456'),
      eventType: eventTypeSchema(type),
      timestamp: dateTime('When the event occurred.'),
      tenantId: text('Tenant that triggered the event.', 'tenant_789'),
      data: { ...(info?.dataSchema ?? { type: 'object' }), description: 'Event-specific data (entity details).' },
      metadata: {
        type: 'object',
        description: 'Additional context.',
        properties: {
          version: text('Version of the payload format.', '1.0'),
          environment: text('Environment the event occurred in.', 'production', 'test'),
          ...(mayChange && { changes }),
        },
      },
    },
    required: ['eventId', 'eventType', 'timestamp', 'tenantId', 'data', 'metadata'],
  } satisfies JsonObject
}

function eventTypeSchema(type: string | undefined): JsonSchema {
  return { ...text('Event type.', ...(type === undefined ? EVENT_TYPES : [type])), ...(type !== undefined && { const: type }) }
}
