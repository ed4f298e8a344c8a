import { METADATA } from '../../../shared/domain/event.ts'
import { procedures } from '../procedures.ts'
import { before, checkCursor, toPage } from './page.ts'

const { events, deliveries, inboxes } = procedures.rest

export const eventRouteHandlers = {
  list: events.list.handler(({ input: { cursor, limit }, context: { engine } }) => {
    checkCursor('evt', cursor)
    return toPage(engine.eventLog.list({ limit, ...before(cursor) }))
  }),
  publish: events.publish.handler(async ({ input, context: { engine } }) => {
    const { eventType: type, metadata, eventId, timestamp, ...content } = input
    const set = [
      ...(eventId === undefined ? [] : [{ path: 'eventId', value: eventId }]),
      ...(timestamp === undefined ? [] : [{ path: 'timestamp', value: timestamp }]),
      ...(metadata === undefined ? [] : [{ path: 'metadata', value: { ...METADATA, ...metadata } }]),
    ]
    const id = await engine.sending.publish({ kind: 'event', type, ...content, set })
    return engine.eventLog.get(id)
  }),
  get: events.get.handler(({ input, context: { engine } }) => engine.eventLog.get(input.id)),
}

export const deliveryRouteHandlers = {
  list: deliveries.list.handler(async ({ input: { cursor, limit }, context: { engine } }) => {
    checkCursor('delivery', cursor)
    return toPage(await engine.deliveries.list({ limit, ...before(cursor) }))
  }),
  get: deliveries.get.handler(({ input, context: { engine } }) => engine.deliveries.get(input.id)),
  attempt: deliveries.attempt.handler(({ input, context: { engine } }) => engine.deliveries.attempt(input.id)),
  cancel: deliveries.cancel.handler(({ input, context: { engine } }) => engine.deliveries.cancel(input.id)),
}

export const inboxRouteHandlers = {
  create: inboxes.create.handler(({ input, context: { engine } }) => engine.inboxes.create(input)),
  list: inboxes.list.handler(({ input: { cursor, limit }, context: { engine } }) => {
    checkCursor('inbox', cursor)
    const rest = engine.inboxes.list().filter(({ id }) => cursor === undefined || id > cursor)
    return toPage({ items: rest.slice(0, limit), hasMore: rest.length > limit })
  }),
  get: inboxes.get.handler(({ input, context: { engine } }) => engine.inboxes.get(input.id)),
  update: inboxes.update.handler(({ input: { id, ...changes }, context: { engine } }) => engine.inboxes.update(id, changes)),
  remove: inboxes.remove.handler(({ input, context: { engine } }) => engine.inboxes.remove(input.id)),
  secret: inboxes.secret.handler(({ input, context: { engine } }) => engine.inboxes.secret(input.id)),
  rotateSecret: inboxes.rotateSecret.handler(({ input: { id, ...rotation }, context: { engine } }) =>
    engine.inboxes.rotateSecret(id, rotation),
  ),
}
