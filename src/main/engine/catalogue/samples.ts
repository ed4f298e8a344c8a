import type { EventType } from '../../../shared/domain/catalogue/catalogue.ts'
import { type Envelope, type JsonObject, createEnvelope } from '../../../shared/domain/event.ts'
import { type SampleVariant, variantOf } from '../../../shared/domain/catalogue/variants.ts'
import { PEOPLE_SAMPLES } from './sample-people.ts'
import { SALES_SAMPLES } from './sample-sales.ts'
import { SERVICE_SAMPLES } from './sample-service.ts'
import { type Sample, type SampleMaker, type Sampler, createSampler } from './sampler.ts'

/** What decides a sample of an event type. */
export interface SampleRequest {
  /** A whole number; the same seed gives the same bytes within a version of Hookscope. */
  readonly seed: number
  /** When the event occurs, ISO 8601; all other times of the sample are told relative to it. */
  readonly timestamp: string
}

export interface SampleEnvelopeRequest extends SampleRequest {
  readonly eventId: string
  readonly tenantId?: string
  readonly environment?: string
  /** Absent: a realistic one. */
  readonly variant?: SampleVariant
}

/** Realistic samples of events. A type outside the catalogue gets data of a general shape. */
export interface Samples {
  /** The `data` of an event. */
  data(type: string, request: SampleRequest): JsonObject
  /** A whole event; one that tells of a change says in `metadata.changes` what the fields held before. */
  envelope(type: string, request: SampleEnvelopeRequest): Envelope
}

const MAKERS: Readonly<Record<EventType, SampleMaker>> = { ...PEOPLE_SAMPLES, ...SALES_SAMPLES, ...SERVICE_SAMPLES }
const makerOf = new Map<string, SampleMaker>(Object.entries(MAKERS))

/**
 * Samples, once faker is there. It is loaded on first use only: its English locale, the lightest entry, takes 20 to 35 ms
 * and 10 MB that an engine which never makes a sample need not pay. `exampleOf`: `data` of types outside the catalogue, where
 * somebody has given an example.
 */
export async function loadSamples(exampleOf: (type: string) => JsonObject | null = () => null): Promise<Samples> {
  const { faker } = await import('@faker-js/faker/locale/en')

  function sample(type: string, { seed, timestamp }: SampleRequest): Sample {
    const example = makerOf.has(type) ? null : exampleOf(type)
    if (example) return { data: example }
    faker.seed(seed)
    const sampler = createSampler(faker, timestamp)
    return makerOf.get(type)?.(sampler) ?? generalSample(type, sampler)
  }

  return {
    data: (type, request) => sample(type, request).data,
    envelope: (type, request) => {
      const { data, changes } = sample(type, request)
      const envelope = createEnvelope({ ...request, eventType: type, data })
      const whole = changes ? { ...envelope, metadata: { ...envelope.metadata, changes } } : envelope
      return request.variant === undefined ? whole : variantOf(whole, request.variant)
    },
  }
}

function generalSample(type: string, s: Sampler): Sample {
  const entity = /^\w+/.exec(type)?.[0] ?? 'entity'
  return { data: { id: s.id(entity), name: s.productName(), createdAt: s.now, createdBy: s.user() } }
}
