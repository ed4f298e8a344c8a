import { STATUS_CODES } from 'node:http'
import type { CreatedWebhook, Webhook, WebhookDelivery } from '../../../shared/contract/webhooks.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import { isoSeconds } from '../../../shared/domain/units.ts'
import type { Engine } from '../../engine/engine-rooms.ts'
import { procedures } from '../procedures.ts'
import { before, checkCursor, toPage } from './page.ts'

const { webhooks } = procedures.rest

/** The guide's view of endpoints and deliveries: its words, whole seconds, and only endpoints of the user's own. */
export const webhookHandlers = {
  create: webhooks.create.handler(async ({ input, context: { engine } }): Promise<CreatedWebhook> => {
    const { createdAt, tenantId, ...rest } = toWebhook(await engine.endpoints.create(input))
    const secret = engine.endpoints.secret(rest.id)
    return { ...rest, secret, ...(tenantId !== undefined && { tenantId }), createdAt }
  }),
  list: webhooks.list.handler(({ input: { cursor, limit }, context: { engine } }) => {
    checkCursor('webhook', cursor)
    const own = engine.endpoints.list().filter(({ isBuiltIn }) => !isBuiltIn)
    // Ids are ordered by time, as the list is.
    const rest = cursor === undefined ? own : own.filter(({ id }) => id > cursor)
    return toPage({ items: rest.slice(0, limit).map(toWebhook), hasMore: rest.length > limit })
  }),
  get: webhooks.get.handler(({ input, context: { engine } }) => toWebhook(ownEndpoint(engine, input.id))),
  update: webhooks.update.handler(async ({ input: { id, ...changes }, context: { engine } }) =>
    toWebhook(await engine.endpoints.update(ownEndpoint(engine, id).id, changes)),
  ),
  remove: webhooks.remove.handler(({ input, context: { engine } }) => engine.endpoints.remove(ownEndpoint(engine, input.id).id)),
  deliveries: webhooks.deliveries.handler(async ({ input: { id, cursor, limit }, context: { engine } }) => {
    checkCursor('delivery', cursor)
    // Of a deleted webhook, too: its history stays.
    if (engine.endpoints.list().some((each) => each.id === id && each.isBuiltIn)) throw noWebhook(id)
    const { items, hasMore } = await engine.deliveries.listOf(id, { limit, ...before(cursor) })
    return toPage({ items: items.map(toWebhookDelivery), hasMore })
  }),
  secret: webhooks.secret.handler(({ input, context: { engine } }) => ({
    secret: engine.endpoints.secret(ownEndpoint(engine, input.id).id),
  })),
  rotateSecret: webhooks.rotateSecret.handler(async ({ input: { id, ...rotation }, context: { engine } }) => {
    const { secret, olderUntil } = await engine.endpoints.rotateSecret(ownEndpoint(engine, id).id, rotation)
    return { secret, olderUntil: isoSeconds(olderUntil) }
  }),
  test: webhooks.test.handler(async ({ input, context: { engine } }) => {
    const deliveryId = await engine.sending.test(ownEndpoint(engine, input.id).id)
    return toWebhookDelivery(await engine.deliveries.get(deliveryId))
  }),
}

function ownEndpoint(engine: Engine, id: string): Endpoint {
  const endpoint = engine.endpoints.get(id)
  if (!endpoint.isBuiltIn) return endpoint
  throw noWebhook(id)
}

function noWebhook(id: string): HookscopeError {
  return new HookscopeError('not_found', `There is no webhook ${id}.`, 'GET /api/webhooks lists those that there are.')
}

function toWebhook(endpoint: Endpoint): Webhook {
  return {
    id: endpoint.id,
    // An endpoint at an own inbox is stored by the inbox's id; the guide knows addresses only.
    url: endpoint.resolvedUrl,
    events: [...endpoint.events],
    isActive: endpoint.isActive,
    ...(endpoint.tenantId !== null && { tenantId: endpoint.tenantId }),
    createdAt: isoSeconds(endpoint.createdAt),
  }
}

function toWebhookDelivery(delivery: DeliveryView): WebhookDelivery {
  const error = errorOf(delivery)
  return {
    id: delivery.id,
    eventId: delivery.eventId,
    eventType: delivery.type,
    status: delivery.state,
    statusCode: delivery.status,
    attempts: delivery.attempts,
    lastAttemptAt: timeOrNull(delivery.lastAttemptAt),
    // A first attempt is no retry.
    nextRetryAt: delivery.attempts === 0 ? null : timeOrNull(delivery.nextAttemptAt),
    ...(error !== null && { error }),
  }
}

/** The guide gives the reason phrase where the answer was an HTTP error ("Internal Server Error"), and so do we. */
function errorOf({ state, status, error }: DeliveryView): string | null {
  if (state === 'success') return null
  return (status !== null && status >= 400 && STATUS_CODES[status]) || error
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoSeconds(ms)
}
