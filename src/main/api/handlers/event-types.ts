import { procedures } from '../procedures.ts'

const { events, rest } = procedures
const { eventTypes } = rest

/** The catalogue as it is asked. */
export const eventHandlers = {
  list: events.list.handler(({ context }) => context.engine.eventTypes.entries()),
  schema: events.schema.handler(({ input, context }) => context.engine.eventTypes.schema(input.type)),
  sample: events.sample.handler(({ input, context }) => context.engine.sending.sample(input)),
}

/** The event types of the workspace's own. */
export const eventTypeHandlers = {
  list: eventTypes.list.handler(({ input: { cursor, limit }, context }) => {
    // In the order of their names, and so is what follows a cursor.
    const own = context.engine.eventTypes.list().filter(({ name }) => cursor === undefined || name > cursor)
    const items = own.slice(0, limit)
    return { items, nextCursor: own.length > limit ? (items.at(-1)?.name ?? null) : null }
  }),
  create: eventTypes.create.handler(({ input: { name, ...input }, context }) => context.engine.eventTypes.create(name, input)),
  get: eventTypes.get.handler(({ input, context }) => context.engine.eventTypes.get(input.name)),
  update: eventTypes.update.handler(({ input: { name, ...input }, context }) => context.engine.eventTypes.update(name, input)),
  remove: eventTypes.remove.handler(({ input, context }) => context.engine.eventTypes.remove(input.name)),
}
