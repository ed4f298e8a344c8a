import { z } from 'zod'
import { SAMPLE_VARIANT_NAMES } from '../domain/catalogue/variants.ts'
import { MAX_CONCURRENCY } from '../domain/endpoint.ts'
import type { Content, SendPreview, SendRequest, Target } from '../domain/sending.ts'
import { retryPolicy, speed } from './retry-policy.ts'
import { schemeChoice } from './scheme.ts'
import { fieldError, jsonObject, jsonValue, rawHeaders } from './values.ts'

/** zod for what is sent, and to whom. */

export const sampleVariant = z.enum(SAMPLE_VARIANT_NAMES)

const fill = z.object({ seed: z.number().int().exactOptional(), number: z.number().int().min(1).exactOptional() })

const set = z
  .array(z.union([z.object({ path: z.string().min(1), value: jsonValue }), z.object({ path: z.string().min(1), text: z.string() })]))
  .readonly()

const content = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    type: z.string().min(1).max(200),
    data: jsonObject.exactOptional(),
    seed: z.number().int().exactOptional(),
    variant: sampleVariant.exactOptional(),
    tenantId: z.string().min(1).exactOptional(),
    environment: z.string().min(1).exactOptional(),
    set: set.exactOptional(),
    fill: fill.exactOptional(),
  }),
  z.object({ kind: z.literal('envelope'), envelope: jsonObject, set: set.exactOptional(), fill: fill.exactOptional() }),
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    type: z.string(),
    form: z.enum(['compact', 'typed']),
    fill: fill.exactOptional(),
  }),
  z.object({ kind: z.literal('bytes'), bytes: z.base64(), contentType: z.string().exactOptional(), type: z.string().exactOptional() }),
]) satisfies z.ZodType<Content>

const endpointTarget = z.object({ kind: z.literal('endpoint'), endpointId: z.string() })
const urlTarget = z.object({
  kind: z.literal('url'),
  url: z.string(),
  scheme: schemeChoice.nullable(),
  secret: z.string().exactOptional(),
  headers: rawHeaders.exactOptional(),
  policy: retryPolicy.exactOptional(),
  concurrency: z.number().int().min(1).max(MAX_CONCURRENCY).exactOptional(),
})

export const target = z.discriminatedUnion('kind', [endpointTarget, urlTarget]) satisfies z.ZodType<Target>

/** Of a replay: a url that names no scheme is signed as the exchange was, or not at all when it is exact. */
export const replayTarget = z.discriminatedUnion('kind', [
  endpointTarget,
  urlTarget.extend({ scheme: schemeChoice.nullable().default(null) }),
]) satisfies z.ZodType<Target>

export const sendRequest = z.object({
  content,
  targets: z.array(target).min(1).max(100).readonly().exactOptional(),
  speed: speed.exactOptional(),
  count: z.number().int().min(1).max(100_000).exactOptional(),
}) satisfies z.ZodType<SendRequest>

export const sendPreview = z.object({
  body: z.string(),
  method: z.string(),
  url: z.string(),
  headers: rawHeaders,
  values: z.array(z.object({ name: z.string(), start: z.number().int(), end: z.number().int() })).readonly(),
  problems: z.array(fieldError).readonly(),
}) satisfies z.ZodType<SendPreview>
