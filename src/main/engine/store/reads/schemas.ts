import { eventTypeInfo } from '../../../../shared/domain/catalogue/catalogue.ts'
import { type CustomSchema, wholeSchema } from '../../../../shared/domain/catalogue/event-types.ts'
import { envelopeSchema } from '../../../../shared/domain/catalogue/envelope-schema.ts'
import type { JsonSchema } from '../../../../shared/domain/catalogue/schema.ts'
import type { FieldError } from '../../../../shared/domain/errors.ts'
import { loadSchemaCheck, type SchemaCheck } from '../schema-check.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { SCANNED_BYTES, searchedTexts } from './searched-text.ts'

/** Schemas of event types, and what leaves them. Nothing of it happens while a capture waits: it is computed when asked. */
export interface SchemaReads {
  /** Where an event leaves the schema of its type; empty when it fits. */
  eventProblems(event: { type: string | null; body: unknown }): FieldError[]
  /** The same for the request body of an exchange; null when no schema is known, or the body is no JSON or beyond 1 MiB. */
  drift(seq: number): FieldError[] | null
  /** Why this is no JSON Schema; empty when it is one. */
  schemaProblems(schema: JsonSchema): FieldError[]
}

export function schemaReads({ statements }: ReadContext): Implemented<SchemaReads> {
  const texts = searchedTexts(statements)
  let loaded: Promise<SchemaCheck> | undefined
  const check = (): Promise<SchemaCheck> => (loaded ??= loadSchemaCheck())

  /** Null for bodies that are nobody's we know of. */
  function schemaFor(type: string | null, body: unknown): JsonSchema | null {
    const custom = statements<{ schema: string; scope: CustomSchema['scope'] }>('SELECT schema, scope FROM event_type WHERE name = ?').get(
      type,
    )
    if (type !== null && custom) return wholeSchema(type, { schema: JSON.parse(custom.schema) as JsonSchema, scope: custom.scope })
    if (type !== null && eventTypeInfo(type)) return envelopeSchema(type)
    return isEnvelope(body) ? envelopeSchema() : null
  }

  return {
    eventProblems: async ({ type, body }) => (await check()).leavings(schemaFor(type, body) ?? envelopeSchema(), body),
    drift: async (seq) => {
      const row = statements<{ type: string | null; bytes: number }>('SELECT type, request_bytes AS bytes FROM exchange WHERE id = ?').get(
        seq,
      )
      if (!row || row.bytes === 0 || row.bytes > SCANNED_BYTES) return null
      const body = parsed(texts.request(seq, SCANNED_BYTES))
      const schema = body === undefined ? null : schemaFor(row.type, body)
      return schema && (await check()).leavings(schema, body)
    },
    schemaProblems: async (schema) => (await check()).schemaProblems(schema),
  }
}

function isEnvelope(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'eventType' in body && 'data' in body
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    // No JSON: then there is nothing that could fit a schema or leave it.
    return undefined
  }
}
