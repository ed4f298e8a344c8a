import type { Database } from 'better-sqlite3'
import type { CustomEventType } from '../../../shared/domain/catalogue/event-types.ts'
import type { JsonSchema } from '../../../shared/domain/catalogue/schema.ts'

interface EventTypeRow {
  readonly name: string
  readonly description: string
  readonly schema: string
  readonly scope: CustomEventType['scope']
  readonly created_at: number
  readonly updated_at: number
}

/** By name. */
export function selectEventTypes(db: Database): CustomEventType[] {
  return (db.prepare('SELECT * FROM event_type ORDER BY name').all() as EventTypeRow[]).map((row) => ({
    name: row.name,
    description: row.description,
    schema: JSON.parse(row.schema) as JsonSchema,
    scope: row.scope,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))
}

/** Inserts or replaces the type of this name. */
export function saveEventType(db: Database, { schema, ...type }: CustomEventType): void {
  db.prepare(
    `INSERT INTO event_type (name, description, schema, scope, created_at, updated_at)
     VALUES (@name, @description, @schema, @scope, @createdAt, @updatedAt)
     ON CONFLICT (name) DO UPDATE SET description = excluded.description, schema = excluded.schema, scope = excluded.scope,
       updated_at = excluded.updated_at`,
  ).run({ ...type, schema: JSON.stringify(schema) })
}

export function deleteEventType(db: Database, name: string): void {
  db.prepare('DELETE FROM event_type WHERE name = ?').run(name)
}
