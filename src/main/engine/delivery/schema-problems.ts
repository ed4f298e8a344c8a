import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { envelopeSchema } from '../../../shared/domain/catalogue/envelope-schema.ts'
import type { FieldError } from '../../../shared/domain/errors.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'

/** Says where an envelope leaves its type's schema; empty when it fits. */
export type SchemaCheck = (type: string | null, envelope: JsonObject) => FieldError[]

/** The check, once ajv is there: it is loaded on first use only, because most engines never need it. */
export async function loadSchemaCheck(): Promise<SchemaCheck> {
  const [{ Ajv2020 }, { default: addFormats }] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')])
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  addFormats(ajv)
  const compiled = new Map<string, ValidateFunction>()
  return (type, envelope) => {
    const key = type ?? ''
    let validate = compiled.get(key)
    if (!validate) {
      validate = ajv.compile(envelopeSchema(type ?? undefined))
      compiled.set(key, validate)
    }
    return validate(envelope) ? [] : (validate.errors ?? []).map(problemOf)
  }
}

/** `/data/items/0/name` as people write it: `data.items[0].name`. */
function problemOf(error: ErrorObject): FieldError {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((walked, step) => (/^\d+$/.test(step) ? `${walked}[${step}]` : walked === '' ? step : `${walked}.${step}`), '')
  return { path, message: error.message ?? 'does not fit the schema' }
}
