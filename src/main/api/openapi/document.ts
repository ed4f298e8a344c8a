import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { CustomEventType } from '../../../shared/domain/catalogue/event-types.ts'
import { rest } from '../../../shared/contract/rest.ts'
import { entitySchemas, withEntitySchemas } from './entities.ts'
import { withExamples } from './examples.ts'
import { describeEvents } from './events.ts'
import type { Operation, RestDocument } from './types.ts'

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

const token = { type: 'http', scheme: 'bearer', description: 'What `hookscope token` prints.' }

const TAGS: Readonly<Record<keyof typeof rest, string>> = {
  webhooks: 'Subscriptions, as in the CRM webhook guide.',
  leads: 'The mock CRM: leads. Every change sends its events before it is answered.',
  contacts: 'The mock CRM: contacts.',
  companies: 'The mock CRM: companies.',
  deals: 'The mock CRM: deals.',
  tickets: 'The mock CRM: tickets.',
  activities: 'The mock CRM: activities.',
  workflows: 'The mock CRM: workflows. Only their runs send events.',
  simulation: 'A CRM at work: scenarios played through the mock CRM, or to addresses.',
  eventTypes: 'Event types of your own, beside those of the guide.',
  events: 'Events that were sent or raised.',
  deliveries: 'One event to one webhook or address, with its attempts.',
  inboxes: 'Places on the receiver, each with its secret and answer.',
  captures: 'What was received, byte for byte.',
  replays: 'Exchanges sent again, many at once.',
  handshakes: 'What providers ask of a receiver before they trust its address.',
}

/**
 * OpenAPI 3.1 of the REST API, made from the contract, and of all event types as `webhooks`. `serverUrl` is where the API
 * is, without a slash at the end; a path is relative to where the document was read. `ownTypes` stand beside the guide's.
 */
export async function describeRest({
  version,
  serverUrl = '/api',
  ownTypes = [],
}: {
  version: string
  serverUrl?: string
  ownTypes?: readonly CustomEventType[]
}): Promise<RestDocument> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const {
    openapi,
    info,
    paths = {},
  } = await generator.generate(rest, {
    info: {
      title: 'Hookscope',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: 'A CRM to test against: webhooks, entities and deliveries as in the CRM webhook guide, and what tests need besides.',
    },
  })
  const operations = paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>
  return {
    openapi,
    info,
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    tags: [
      ...Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      { name: 'event types', description: 'What is sent to webhooks.' },
    ],
    paths: withExamples(withEntitySchemas(mapOperations(operations, corrected))),
    webhooks: await describeEvents(ownTypes),
    components: {
      securitySchemes: { token },
      schemas: entitySchemas(),
      responses: { problem: { description: 'What went wrong.', content: { 'application/problem+json': { schema: problemDocument } } } },
    },
  }
}

/** The generator describes errors as RPC carries them, and lets parameters of a path be empty. */
function corrected(operation: Operation): Operation {
  const { 500: _, ...responses } = operation.responses
  const parameters = operation.parameters?.map(({ name, in: place, required, description, schema }) => ({
    name,
    in: place,
    ...(required !== undefined && { required }),
    ...(description !== undefined && { description }),
    schema,
  }))
  return {
    ...operation,
    ...(parameters && { parameters }),
    responses: { ...responses, default: { $ref: '#/components/responses/problem' } },
  }
}

function mapOperations(
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>,
  change: (operation: Operation) => Operation,
): RestDocument['paths'] {
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, change(operation)])),
    ]),
  )
}
