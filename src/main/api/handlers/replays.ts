import { procedures } from '../procedures.ts'

const { replays, rest } = procedures

export const replayHandlers = {
  start: replays.start.handler(({ input, context }) => context.engine.replays.start(input)),
  list: replays.list.handler(({ context }) => context.engine.replays.list()),
  get: replays.get.handler(({ input, context }) => context.engine.replays.get(input.id)),
  pause: replays.pause.handler(({ input, context }) => context.engine.replays.pause(input.id)),
  resume: replays.resume.handler(({ input, context }) => context.engine.replays.resume(input.id)),
  cancel: replays.cancel.handler(({ input, context }) => context.engine.replays.cancel(input.id)),
  follow: replays.follow.handler(async function* ({ input, context, signal = new AbortController().signal }) {
    yield* context.engine.replays.follow(input.id, signal)
  }),
}

export const replayRouteHandlers = {
  start: rest.replays.start.handler(({ input, context }) => {
    const { ids, filter, ...options } = input
    return context.engine.replays.start({ ...options, selection: ids === undefined ? { filter: filter ?? '' } : { ids } })
  }),
  get: rest.replays.get.handler(({ input, context }) => context.engine.replays.get(input.id)),
  pause: rest.replays.pause.handler(({ input, context }) => context.engine.replays.pause(input.id)),
  resume: rest.replays.resume.handler(({ input, context }) => context.engine.replays.resume(input.id)),
  cancel: rest.replays.cancel.handler(({ input, context }) => context.engine.replays.cancel(input.id)),
}
