import { z } from 'zod'
import { SAMPLE_VARIANT_NAMES } from '../domain/catalogue/variants.ts'
import { MAX_CONCURRENCY, type Endpoint } from '../domain/endpoint.ts'
import type { FieldError } from '../domain/errors.ts'
import type { JsonObject, JsonValue } from '../domain/event.ts'
import {
  ATTEMPT_STATES,
  CAPTURE_STATES,
  DELIVERY_STATES,
  NETWORK_ERRORS,
  type AttemptView,
  type DeliveryView,
  type ExchangeDetail,
  type ExchangeSummary,
  type Lineage,
  type MessageView,
  type SignedContent,
  type Timings,
} from '../domain/exchange.ts'
import { HANDSHAKE_CHOICES } from '../domain/handshake/handshake.ts'
import type { Answer, Inbox } from '../domain/inbox.ts'
import { MAX_SPEED, type RetryPolicy } from '../domain/retry-policy.ts'
import { MAX_KEEP_MS, type RotatedSecret, type Rotation } from '../domain/rotation.ts'
import type { Content, SendPreview, SendRequest, Target } from '../domain/sending.ts'
import { PROFILE_IDS } from '../domain/profiles/profiles.ts'
import { SCHEME_IDS } from '../domain/signature/scheme.ts'
import type { EngineStatus } from '../domain/status.ts'
import { HOUR_MS } from '../domain/units.ts'
import { VERDICTS, type Verification } from '../domain/verdict.ts'
import { note } from './notes.ts'
import { schemeChoice } from './scheme.ts'

/** zod for the domain's types: parsed once at the outer edge, trusted inside. */

export const fieldError = z.object({ path: z.string(), message: z.string() }) satisfies z.ZodType<FieldError>
export const jsonValue: z.ZodType<JsonValue, JsonValue> = z.json()

export const jsonObject: z.ZodType<JsonObject, JsonObject> = z.record(z.string(), z.json())
export const rawHeaders = z.array(z.tuple([z.string(), z.string()]).readonly()).readonly()
export const sampleVariant = z.enum(SAMPLE_VARIANT_NAMES)
export const speed = z.union([z.number().positive().max(MAX_SPEED), z.literal('max')])

export const retryPolicy = z.object({
  delaysMs: z
    .array(
      z
        .number()
        .min(0)
        .max(7 * 24 * HOUR_MS),
    )
    .min(1)
    .max(50)
    .readonly(),
  jitter: z.number().min(0).max(1),
  retryStatuses: z.array(z.number().int().min(100).max(599)).readonly(),
  timeoutMs: z.number().min(1).max(HOUR_MS),
  honourRetryAfter: z.boolean(),
  succeedsOn: z
    .tuple([z.number().int().min(200).max(599), z.number().int().min(200).max(599)])
    .readonly()
    .exactOptional(),
  retriesAll: z.boolean().exactOptional(),
  disableAfterFailures: z.number().int().min(1).max(1_000_000).exactOptional(),
  disableAfterMs: z
    .number()
    .min(1)
    .max(365 * 24 * HOUR_MS)
    .exactOptional(),
}) satisfies z.ZodType<RetryPolicy>

export const verification = z.object({
  verdict: z.enum(VERDICTS),
  scheme: z.string().nullable(),
  header: z.string().nullable(),
  received: z.string().nullable(),
  expected: z.string().nullable(),
  secretIndex: z.number().int().nullable(),
  reason: z.string(),
}) satisfies z.ZodType<Verification>

export const exchangeSummary = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  state: z.enum([...CAPTURE_STATES, ...ATTEMPT_STATES]),
  at: z.number(),
  method: z.string(),
  path: z.string(),
  type: z.string().nullable(),
  eventId: z.string().nullable(),
  inboxId: z.string().nullable(),
  endpointId: z.string().nullable(),
  place: z.string().nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  status: z.number().int().nullable(),
  error: z.enum(NETWORK_ERRORS).nullable(),
  tookMs: z.number().nullable(),
  requestBytes: z.number().int(),
  responseBytes: z.number().int(),
  deliveryId: z.string().nullable(),
  deliveryState: z.enum(DELIVERY_STATES).nullable(),
  attempt: z.object({ number: z.number().int(), of: z.number().int() }).nullable(),
  nextAttemptAt: z.number().nullable(),
  counterpartId: z.string().nullable(),
  replayOf: z.string().nullable(),
  isImported: z.boolean(),
  note: note.nullable(),
}) satisfies z.ZodType<ExchangeSummary>

