import { z } from 'zod'
import type { Retention, Settings } from '../domain/retention.ts'
import { DAY_MS, MIB, MINUTE_MS } from '../domain/units.ts'
import { problems } from './problems.ts'

/** What holds for a whole workspace. */

const retention = z.object({
  maxAgeMs: z
    .number()
    .min(MINUTE_MS)
    .max(36_500 * DAY_MS)
    .nullable(),
  maxCount: z.number().int().min(1).nullable(),
  maxBytes: z.number().int().min(MIB).nullable(),
}) satisfies z.ZodType<Retention>

const settingsShape = z.object({ retention }) satisfies z.ZodType<Settings>

export const settings = {
  get: problems.output(settingsShape),
  /** Each setting that is given is replaced; the others stay. */
  put: problems.input(z.object({ retention: retention.exactOptional() })).output(settingsShape),
}
