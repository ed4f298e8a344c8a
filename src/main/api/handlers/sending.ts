import { procedures } from '../procedures.ts'

const { deliveries, sending } = procedures

export const deliveryHandlers = {
  get: deliveries.get.handler(({ input, context }) => context.engine.deliveries.get(input.id)),
  attempt: deliveries.attempt.handler(({ input, context }) => context.engine.deliveries.attempt(input.id)),
  cancel: deliveries.cancel.handler(({ input, context }) => context.engine.deliveries.cancel(input.id)),
  follow: deliveries.follow.handler(async function* ({ input, context, signal = new AbortController().signal }) {
    yield* context.engine.deliveries.follow(input.ids, signal)
  }),
}

export const sendingHandlers = {
  preview: sending.preview.handler(({ input, context }) => context.engine.sending.preview(input)),
  send: sending.send.handler(async ({ input, context }) => ({ deliveryIds: await context.engine.sending.send(input) })),
}
