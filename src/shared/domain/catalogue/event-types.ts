import type { FieldError } from '../errors.ts'
import type { JsonObject } from '../event.ts'
import { EVENT_FAMILIES, eventTypeInfo } from './catalogue.ts'
import { envelopeSchema } from './envelope-schema.ts'
import type { JsonSchema } from './schema.ts'

/** A schema that somebody gave for an event type of their own. */
export interface CustomSchema {
  readonly schema: JsonSchema
  /** What it is about: the `data` of the guide's envelope, or the whole body, as other providers send it. */
  readonly scope: 'data' | 'body'
}

/** An event type of the workspace's own. */
export interface CustomEventType extends CustomSchema {
  readonly name: string
  readonly description: string
  /** ms since 1970 */
  readonly createdAt: number
  readonly updatedAt: number
}

/** One entry of the catalogue as people see it. */
export interface EventTypeEntry {
  readonly type: string
  readonly family: string
  readonly description: string
  readonly isCustom: boolean
}

/** Guide's types first, in its order, then the workspace's own. */
export function eventTypeEntries(own: readonly CustomEventType[]): EventTypeEntry[] {
  return [
    ...EVENT_FAMILIES.flatMap(({ name, events }) =>
      events.map(({ type, description }) => ({ type, family: name, description, isCustom: false })),
    ),
    ...own.map(({ name, description }) => ({ type: name, family: name.replace(/\..*$/, ''), description, isCustom: true })),
  ]
}

/** JSON Schema of a whole body of this type. */
export function wholeSchema(type: string, { schema, scope }: CustomSchema): JsonSchema {
  if (scope === 'body') return schema
  const { properties, ...envelope } = envelopeSchema(type)
  const inner = { ...schema }
  // Inside another schema `$defs` are found from its root; `$id` makes the inner one a root of its own.
  return { ...envelope, properties: { ...(properties as JsonObject), data: { $id: 'urn:hookscope:data', ...inner } } }
}

/** An example of the schema's own that can stand as `data`, or null. */
export function exampleOf({ schema, scope }: CustomSchema): JsonObject | null {
  const [example] = Array.isArray(schema['examples']) ? (schema['examples'] as readonly unknown[]) : []
  const isObject = typeof example === 'object' && example !== null && !Array.isArray(example)
  return scope === 'data' && isObject ? (example as JsonObject) : null
}

/** Letters, digits and what stands between them in the names of the known providers. */
const NAME = /^[A-Za-z0-9](?:[\w.:/-]{0,198}[A-Za-z0-9_])?$/

/** Why an event type cannot be called so; empty when it can. */
export function eventTypeNameProblems(name: string): FieldError[] {
  if (eventTypeInfo(name)) return [{ path: 'name', message: `${name} is an event type of the guide` }]
  return NAME.test(name) ? [] : [{ path: 'name', message: 'is not made of letters, digits and . _ : / - (at most 200)' }]
}
