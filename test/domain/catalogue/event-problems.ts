import addFormats from 'ajv-formats'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { envelopeSchema } from '../../../src/shared/domain/catalogue/envelope-schema.ts'

const ajv = new Ajv2020({ strict: true, allErrors: true })
addFormats(ajv)
const validators = new Map<string | undefined, ValidateFunction>()

/** Where and how an event leaves the envelope schema of a type, or of any event; in alphabetical order. */
export function eventProblems(event: object, type?: string): string[] {
  const validate = validators.get(type) ?? ajv.compile(envelopeSchema(type))
  validators.set(type, validate)
  validate(event)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).toSorted()
}
