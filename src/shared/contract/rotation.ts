import { z } from 'zod'
import { MAX_KEEP_MS, type RotatedSecret, type Rotation } from '../domain/rotation.ts'

/** zod for a new secret beside the old ones. */

export const rotation = z.object({
  /** Made when absent. */
  secret: z.string().min(1).exactOptional(),
  /** How long the old ones stay good; a day unless said. */
  keepMs: z.number().min(0).max(MAX_KEEP_MS).exactOptional(),
}) satisfies z.ZodType<Rotation>

export const rotatedSecret = z.object({ secret: z.string(), olderUntil: z.number() }) satisfies z.ZodType<RotatedSecret>
