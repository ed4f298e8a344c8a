import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { JsonSchema } from '../../../shared/domain/catalogue/schema.ts'
import type { FieldError } from '../../../shared/domain/errors.ts'
import { within } from './within.ts'

/**
 * Values against JSON Schema 2020-12. Nothing is fetched: a schema must hold all it refers to. People write schemas, and a
 * pattern such as `^(a+)+$` runs for hours: neither a schema nor a value keeps the reader thread longer than its limit.
 */
export interface SchemaCheck {
  /** Where a value leaves a good schema; empty when it fits. That it could not be checked is a place, too. */
  leavings(schema: JsonSchema, value: unknown): FieldError[]
  /** Why this is no schema, with the place in it; empty when it is one. */
  schemaProblems(schema: JsonSchema): FieldError[]
}

const MAX_COMPILED = 256
/** A list of ten thousand wrong items says no more than its first. */
const MAX_PROBLEMS = 20
const LIMIT_MS = 2_000

/** The check, once ajv is there: it is loaded on first use only, because most engines never need it. */
export async function loadSchemaCheck(): Promise<SchemaCheck> {
  const [{ Ajv2020 }, { default: addFormats }] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')])
  const compiled = new Map<string, ValidateFunction>()

  /** One each: schemas may name themselves alike. That they are schemas was checked: doing it anew takes longer than all the rest. */
  function newAjv(): Ajv2020 {
    const ajv = new Ajv2020({ allErrors: true, strict: false, logger: false, validateSchema: false })
    addFormats(ajv)
    return ajv
  }

  /** Checks schemas; compiled before anything may interrupt it. */
  const draft = newAjv()
  void draft.validateSchema({})

  function compile(schema: JsonSchema): ValidateFunction {
    const key = JSON.stringify(schema)
    let validate = compiled.get(key)
    if (!validate) {
      validate = newAjv().compile(schema)
      if (compiled.size >= MAX_COMPILED) compiled.clear()
      compiled.set(key, validate)
    }
    return validate
  }

  return {
    leavings: (schema, value) => {
      const check = (): FieldError[] => {
        const validate = compile(schema)
        return validate(value) === true ? [] : fieldErrors(validate.errors)
      }
      try {
        return within(LIMIT_MS, check) ?? [{ path: '', message: 'could not be checked: its schema takes too long for it' }]
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        return [{ path: '', message: 'could not be checked: it is nested too deeply' }]
      }
    },
    schemaProblems: (schema) => {
      if (schema['$async'] === true) return [{ path: '$async', message: 'is not known to JSON Schema' }]
      const check = (): FieldError[] => {
        if (draft.validateSchema(schema) !== true) return fieldErrors(draft.errors)
        // Any value will do to find a schema that is nothing but a reference to itself.
        newAjv().compile(schema)(null)
        return []
      }
      try {
        return within(LIMIT_MS, check) ?? [{ path: '', message: 'takes too long to read; make it smaller' }]
      } catch (error) {
        return [compileProblem(error)]
      }
    },
  }
}

function compileProblem(error: unknown): FieldError {
  if (error instanceof Error && 'missingRef' in error) {
    return { path: '', message: `refers to ${String(error.missingRef)}, which it does not hold; nothing is fetched` }
  }
  if (error instanceof RangeError) return { path: '', message: 'refers to itself without end' }
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith('no schema with key or ref')) return { path: '$schema', message: 'is not JSON Schema 2020-12' }
  return { path: '', message: `cannot be used: ${message}` }
}

function fieldErrors(errors: readonly ErrorObject[] | null | undefined): FieldError[] {
  return (errors ?? []).slice(0, MAX_PROBLEMS).map(fieldError)
}

/** `/data/items/0/name` as people write it: `data.items[0].name`. */
function fieldError(error: ErrorObject): FieldError {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((walked, step) => (/^\d+$/.test(step) ? `${walked}[${step}]` : walked === '' ? step : `${walked}.${step}`), '')
  return { path, message: error.message ?? 'does not fit the schema' }
}
