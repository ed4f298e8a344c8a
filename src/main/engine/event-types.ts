import { EVENT_TYPES, eventTypeInfo, nearestEventType } from '../../shared/domain/catalogue/catalogue.ts'
import { envelopeSchema } from '../../shared/domain/catalogue/envelope-schema.ts'
import {
  type CustomEventType,
  type EventTypeEntry,
  eventTypeEntries,
  eventTypeNameProblems,
  wholeSchema,
} from '../../shared/domain/catalogue/event-types.ts'
import type { JsonSchema } from '../../shared/domain/catalogue/schema.ts'
import { type FieldError, HookscopeError } from '../../shared/domain/errors.ts'
import type { Core } from './core.ts'
import { deleteEventType, saveEventType, selectEventTypes } from './store/event-types.ts'
import { createWrittenThrough } from './written-through.ts'

export interface EventTypeInput {
  readonly description?: string
  readonly schema?: JsonSchema
  readonly scope?: CustomEventType['scope']
}

/** The catalogue: the guide's event types, and those of the workspace's own. */
export interface EventTypes {
  /** The guide's first, then the own ones. */
  entries(): EventTypeEntry[]
  names(): readonly string[]
  /** JSON Schema of a whole event. Throws `not_found`. */
  schema(name: string): JsonSchema
  /** Those of the workspace's own, by name. */
  list(): readonly CustomEventType[]
  /** Undefined for one of the guide's, or unknown. */
  find(name: string): CustomEventType | undefined
  /** Throws `not_found`. */
  get(name: string): CustomEventType
  /** Throws `bad_input` for a bad name or schema, `conflict` for a name that is there. */
  create(name: string, input: EventTypeInput & { readonly schema: JsonSchema }): Promise<CustomEventType>
  update(name: string, input: EventTypeInput): Promise<CustomEventType>
  /** What was sent and captured stays; it has no schema any more. */
  remove(name: string): Promise<void>
}

export function createEventTypes(core: Core): EventTypes {
  const stored = createWrittenThrough<CustomEventType & { readonly id: string }>(core, {
    select: (db) => selectEventTypes(db).map((type) => ({ ...type, id: type.name })),
    missing: (name) => noType(name),
    changed: () => {},
  })

  function noType(name: string, whose = ' of your own'): HookscopeError {
    const meant = nearestEventType(name, names())
    const remedy = meant === null || meant === name ? 'hookscope events lists those that there are.' : `Did you mean ${meant}?`
    return new HookscopeError('not_found', `There is no event type "${name}"${whose}.`, remedy)
  }

  function names(): string[] {
    return [...EVENT_TYPES, ...stored.list().map(({ name }) => name)]
  }

  async function assertSchema(schema: JsonSchema): Promise<void> {
    const fields = await core.reader.run('schemaProblems', schema)
    if (fields.length > 0) throw refused(fields.map(({ path, message }) => ({ path: path === '' ? 'schema' : `schema.${path}`, message })))
  }

  return {
    entries: () => eventTypeEntries(stored.list()),
    names,
    schema: (name) => {
      const own = stored.list().find((each) => each.name === name)
      if (own) return wholeSchema(name, own)
      if (eventTypeInfo(name)) return envelopeSchema(name)
      throw noType(name, '')
    },
    list: () => stored.list().map(plain),
    find: (name) => stored.list().find((each) => each.name === name),
    get: (name) => plain(stored.find(name)),
    create: async (name, { schema, description = '', scope = 'data' }) => {
      const fields = eventTypeNameProblems(name)
      if (fields.length > 0) throw refused(fields)
      await assertSchema(schema)
      const now = core.clock.now()
      const type: CustomEventType = { name, description, schema, scope, createdAt: now, updatedAt: now }
      await stored.change(({ all }) => {
        if (all.some((each) => each.name === name))
          throw new HookscopeError('conflict', `There is an event type ${name} already.`, 'Change it, or choose another name.')
        saveEventType(core.db, type)
      })
      return type
    },
    update: async (name, input) => {
      stored.find(name)
      if (input.schema) await assertSchema(input.schema)
      return stored.change((rows) => {
        const type = { ...plain(rows.find(name)), ...input, updatedAt: core.clock.now() }
        saveEventType(core.db, type)
        return type
      })
    },
    remove: (name) =>
      stored.change((rows) => {
        rows.find(name)
        deleteEventType(core.db, name)
      }),
  }
}

function plain({ id: _, ...type }: CustomEventType & { readonly id: string }): CustomEventType {
  return type
}

function refused(fields: readonly FieldError[]): HookscopeError {
  const [first] = fields
  return new HookscopeError('bad_input', `The event type cannot be saved: ${first?.path} ${first?.message}.`, 'Correct the named fields.', {
    fields,
  })
}
