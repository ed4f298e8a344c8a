import type { BatchRequest } from '../../../shared/domain/replay.ts'
import { badFields } from '../failures.ts'
import { procedures } from '../procedures.ts'
import { before, checkCursor, toPage } from './page.ts'

const { replays, rest } = procedures

export const replayHandlers = {
  start: replays.start.handler(({ input, context }) => context.engine.replays.start(input)),
  preview: replays.preview.handler(({ input: { limit, ...request }, context }) => context.engine.replays.preview(request, limit)),
  list: replays.list.handler(({ input: { cursor, limit }, context }) => {
    checkCursor('replay', cursor)
    return toPage(context.engine.replays.list({ limit, ...before(cursor) }))
  }),
  get: replays.get.handler(({ input, context }) => context.engine.replays.get(input.id)),
  failures: replays.failures.handler(({ input: { id, ...page }, context }) => {
    checkPlace(page.kind, page.cursor)
    return context.engine.replays.failures(id, page)
  }),
  pause: replays.pause.handler(({ input, context }) => context.engine.replays.pause(input.id)),
  resume: replays.resume.handler(({ input, context }) => context.engine.replays.resume(input.id)),
  cancel: replays.cancel.handler(({ input, context }) => context.engine.replays.cancel(input.id)),
  follow: replays.follow.handler(async function* ({ input, context, signal = new AbortController().signal }) {
    yield* context.engine.replays.follow(input.id, signal)
  }),
  watch: replays.watch.handler(async function* ({ context, signal = new AbortController().signal }) {
    yield* context.engine.replays.watch(signal)
  }),
}

export const replayRouteHandlers = {
  start: rest.replays.start.handler(({ input, context }) => context.engine.replays.start(requestOf(input))),
  preview: rest.replays.preview.handler(({ input: { limit, ...input }, context }) =>
    context.engine.replays.preview(requestOf(input), limit),
  ),
  list: rest.replays.list.handler(({ input: { cursor, limit }, context }) => {
    checkCursor('replay', cursor)
    return toPage(context.engine.replays.list({ limit, ...before(cursor) }))
  }),
  get: rest.replays.get.handler(({ input, context }) => context.engine.replays.get(input.id)),
  failures: rest.replays.failures.handler(({ input: { id, ...page }, context }) => {
    checkPlace(page.kind, page.cursor)
    return context.engine.replays.failures(id, page)
  }),
  pause: rest.replays.pause.handler(({ input, context }) => context.engine.replays.pause(input.id)),
  resume: rest.replays.resume.handler(({ input, context }) => context.engine.replays.resume(input.id)),
  cancel: rest.replays.cancel.handler(({ input, context }) => context.engine.replays.cancel(input.id)),
}

/** REST has the selection beside the rest. */
function requestOf({
  ids,
  filter,
  ...options
}: Omit<BatchRequest, 'selection'> & { readonly ids?: readonly string[]; readonly filter?: string }): BatchRequest {
  return { ...options, selection: ids === undefined ? { filter: filter ?? '' } : { ids } }
}

/** Refuses a cursor that no page has given. */
function checkPlace(kind: string, cursor: string | undefined): void {
  if (cursor === undefined || /^\d{1,16}$/.test(cursor)) return
  throw badFields([{ path: 'cursor', message: `is not one that a page of ${kind} ones has given` }])
}
