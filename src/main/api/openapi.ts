import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { webhooks } from '../../shared/contract/webhooks.ts'

const problemDocument = {
  type: 'object',
  description: 'RFC 9457; `code` is stable, `remedy` says what to do, `errors` name the fields that are wrong.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    remedy: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } }, required: ['path', 'message'] },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'remedy', 'errors'],
}

const token = { type: 'http', scheme: 'bearer', description: 'What `hookscope token` prints.' } as const

/** OpenAPI 3.1 of the REST API, made from the contract. */
export async function describeRest(version: string): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const { paths = {}, ...rest } = await generator.generate(
    { webhooks },
    {
      info: { title: 'Hookscope', version, description: 'Webhooks and their deliveries, as in the CRM webhook guide.' },
      servers: [{ url: '/api' }],
      security: [{ token: [] }],
    },
  )
  const problem = { description: 'What went wrong.', content: { 'application/problem+json': { schema: problemDocument } } }
  return {
    ...rest,
    components: { securitySchemes: { token }, responses: { problem } },
    paths: Object.fromEntries(Object.entries(paths).map(([path, operations]) => [path, withProblems(operations ?? {})])),
  }
}

/** The generator describes errors as RPC carries them. */
function withProblems(operations: object): object {
  return Object.fromEntries(
    Object.entries(operations as Record<string, { responses: Record<string, object> }>).map(([method, operation]) => {
      const { 500: _, ...responses } = operation.responses
      return [method, { ...operation, responses: { ...responses, default: { $ref: '#/components/responses/problem' } } }]
    }),
  )
}
