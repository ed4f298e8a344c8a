import { z } from 'zod'
import type { EngineStatus } from '../domain/status.ts'

/** zod for how the engine stands. */

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
