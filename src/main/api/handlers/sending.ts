import { EVENT_FAMILIES, eventTypeInfo, nearestEventType } from '../../../shared/domain/catalogue/catalogue.ts'
import { envelopeSchema } from '../../../shared/domain/catalogue/envelope-schema.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { procedures } from '../procedures.ts'

const { deliveries, events, sending } = procedures

export const deliveryHandlers = {
  get: deliveries.get.handler(({ input, context }) => context.engine.deliveries.get(input.id)),
  attempt: deliveries.attempt.handler(({ input, context }) => context.engine.deliveries.attempt(input.id)),
  cancel: deliveries.cancel.handler(({ input, context }) => context.engine.deliveries.cancel(input.id)),
  follow: deliveries.follow.handler(async function* ({ input, context, signal = new AbortController().signal }) {
    yield* context.engine.deliveries.follow(input.ids, signal)
  }),
}

export const eventHandlers = {
  list: events.list.handler(() =>
    EVENT_FAMILIES.flatMap((family) => family.events.map(({ type, description }) => ({ type, family: family.name, description }))),
  ),
  schema: events.schema.handler(({ input }) => {
    if (!eventTypeInfo(input.type)) throw unknownType(input.type)
    return envelopeSchema(input.type)
  }),
  sample: events.sample.handler(({ input, context }) => context.engine.sending.sample(input)),
}

export const sendingHandlers = {
  preview: sending.preview.handler(({ input, context }) => context.engine.sending.preview(input)),
  send: sending.send.handler(async ({ input, context }) => ({ deliveryIds: await context.engine.sending.send(input) })),
}

function unknownType(type: string): HookscopeError {
  const meant = nearestEventType(type)
  const remedy = meant === null ? 'hookscope events lists those that there are.' : `Did you mean ${meant}?`
  return new HookscopeError('not_found', `There is no event type "${type}".`, remedy)
}
