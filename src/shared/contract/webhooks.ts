import { z } from 'zod'
import { PROFILE_IDS } from '../domain/profiles/profiles.ts'
import { problems } from './problems.ts'
import { byId, page, pageOf } from './rest-page.ts'
import { rotation } from './rotation.ts'

/** The guide's routes, word for word ("Register Webhook", "Delivery Status"), and the rest in their manner. */

const webhook = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  isActive: z.boolean(),
  tenantId: z.string().exactOptional(),
  /** ISO 8601, whole seconds. */
  createdAt: z.string(),
})

/** The answer to create holds the secret, in the guide's place. */
const createdWebhook = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  isActive: z.boolean(),
  secret: z.string(),
  tenantId: z.string().exactOptional(),
  createdAt: z.string(),
})

const webhookDelivery = z.object({
  id: z.string(),
  eventId: z.string().nullable(),
  eventType: z.string().nullable(),
  status: z.enum(['pending', 'success', 'failed', 'cancelled']),
  statusCode: z.number().int().nullable(),
  attempts: z.number().int(),
  lastAttemptAt: z.string().nullable(),
  nextRetryAt: z.string().nullable(),
  error: z.string().exactOptional(),
})
export type Webhook = z.infer<typeof webhook>
export type CreatedWebhook = z.infer<typeof createdWebhook>
export type WebhookDelivery = z.infer<typeof webhookDelivery>

const fields = {
  url: z.string(),
  events: z.array(z.string()).min(1),
  isActive: z.boolean(),
  /** At least 32 characters; made when absent. */
  secret: z.string(),
  tenantId: z.string().min(1),
  /** Deliver as this sender does: scheme, retry policy, headers and concurrency. */
  profile: z.enum(PROFILE_IDS),
}

export const webhooks = {
  create: problems
    .route({ tags: ['webhooks'], method: 'POST', path: '/webhooks', successStatus: 201, summary: 'Register a webhook' })
    .input(
      z.strictObject({
        url: fields.url,
        events: fields.events,
        isActive: fields.isActive.default(true),
        secret: fields.secret.exactOptional(),
        tenantId: fields.tenantId.exactOptional(),
        profile: fields.profile.exactOptional(),
      }),
    )
    .output(createdWebhook),
  list: problems
    .route({ tags: ['webhooks'], method: 'GET', path: '/webhooks', summary: 'List webhooks' })
    .input(page)
    .output(pageOf(webhook)),
  get: problems
    .route({ tags: ['webhooks'], method: 'GET', path: '/webhooks/{id}', summary: 'Get a webhook' })
    .input(byId)
    .output(webhook),
  update: problems
    .route({ tags: ['webhooks'], method: 'PATCH', path: '/webhooks/{id}', summary: 'Change a webhook' })
    .input(
      z.strictObject({
        ...byId.shape,
        url: fields.url.exactOptional(),
        events: fields.events.exactOptional(),
        isActive: fields.isActive.exactOptional(),
        secret: fields.secret.exactOptional(),
        tenantId: fields.tenantId.nullable().exactOptional(),
        profile: fields.profile.exactOptional(),
      }),
    )
    .output(webhook),
  remove: problems
    .route({
      tags: ['webhooks'],
      method: 'DELETE',
      path: '/webhooks/{id}',
      successStatus: 204,
      summary: 'Delete a webhook; its history stays',
    })
    .input(byId)
    .output(z.void()),
  deliveries: problems
    .route({ tags: ['webhooks'], method: 'GET', path: '/webhooks/{id}/deliveries', summary: 'Delivery history, newest first' })
    .input(page.extend({ id: z.string() }))
    .output(pageOf(webhookDelivery)),
  secret: problems
    .route({ tags: ['webhooks'], method: 'GET', path: '/webhooks/{id}/secret', summary: 'The signing secret' })
    .input(byId)
    .output(z.object({ secret: z.string() })),
  rotateSecret: problems
    .route({
      tags: ['webhooks'],
      method: 'POST',
      path: '/webhooks/{id}/secret/rotate',
      summary: 'Sign with a new secret; the old ones sign and verify, too, until `olderUntil`',
    })
    .input(rotation.extend({ id: z.string() }))
    .output(
      z.object({
        secret: z.string(),
        /** ISO 8601, whole seconds. */
        olderUntil: z.string(),
      }),
    ),
  test: problems
    .route({ tags: ['webhooks'], method: 'POST', path: '/webhooks/{id}/test', successStatus: 202, summary: 'Send a sample event' })
    .input(byId)
    .output(webhookDelivery),
}
