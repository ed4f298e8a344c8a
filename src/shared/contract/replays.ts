import { z } from 'zod'
import type { JsonValue } from '../domain/event.ts'
import { REPLAY_MODES, type ReplayOptions } from '../domain/replay.ts'
import { DAY_MS } from '../domain/units.ts'
import { rawHeaders, target } from './schemas.ts'

const jsonValue: z.ZodType<JsonValue, JsonValue> = z.json()

/** zod for how exchanges are sent again. */
export const replayOptions = z.object({
  target,
  mode: z.enum(REPLAY_MODES).default('exact'),
  keepHost: z.boolean().default(false),
  keepPath: z.boolean().default(false),
  retry: z.boolean().default(false),
  ageMs: z
    .number()
    .positive()
    .max(366 * DAY_MS)
    .exactOptional(),
  edit: z
    .object({
      method: z
        .string()
        .regex(/^[A-Z]{1,20}$/, 'is not a method such as POST')
        .exactOptional(),
      headers: rawHeaders.exactOptional(),
      body: z.base64().exactOptional(),
      set: z
        .array(z.object({ path: z.string(), value: jsonValue }))
        .readonly()
        .exactOptional(),
      newEventId: z.boolean().exactOptional(),
      newTimestamp: z.boolean().exactOptional(),
    })
    .exactOptional(),
}) satisfies z.ZodType<ReplayOptions>
