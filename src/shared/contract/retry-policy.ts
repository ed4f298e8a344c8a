import { z } from 'zod'
import { MAX_SPEED, type RetryPolicy } from '../domain/retry-policy.ts'
import { HOUR_MS } from '../domain/units.ts'

/** zod for when a delivery is tried again, and how fast its time runs. */

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
