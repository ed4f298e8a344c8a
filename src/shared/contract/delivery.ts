import { z } from 'zod'
import { ATTEMPT_STATES, DELIVERY_STATES, NETWORK_ERRORS, type AttemptView, type DeliveryView } from '../domain/exchange.ts'
import { timings } from './exchange.ts'
import { speed } from './retry-policy.ts'

/** zod for deliveries with their attempts. */

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
