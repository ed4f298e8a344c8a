import { once } from 'node:events'
import { procedures } from '../procedures.ts'

const { endpoints, inboxes } = procedures

export const endpointHandlers = {
  list: endpoints.list.handler(({ context }) => [...context.engine.endpoints.list()]),
  get: endpoints.get.handler(({ input, context }) => context.engine.endpoints.get(input.id)),
  create: endpoints.create.handler(({ input, context }) => context.engine.endpoints.create(input)),
  update: endpoints.update.handler(({ input: { id, ...changes }, context }) => context.engine.endpoints.update(id, changes)),
  remove: endpoints.remove.handler(({ input, context }) => context.engine.endpoints.remove(input.id)),
  restore: endpoints.restore.handler(({ input, context }) => context.engine.endpoints.restore(input.id)),
  secret: endpoints.secret.handler(({ input, context }) => ({
    secret: context.engine.endpoints.secret(input.id),
    olderUntil: context.engine.endpoints.olderUntil(input.id),
  })),
  rotateSecret: endpoints.rotateSecret.handler(({ input: { id, ...rotation }, context }) =>
    context.engine.endpoints.rotateSecret(id, rotation),
  ),
  test: endpoints.test.handler(async ({ input, context }) => ({ deliveryId: await context.engine.sending.test(input.id) })),
}

export const inboxHandlers = {
  lend: inboxes.lend.handler(async function* ({ input: { id, ...changes }, context, signal = new AbortController().signal }) {
    const loan = await context.engine.inboxLoans.lend(id, changes)
    try {
      yield loan.inbox
      if (!signal.aborted) await once(signal, 'abort')
    } finally {
      await loan.giveBack()
    }
  }),
  giveBack: inboxes.giveBack.handler(({ input, context }) => context.engine.inboxLoans.giveBack(input.id)),
  list: inboxes.list.handler(({ context }) => [...context.engine.inboxes.list()]),
  create: inboxes.create.handler(({ input, context }) => context.engine.inboxes.create(input)),
  update: inboxes.update.handler(({ input: { id, ...changes }, context }) => context.engine.inboxes.update(id, changes)),
  remove: inboxes.remove.handler(({ input, context }) => context.engine.inboxes.remove(input.id)),
  restore: inboxes.restore.handler(({ input, context }) => context.engine.inboxes.restore(input.id)),
  secret: inboxes.secret.handler(({ input, context }) => context.engine.inboxes.secret(input.id)),
  rotateSecret: inboxes.rotateSecret.handler(({ input: { id, ...rotation }, context }) =>
    context.engine.inboxes.rotateSecret(id, rotation),
  ),
}
