import { z } from 'zod'
import { eventIterator } from '@orpc/contract'
import {
  BATCH_FAILURES,
  BATCH_STATES,
  REPLAY_MODES,
  type BatchFailure,
  type BatchRequest,
  type BatchView,
  type ReplayOptions,
  type ReplayPreview,
  type ReplayPreviewItem,
} from '../domain/replay.ts'
import { MAX_SPEED } from '../domain/retry-policy.ts'
import { DAY_MS } from '../domain/units.ts'
import { problems } from './problems.ts'
import { byId, page, pageOf } from './rest-page.ts'
import { replayTarget } from './sending.ts'
import { jsonValue, rawHeaders } from './values.ts'

/** zod for how exchanges are sent again. */
export const replayOptions = z.object({
  target: replayTarget,
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

const batchRequest = replayOptions.extend({
  ...pace,
  /** An empty filter takes everything. */
  selection: z.union([z.object({ ids }), z.object({ filter: z.string() })]),
}) satisfies z.ZodType<BatchRequest>

const count = z.number().int()

const batchView = z.object({
  id: z.string(),
  state: z.enum(BATCH_STATES),
  mode: z.enum(REPLAY_MODES),
  place: z.string(),
  filter: z.string().nullable(),
  ...pace,
  total: count,
  made: count,
  refused: count,
  problem: z.string().nullable(),
  deliveries: z.object({ pending: count, success: count, failed: count, cancelled: count }),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
}) satisfies z.ZodType<BatchView>

const previewItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('sent'),
    id: z.string(),
    type: z.string().nullable(),
    method: z.string(),
    url: z.string(),
    bodyBytes: count,
    changes: z.array(z.string()).readonly(),
  }),
  z.object({ kind: z.literal('refused'), id: z.string(), problem: z.string() }),
]) satisfies z.ZodType<ReplayPreviewItem>

const preview = z.object({
  total: z.object({ value: count, exact: z.boolean() }),
  items: z.array(previewItem).readonly(),
}) satisfies z.ZodType<ReplayPreview>

const failure = z.object({
  kind: z.enum(BATCH_FAILURES),
  exchangeId: z.string().nullable(),
  attemptId: z.string().nullable(),
  type: z.string().nullable(),
  status: count.nullable(),
  problem: z.string(),
}) satisfies z.ZodType<BatchFailure>

const previewLimit = z.number().int().min(1).max(100).default(50)
const failuresOf = page.extend({ id: z.string(), kind: z.enum(BATCH_FAILURES).default('failed') })

/** Many exchanges sent again. */
export const replays = {
  /** Answers once the selection is written down, or after a moment: then it is `choosing`. */
  start: problems.input(batchRequest).output(batchView),
  /** What would go where, and with which changes; nothing is sent. */
  preview: problems.input(batchRequest.extend({ limit: previewLimit })).output(preview),
  /** Newest first. */
  list: problems.input(page).output(pageOf(batchView)),
  get: problems.input(byId).output(batchView),
  /** What was not delivered, newest first. */
  failures: problems.input(failuresOf).output(pageOf(failure)),
  pause: problems.input(byId).output(batchView),
  resume: problems.input(byId).output(batchView),
  /** Makes no more; what was made goes on. */
  cancel: problems.input(byId).output(batchView),
  /** As it is, then when it changed, until all was sent. */
  follow: problems.input(byId).output(eventIterator(batchView)),
  /** The newest ones and all that still run; then those that changed. */
  watch: problems.output(eventIterator(z.array(batchView))),
}

const tags = { tags: ['replays'] }

/** As REST has it: `ids` or `filter` beside the rest. */
const flatRequest = replayOptions.extend({ ...pace, ids: ids.exactOptional(), filter: z.string().exactOptional() })
const EITHER = { path: ['ids'], message: 'or filter is needed, one of them' }

/** The same over REST. */
export const replayRoutes = {
  start: problems
    .route({
      ...tags,
      method: 'POST',
      path: '/replays',
      successStatus: 202,
      summary: 'Send exchanges again',
      description: 'Those of `ids`, or what `filter` matches now. `GET /replays/{id}` tells how far it is.',
    })
    .input(flatRequest.refine(isEither, EITHER))
    .output(batchView),
  preview: problems
    .route({
      ...tags,
      method: 'POST',
      path: '/replays/preview',
      summary: 'Say what a replay would send where',
      description: 'Takes what `POST /replays` takes and sends nothing: the first `limit` in the order of sending, with their changes.',
    })
    .input(flatRequest.extend({ limit: previewLimit }).refine(isEither, EITHER))
    .output(preview),
  list: problems
    .route({ ...tags, method: 'GET', path: '/replays', summary: 'List replays, newest first' })
    .input(page)
    .output(pageOf(batchView)),
  get: problems
    .route({ ...tags, method: 'GET', path: '/replays/{id}', summary: 'Get a replay with its progress' })
    .input(byId)
    .output(batchView),
  failures: problems
    .route({
      ...tags,
      method: 'GET',
      path: '/replays/{id}/failures',
      summary: 'List what a replay did not deliver, newest first',
      description: '`failed`: it was sent and not taken. `refused`: it could not be sent again.',
    })
    .input(failuresOf)
    .output(pageOf(failure)),
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

function isEither(input: { readonly ids?: unknown; readonly filter?: unknown }): boolean {
  return (input.ids === undefined) !== (input.filter === undefined)
}
