import type { JsonSchema } from '../../../shared/domain/catalogue/schema.ts'
import { CRM_KINDS, type KindInfo, kindInfo, OWN_FIELDS } from '../../../shared/domain/crm/kinds.ts'
import type { Content, Operation, RestDocument } from './types.ts'

/** Entities of the mock CRM by name: as they are read (`Lead`), made (`NewLead`) and changed (`LeadChange`). */
export function entitySchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    CRM_KINDS.map(kindInfo).flatMap((info) => {
      const { properties, required, defaults } = info
      const own = Object.fromEntries(Object.entries(properties).filter(([name]) => !OWN_FIELDS.includes(name)))
      const names = schemaNames(info)
      const given = required.filter((name) => !Object.hasOwn(defaults, name))
      return [
        [names.read, { type: 'object', properties, required: ['id', ...required] }],
        [names.made, { type: 'object', description: 'Other fields are kept and sent.', properties: own, required: given }],
        [names.changed, { type: 'object', description: 'Other fields are kept and sent; null removes one.', properties: own }],
      ]
    }),
  )
}

/** The contract takes any object for an entity; its description says what it is made of. */
export function withEntitySchemas(paths: RestDocument['paths']): RestDocument['paths'] {
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => {
      const info = CRM_KINDS.map(kindInfo).find(({ plural }) => plural === path.split('/')[1])
      if (!info) return [path, methods]
      return [
        path,
        Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, described(operation, info, path, method)])),
      ]
    }),
  )
}

function described(operation: Operation, info: KindInfo, path: string, method: string): Operation {
  const names = schemaNames(info)
  const isAll = path === `/${info.plural}`
  const written = isAll ? names.made : names.changed
  const read = reference(names.read)
  const page = {
    type: 'object',
    properties: { items: { type: 'array', items: read }, nextCursor: { type: ['string', 'null'] } },
    required: ['items', 'nextCursor'],
  }
  const { 200: ok, 201: made, ...others } = operation.responses
  const schema = isAll && method === 'get' ? page : read
  return {
    ...operation,
    // An action needs no body.
    ...(operation.requestBody && { requestBody: { required: method !== 'post' || isAll, content: json(reference(written)) } }),
    responses: {
      ...(ok && { 200: { description: 'OK', content: json(schema) } }),
      ...(made && { 201: { description: 'Created', content: json(schema) } }),
      ...others,
    },
  }
}

function schemaNames({ kind }: KindInfo) {
  const name = kind.charAt(0).toUpperCase() + kind.slice(1)
  return { read: name, made: `New${name}`, changed: `${name}Change` }
}

function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

function json(schema: JsonSchema): Content {
  return { 'application/json': { schema } }
}
