import { z } from 'zod'
import type { CustomEventType } from '../domain/catalogue/event-types.ts'
import { problems } from './problems.ts'
import { page, pageOf } from './rest-page.ts'
import { jsonObject } from './values.ts'

const scope = z.enum(['data', 'body'])

const customEventType = z.object({
  name: z.string(),
  description: z.string(),
  schema: jsonObject,
  scope,
  createdAt: z.number(),
  updatedAt: z.number(),
}) satisfies z.ZodType<CustomEventType>

const byName = z.object({ name: z.string() })
const fields = { description: z.string().trim().max(1_000), schema: jsonObject, scope }

/** Event types of the workspace's own, each with a JSON Schema (2020-12). */
export const eventTypes = {
  list: problems
    .route({ tags: ['eventTypes'], method: 'GET', path: '/event-types', summary: 'List the event types of your own' })
    .input(page)
    .output(pageOf(customEventType)),
  create: problems
    .route({ tags: ['eventTypes'], method: 'POST', path: '/event-types', successStatus: 201, summary: 'Add an event type' })
    .input(
      z.object({
        name: z.string(),
        description: fields.description.exactOptional(),
        schema: fields.schema,
        scope: fields.scope.exactOptional(),
      }),
    )
    .output(customEventType),
  get: problems
    .route({ tags: ['eventTypes'], method: 'GET', path: '/event-types/{name}', summary: 'Get an event type' })
    .input(byName)
    .output(customEventType),
  update: problems
    .route({ tags: ['eventTypes'], method: 'PATCH', path: '/event-types/{name}', summary: 'Change an event type' })
    .input(
      byName.extend({
        description: fields.description.exactOptional(),
        schema: fields.schema.exactOptional(),
        scope: fields.scope.exactOptional(),
      }),
    )
    .output(customEventType),
  remove: problems
    .route({
      tags: ['eventTypes'],
      method: 'DELETE',
      path: '/event-types/{name}',
      successStatus: 204,
      summary: 'Remove an event type; what was sent and captured stays',
    })
    .input(byName)
    .output(z.void()),
}
