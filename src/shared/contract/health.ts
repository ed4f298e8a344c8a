import { z } from 'zod'
import { HEALTH_WINDOWS, type HealthReport, type HealthWindow, type PlaceHealth } from '../domain/health.ts'
import { problems } from './problems.ts'

const counts = z.array(z.number().int()).readonly()
const times = z.array(z.number().nullable()).readonly()

const placeHealth = z.object({
  good: counts,
  failed: counts,
  bad: counts,
  unjudged: counts,
  p50Ms: times,
  p95Ms: times,
  latency: z.object({ p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number() }).nullable(),
  lastAt: z.number().nullable(),
  failingSince: z.number().nullable(),
  pending: z.number().int(),
}) satisfies z.ZodType<PlaceHealth>

const healthWindow = z.enum(Object.keys(HEALTH_WINDOWS) as [HealthWindow, ...HealthWindow[]])

const report = z.object({
  window: healthWindow,
  from: z.number(),
  bucketMs: z.number(),
  complete: z.boolean(),
  places: z.record(z.string(), placeHealth),
}) satisfies z.ZodType<HealthReport>

/** How all endpoints and inboxes have been doing. Cheap enough to be asked every few seconds. */
export const health = problems.input(z.object({ window: healthWindow })).output(report)
