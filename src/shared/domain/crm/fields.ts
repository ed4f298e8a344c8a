import type { FieldError } from '../errors.ts'
import type { JsonSchema } from '../catalogue/schema.ts'
import type { JsonObject, JsonValue } from '../event.ts'
import { type CrmKind, kindInfo, OWN_FIELDS } from './kinds.ts'

/** What a person gave, less what the CRM writes itself. */
export function givenFields(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !OWN_FIELDS.includes(name)))
}

/** `over` on top of `base`; null removes a field. */
export function merged(base: JsonObject, over: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...base, ...over }).filter(([, value]) => value !== null))
}

/** Every field that cannot be saved, with its path; empty when all can. Fields the CRM does not know may hold anything. */
export function fieldProblems(kind: CrmKind, entity: JsonObject): FieldError[] {
  const { properties, required } = kindInfo(kind)
  const problems: FieldError[] = []
  for (const name of required) {
    const value = entity[name]
    if (value === undefined || value === '') problems.push({ path: name, message: 'is missing' })
  }
  for (const [name, schema] of Object.entries(properties)) {
    const value = entity[name]
    const problem = value === undefined || value === '' ? null : typeProblem(schema, value)
    if (problem !== null) problems.push({ path: name, message: problem })
  }
  return [...problems, ...(kind === 'workflow' ? stepProblems(entity['actions']) : [])]
}

function stepProblems(actions: JsonValue | undefined): FieldError[] {
  if (!Array.isArray(actions)) return []
  return (actions as readonly JsonValue[]).flatMap((step, index) => {
    const type = typeof step === 'object' && step !== null && !Array.isArray(step) ? (step as JsonObject)['actionType'] : undefined
    return typeof type === 'string' && type !== '' ? [] : [{ path: `actions[${index}].actionType`, message: 'is missing' }]
  })
}

const TYPES: Readonly<Record<string, { readonly fits: (value: JsonValue) => boolean; readonly name: string }>> = {
  string: { fits: (value) => typeof value === 'string', name: 'a text' },
  number: { fits: (value) => typeof value === 'number', name: 'a number' },
  integer: { fits: Number.isInteger, name: 'a whole number' },
  array: { fits: Array.isArray, name: 'a list' },
}
const FORMATS: Readonly<Record<string, { readonly fits: (text: string) => boolean; readonly name: string }>> = {
  email: { fits: (text) => /^[^\s@]+@[^\s@]+$/.test(text), name: 'an e-mail address' },
  uri: { fits: (text) => URL.canParse(text), name: 'an absolute address such as https://www.acme.example/' },
  'date-time': {
    fits: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
    name: 'a time such as 2026-01-17T10:30:00Z',
  },
  date: { fits: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)), name: 'a day such as 2026-03-31' },
}

function typeProblem(schema: JsonSchema, value: JsonValue): string | null {
  const type = named(TYPES, schema['type'])
  if (type && !type.fits(value)) return `is not ${type.name}`
  const format = named(FORMATS, schema['format'])
  return format && typeof value === 'string' && !format.fits(value) ? `is not ${format.name}` : null
}

function named<T>(table: Readonly<Record<string, T>>, name: JsonValue | undefined): T | undefined {
  return typeof name === 'string' ? table[name] : undefined
}
