import { EVENT_FAMILIES, guideSample } from '../../../shared/domain/catalogue/catalogue.ts'
import { envelopeSchema } from '../../../shared/domain/catalogue/envelope-schema.ts'
import { type CustomEventType, exampleOf, wholeSchema } from '../../../shared/domain/catalogue/event-types.ts'
import type { JsonSchema } from '../../../shared/domain/catalogue/schema.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import { loadSamples } from '../../engine/catalogue/samples.ts'
import type { Operation, RestDocument } from './types.ts'

/** Samples are told from one moment and seed: the document is the same whenever it is made. */
const TIMESTAMP = '2026-01-17T10:30:00Z'
const SEED = 1

/** Every event type as a request that webhooks get: the guide's example where it prints one, else a sample. Then `ownTypes`. */
export async function describeEvents(ownTypes: readonly CustomEventType[] = []): Promise<RestDocument['webhooks']> {
  const own = new Map(ownTypes.map((each) => [each.name, each]))
  const samples = await loadSamples((type) => {
    const found = own.get(type)
    return found ? exampleOf(found) : null
  })
  const sample = (type: string): JsonObject => ({
    ...samples.envelope(type, { eventId: 'evt_123456', timestamp: TIMESTAMP, tenantId: 'tenant_789', seed: SEED }),
  })
  const guide = EVENT_FAMILIES.flatMap(({ events }) => events).map(({ type, description }) =>
    webhook(type, description, envelopeSchema(type), { ...(guideSample(type) ?? sample(type)) }),
  )
  const others = ownTypes.map((each) =>
    webhook(each.name, each.description, wholeSchema(each.name, each), exampleOf(each) ? sample(each.name) : undefined),
  )
  return Object.fromEntries([...guide, ...others])
}

function webhook(type: string, summary: string, schema: JsonSchema, example: JsonObject | undefined): [string, { post: Operation }] {
  return [
    type,
    {
      post: {
        operationId: type,
        tags: ['event types'],
        summary,
        security: [],
        parameters: [
          {
            name: 'X-Webhook-Signature',
            in: 'header',
            required: true,
            description: '`sha256=` and the HMAC-SHA256 of the body under the secret, in lower-case hex.',
            schema: { type: 'string', pattern: '^sha256=[0-9a-f]{64}$' },
          },
        ],
        requestBody: { required: true, content: { 'application/json': { schema, ...(example && { example }) } } },
        responses: { '2XX': { description: 'Received. Anything else fails; 408, 429 and 5xx are tried again.' } },
      },
    },
  ]
}
