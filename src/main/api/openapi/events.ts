import { EVENT_FAMILIES, guideSample } from '../../../shared/domain/catalogue/catalogue.ts'
import { envelopeSchema } from '../../../shared/domain/catalogue/envelope-schema.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import { loadSamples } from '../../engine/catalogue/samples.ts'
import type { RestDocument } from './types.ts'

/** Samples are told from one moment and seed: the document is the same whenever it is made. */
const TIMESTAMP = '2026-01-17T10:30:00Z'
const SEED = 1

/** Every event type as a request that webhooks get: the guide's example where it prints one, else a sample. */
export async function describeEvents(): Promise<RestDocument['webhooks']> {
  const samples = await loadSamples()
  const types = EVENT_FAMILIES.flatMap(({ events }) => events)
  return Object.fromEntries(
    types.map(({ type, description }) => {
      const sample =
        guideSample(type) ?? samples.envelope(type, { eventId: 'evt_123456', timestamp: TIMESTAMP, tenantId: 'tenant_789', seed: SEED })
      const example: JsonObject = { ...sample }
      return [
        type,
        {
          post: {
            operationId: type,
            tags: ['event types'],
            summary: description,
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
            requestBody: { required: true, content: { 'application/json': { schema: envelopeSchema(type), example } } },
            responses: { '2XX': { description: 'Received. Anything else fails; 408, 429 and 5xx are tried again.' } },
          },
        },
      ]
    }),
  )
}
