import { z } from 'zod'
import {
  ATTEMPT_STATES,
  CAPTURE_STATES,
  DELIVERY_STATES,
  NETWORK_ERRORS,
  type ExchangeDetail,
  type ExchangeSummary,
  type Lineage,
  type MessageView,
  type SignedContent,
  type Timings,
} from '../domain/exchange.ts'
import { SCHEME_IDS } from '../domain/signature/scheme.ts'
import { VERDICTS, type Verification } from '../domain/verdict.ts'
import { note } from './notes.ts'
import { schemeChoice } from './scheme.ts'
import { rawHeaders } from './values.ts'

/** zod for exchanges: as a row, whole, and what can be told of one. */

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
  signedAs: schemeChoice.nullable(),
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
