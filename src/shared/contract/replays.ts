import { z } from 'zod'
import { eventIterator } from '@orpc/contract'
import { BATCH_STATES, REPLAY_MODES, type BatchRequest, type BatchView, type ReplayOptions } from '../domain/replay.ts'
import { MAX_SPEED } from '../domain/retry-policy.ts'
import { DAY_MS } from '../domain/units.ts'
import { problems } from './problems.ts'
import { byId } from './rest-page.ts'
import { jsonValue, rawHeaders, target } from './schemas.ts'

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

/** What became of one exchange that was sent again: the delivery, null of a dry run, and what differs from the original. */
export const replayed = z.object({ deliveryId: z.string().nullable(), changes: z.array(z.string()).readonly() })

const pace = {
  rate: z.number().positive().max(100_000).exactOptional(),
  speed: z.number().positive().max(MAX_SPEED).exactOptional(),
}
const ids = z.array(z.string()).min(1).max(100_000).readonly()
const filter = z.string().min(1)

const batchRequest = replayOptions.extend({
  ...pace,
  selection: z.union([z.object({ ids }), z.object({ filter })]),
}) satisfies z.ZodType<BatchRequest>

const count = z.number().int()

const batchView = z.object({
  id: z.string(),
  state: z.enum(BATCH_STATES),
  mode: z.enum(REPLAY_MODES),
  place: z.string(),
  total: count,
  made: count,
  refused: count,
  problem: z.string().nullable(),
  deliveries: z.object({ pending: count, success: count, failed: count, cancelled: count }),
  createdAt: z.number(),
}) satisfies z.ZodType<BatchView>

/** Many exchanges sent again. */
export const replays = {
  start: problems.input(batchRequest).output(batchView),
  /** Newest first. */
  list: problems.output(z.array(batchView)),
  get: problems.input(byId).output(batchView),
  pause: problems.input(byId).output(batchView),
  resume: problems.input(byId).output(batchView),
  /** Makes no more; what was made goes on. */
  cancel: problems.input(byId).output(batchView),
  /** As it is, then when it changed, until all was sent. */
  follow: problems.input(byId).output(eventIterator(batchView)),
}

const tags = { tags: ['replays'] }

/** The same over REST. */
export const replayRoutes = {
  start: problems
    .route({
      ...tags,
      method: 'POST',
      path: '/replays',
      successStatus: 202,
      summary: 'Send exchanges again',
      description: 'Those of `ids`, or what `filter` matches now.',
    })
    .input(
      replayOptions
        .extend({ ...pace, ids: ids.exactOptional(), filter: filter.exactOptional() })
        .refine((input) => (input.ids === undefined) !== (input.filter === undefined), {
          path: ['ids'],
          message: 'give either ids or filter',
        }),
    )
    .output(batchView),
  get: problems
    .route({ ...tags, method: 'GET', path: '/replays/{id}', summary: 'Get a replay with its progress' })
    .input(byId)
    .output(batchView),
  pause: problems
    .route({ ...tags, method: 'POST', path: '/replays/{id}/pause', summary: 'Pause a replay' })
    .input(byId)
    .output(batchView),
  resume: problems
    .route({ ...tags, method: 'POST', path: '/replays/{id}/resume', summary: 'Go on with a replay' })
    .input(byId)
    .output(batchView),
  cancel: problems
    .route({ ...tags, method: 'POST', path: '/replays/{id}/cancel', summary: 'Make no more of a replay' })
    .input(byId)
    .output(batchView),
}
