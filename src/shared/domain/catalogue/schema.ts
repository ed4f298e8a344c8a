import type { JsonObject, JsonValue } from '../event.ts'

/** A JSON Schema of draft 2020-12, as data. */
export type JsonSchema = JsonObject

/** What the catalogue knows about one event type. */
export interface EventTypeInfo {
  /** `lead.created` */
  readonly type: string
  /** The guide's words, "Available Events". */
  readonly description: string
  /** Whether the event tells of a change to something that was there before, and so may carry `metadata.changes`. */
  readonly hasChanges: boolean
  /** Schema of the envelope's `data`. */
  readonly dataSchema: JsonSchema
  /** The `data` the guide prints for this type, where it prints one. */
  readonly guideExample?: JsonObject
}

/** Schemas of properties by name, in the order they have on the wire. */
export type Properties = Readonly<Record<string, JsonSchema>>

/**
 * Schema of an event's `data`. Unknown properties are allowed: the platform adds fields without notice. `required` names
 * only what no event of the type makes sense without.
 */
export function dataSchema(properties: Properties, required: readonly string[]): JsonSchema {
  return { type: 'object', properties, required }
}

/** A text. `examples` are suggestions: any other text is as good, as the platform lets its users rename every list. */
export function text(description: string, ...examples: readonly string[]): JsonSchema {
  return property('string', description, examples)
}

/** An e-mail address. */
export function email(description: string, example: string): JsonSchema {
  return { ...property('string', description, [example]), format: 'email' }
}

/** An absolute address on the web. */
export function uri(description: string, example: string): JsonSchema {
  return { ...property('string', description, [example]), format: 'uri' }
}

/** A moment: ISO 8601 with an offset. */
export function dateTime(description: string): JsonSchema {
  return { ...property('string', description, ['2026-01-17T10:30:00Z']), format: 'date-time' }
}

/** A day without a time. */
export function date(description: string): JsonSchema {
  return { ...property('string', description, ['2026-03-31']), format: 'date' }
}

/** A number, whole or not. */
export function number(description: string, ...examples: readonly number[]): JsonSchema {
  return property('number', description, examples)
}

/** A whole number. */
export function integer(description: string, ...examples: readonly number[]): JsonSchema {
  return property('integer', description, examples)
}

function property(type: string, description: string, examples: readonly JsonValue[]): JsonSchema {
  return { type, description, examples }
}
