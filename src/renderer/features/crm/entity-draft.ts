import { type CrmKind, kindInfo, OWN_FIELDS } from '../../../shared/domain/crm/kinds.ts'
import type { JsonObject, JsonValue } from '../../../shared/domain/event.ts'
import type { JsonSchema } from '../../../shared/domain/catalogue/schema.ts'

/** A field of the form. */
export interface FormField {
  readonly name: string
  readonly description: string
  readonly isRequired: boolean
  readonly isNumber: boolean
  /** Values people will most likely want; any other is as good. */
  readonly suggestions: readonly string[]
}

/** The known fields of a kind that can be typed in one line; the others are edited as JSON. */
export function formFields(kind: CrmKind): FormField[] {
  const { properties, required } = kindInfo(kind)
  return Object.entries(properties)
    .filter(([name, schema]) => !OWN_FIELDS.includes(name) && schema['type'] !== 'array' && !isStamp(kind, name))
    .map(([name, schema]) => ({
      name,
      description: textOf(schema['description']),
      isRequired: required.includes(name),
      isNumber: schema['type'] === 'number' || schema['type'] === 'integer',
      suggestions: suggestionsOf(schema),
    }))
}

/** What the CRM fills in by itself when something happens; it can still be given as JSON. */
function isStamp(kind: CrmKind, name: string): boolean {
  return (
    /^(?:won|lost)Date$|^(?:converted|closed|reopened|escalated|assigned|completed)(?:At|By)$|^resolutionTime$/.test(name) &&
    kind !== 'workflow'
  )
}

function suggestionsOf(schema: JsonSchema): string[] {
  const examples = schema['examples']
  const texts = Array.isArray(examples) ? examples.filter((each): each is string => typeof each === 'string') : []
  // One example alone is an illustration, several are a list to choose from.
  return texts.length > 1 ? texts : []
}

/** What a new entity starts from in the form. */
export function emptyDraft(kind: CrmKind): JsonObject {
  const { required, defaults } = kindInfo(kind)
  return { ...Object.fromEntries(required.map((name) => [name, ''])), ...defaults }
}

/** What was read, less what the CRM writes itself. */
export function draftOf(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !OWN_FIELDS.includes(name)))
}

/** A typed value as the field holds it; null where nothing was typed. Text that is no number stays text: the engine says so. */
export function typedValue({ isNumber }: FormField, text: string): JsonValue {
  if (text === '') return null
  return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

/** What is to be saved: all of a new entity, else what differs, null for what was taken away. */
export function fieldsToSave(before: JsonObject | null, draft: JsonObject): JsonObject {
  if (before === null) return draft
  const saved = draftOf(before)
  const gone = Object.keys(saved).filter((name) => !Object.hasOwn(draft, name))
  const changed = Object.entries(draft).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(saved[name] ?? null))
  return Object.fromEntries([...changed, ...gone.map((name) => [name, null] as const)])
}

/** JSON text as an object; null when it is none. */
export function parseDraft(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch {
    return null
  }
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.replaceAll('`', '') : ''
}