export const timings = z.object({
  dnsMs: z.number().exactOptional(),
  connectMs: z.number().exactOptional(),
  tlsMs: z.number().exactOptional(),
  sentMs: z.number().exactOptional(),
  firstByteMs: z.number().exactOptional(),
  totalMs: z.number().exactOptional(),
}) satisfies z.ZodType<Timings>

const messageView = z.object({
  startLine: z.string(),
  headers: rawHeaders,
  trailers: rawHeaders,
  bodyBytes: z.number().int(),
  bodyComplete: z.boolean(),
}) satisfies z.ZodType<MessageView>

export const exchangeDetail = exchangeSummary.extend({
  url: z.string(),
  request: messageView,
  response: messageView.nullable(),
  answer: z.enum(['decided', 'sent', 'aborted']).nullable(),
  verification: verification.nullable(),
  recognised: z.enum(SCHEME_IDS).nullable(),
  timings: timings.nullable(),
  notes: z.array(z.string()).readonly(),
  remoteAddress: z.string().nullable(),
}) satisfies z.ZodType<ExchangeDetail>

export const signedContent = z.object({
  scheme: z.string(),
  parts: z.array(z.object({ name: z.string(), bytes: z.string(), totalBytes: z.number().int() })).readonly(),
}) satisfies z.ZodType<SignedContent>

export const lineage = z.object({
  source: exchangeSummary.nullable(),
  family: z.array(exchangeSummary).readonly(),
  replays: z.array(exchangeSummary).readonly(),
  isCut: z.boolean(),
}) satisfies z.ZodType<Lineage>

const attemptView = z.object({
  id: z.string(),
  number: z.number().int(),
  state: z.enum(ATTEMPT_STATES),
  manual: z.boolean(),
  at: z.number(),
  status: z.number().int().nullable(),
  error: z.enum(NETWORK_ERRORS).nullable(),
  tookMs: z.number().nullable(),
  timings: timings.nullable(),
}) satisfies z.ZodType<AttemptView>

export const deliveryView = z.object({
  id: z.string(),
  eventId: z.string().nullable(),
  type: z.string().nullable(),
  endpointId: z.string().nullable(),
  place: z.string(),
  url: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number().int(),
  maxAttempts: z.number().int(),
  ladderMs: z.array(z.number()).readonly(),
  speed,
  createdAt: z.number(),
  lastAttemptAt: z.number().nullable(),
  nextAttemptAt: z.number().nullable(),
  status: z.number().int().nullable(),
  error: z.string().nullable(),
  replayOf: z.string().nullable(),
  history: z.array(attemptView).readonly(),
  explanation: z.array(z.string()).readonly(),
}) satisfies z.ZodType<DeliveryView>

export const endpoint = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  resolvedUrl: z.string(),
  events: z.array(z.string()).readonly(),
  isActive: z.boolean(),
  scheme: schemeChoice,
  headers: rawHeaders,
  policy: retryPolicy,
  concurrency: z.number().int(),
  speed: speed.nullable(),
  tenantId: z.string().nullable(),
  isBuiltIn: z.boolean(),
  note: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
}) satisfies z.ZodType<Endpoint>

/** What a person may set on an endpoint; what is absent keeps its value or takes the default. */
export const endpointInput = z.object({
  /** Fills scheme, policy, headers and concurrency, where they are not given beside it. */
  profile: z.enum(PROFILE_IDS).exactOptional(),
  name: z.string().trim().min(1).max(200).exactOptional(),
  url: z.string().exactOptional(),
  events: z.array(z.string()).min(1).readonly().exactOptional(),
  isActive: z.boolean().exactOptional(),
  scheme: schemeChoice.exactOptional(),
  secret: z.string().exactOptional(),
  headers: rawHeaders.exactOptional(),
  policy: retryPolicy.exactOptional(),
  concurrency: z.number().int().exactOptional(),
  speed: speed.nullable().exactOptional(),
  tenantId: z.string().min(1).nullable().exactOptional(),
})
export type EndpointInput = z.infer<typeof endpointInput>

export const answer = z.object({
  status: z.number().int().min(200).max(599),
  headers: rawHeaders,
  body: z.string(),
  delayMs: z.number().min(0).max(HOUR_MS),
}) satisfies z.ZodType<Answer>

export const inbox = z.object({
  id: z.string(),
  path: z.string(),
  url: z.string(),
  scheme: schemeChoice.nullable(),
  answer,
  refuseBadSignatures: z.boolean(),
  forwardTo: z.string().nullable(),
  publicUrl: z.string().nullable(),
  handshake: z.enum(HANDSHAKE_CHOICES),
  verifyToken: z.string().nullable(),
  isBuiltIn: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
}) satisfies z.ZodType<Inbox>

export const inboxInput = z.object({
  path: z.string().exactOptional(),
  scheme: schemeChoice.nullable().exactOptional(),
  /** null: the workspace's again. */
  secret: z.string().min(1).nullable().exactOptional(),
  answer: z
    .object({
      status: answer.shape.status.exactOptional(),
      headers: answer.shape.headers.exactOptional(),
      body: answer.shape.body.exactOptional(),
      delayMs: answer.shape.delayMs.exactOptional(),
    })
    .exactOptional(),
  refuseBadSignatures: z.boolean().exactOptional(),
  forwardTo: z.string().nullable().exactOptional(),
  publicUrl: z.string().nullable().exactOptional(),
  handshake: z.enum(HANDSHAKE_CHOICES).exactOptional(),
  /** What Meta's handshake must name; null: anything. */
  verifyToken: z.string().min(1).nullable().exactOptional(),
})
export type InboxInput = z.infer<typeof inboxInput>

export const rotation = z.object({
  /** Made when absent. */
  secret: z.string().min(1).exactOptional(),
  /** How long the old ones stay good; a day unless said. */
  keepMs: z.number().min(0).max(MAX_KEEP_MS).exactOptional(),
}) satisfies z.ZodType<Rotation>

export const rotatedSecret = z.object({ secret: z.string(), olderUntil: z.number() }) satisfies z.ZodType<RotatedSecret>

export const inboxSecret = z.object({
  secret: z.string().nullable(),
  isOwn: z.boolean(),
  /** When the ones before it end; null when there are none. */
  olderUntil: z.number().nullable(),
})

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

export const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('endpoint'), endpointId: z.string() }),
  z.object({
    kind: z.literal('url'),
    url: z.string(),
    scheme: schemeChoice.nullable(),
    secret: z.string().exactOptional(),
    headers: rawHeaders.exactOptional(),
    policy: retryPolicy.exactOptional(),
    concurrency: z.number().int().min(1).max(MAX_CONCURRENCY).exactOptional(),
  }),
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

export const engineStatus = z.object({
  version: z.string(),
  pid: z.number().int(),
  workspace: z.object({ name: z.string(), directory: z.string() }),
  controlUrl: z.string().nullable(),
  receiver: z.union([
    z.object({ state: z.enum(['listening', 'paused']), url: z.string() }),
    z.object({ state: z.literal('off'), reason: z.string() }),
  ]),
  startedAt: z.number(),
  trouble: z.string().nullable(),
  exchanges: z.number().int(),
  exchangesExact: z.boolean(),
  pendingDeliveries: z.number().int(),
  nextAttemptAt: z.number().nullable(),
  databaseBytes: z.number(),
  search: z.object({ behind: z.number().int(), behindMs: z.number() }).nullable(),
  capturesPerSecond: z.number(),
  attemptsPerSecond: z.number(),
}) satisfies z.ZodType<EngineStatus>
