import { z } from 'zod'
import type { EventView } from '../domain/event.ts'
import { diagnosis } from './diagnosis.ts'
import { problems } from './problems.ts'
import { replayed, replayOptions } from './replays.ts'
import { byId, page, pageOf } from './rest-page.ts'
import { deliveryView } from './delivery.ts'
import { exchangeDetail, exchangeSummary, verification } from './exchange.ts'
import { inbox, inboxInput, inboxSecret } from './inbox.ts'
import { rotatedSecret, rotation } from './rotation.ts'
import { sampleVariant } from './sending.ts'
import { fieldError, jsonObject } from './values.ts'

/** REST for tests and scripts: what the guide's platform does not have. Times are ms since 1970. */

const eventView = z.object({
  id: z.string(),
  type: z.string(),
  eventId: z.string(),
  tenantId: z.string(),
  at: z.number(),
  deliveryIds: z.array(z.string()).readonly(),
}) satisfies z.ZodType<EventView>

const event = eventView.extend({ payload: jsonObject })

const capture = exchangeDetail.extend({
  /** The request's body with its Content-Encoding undone, its first MiB; null when that is not UTF-8. */
  body: z.string().nullable(),
  /** base64, where `body` is null. */
  bodyBase64: z.string().nullable(),
  /** Where the body leaves the schema of its event type; null when it has none, or no JSON. */
  drift: z.array(fieldError).nullable(),
})

const tags = (name: string) => ({ tags: [name] })

export const automationRoutes = {
  events: {
    list: problems
      .route({ ...tags('events'), method: 'GET', path: '/events', summary: 'List events, newest first' })
      .input(page)
      .output(pageOf(eventView)),
    publish: problems
      .route({
        ...tags('events'),
        method: 'POST',
        path: '/events',
        successStatus: 201,
        summary: 'Publish an event',
        description: 'To every active webhook that takes it; it is kept also when none does. Without `data` it is a sample.',
      })
      .input(
        z.object({
          eventType: z.string().trim().min(1).max(200),
          data: jsonObject.exactOptional(),
          tenantId: z.string().min(1).exactOptional(),
          /** `version` and `environment` are filled in. */
          metadata: jsonObject.exactOptional(),
          eventId: z.string().min(1).max(200).exactOptional(),
          timestamp: z.string().min(1).exactOptional(),
          /** Of a sample: the same seed gives the same data. */
          seed: z.number().int().exactOptional(),
          /** Of a sample: at the edge of what a consumer meets. */
          variant: sampleVariant.exactOptional(),
        }),
      )
      .output(event),
    get: problems
      .route({ ...tags('events'), method: 'GET', path: '/events/{id}', summary: 'Get an event with its payload' })
      .input(byId)
      .output(event),
  },
  deliveries: {
    list: problems
      .route({ ...tags('deliveries'), method: 'GET', path: '/deliveries', summary: 'List deliveries, newest first' })
      .input(page)
      .output(pageOf(deliveryView)),
    get: problems
      .route({ ...tags('deliveries'), method: 'GET', path: '/deliveries/{id}', summary: 'Get a delivery with its attempts' })
      .input(byId)
      .output(deliveryView),
    attempt: problems
      .route({
        ...tags('deliveries'),
        method: 'POST',
        path: '/deliveries/{id}/attempt',
        summary: 'Attempt a delivery now',
        description: 'Answers once the attempt is on its way; 409 while one runs.',
      })
      .input(byId)
      .output(deliveryView),
    cancel: problems
      .route({
        ...tags('deliveries'),
        method: 'POST',
        path: '/deliveries/{id}/cancel',
        summary: 'Cancel a pending delivery',
        description: 'A running attempt ends first; if it succeeds, the delivery has succeeded.',
      })
      .input(byId)
      .output(deliveryView),
  },
  inboxes: {
    create: problems
      .route({ ...tags('inboxes'), method: 'POST', path: '/inboxes', successStatus: 201, summary: 'Make an inbox' })
      .input(inboxInput.required({ path: true }))
      .output(inbox),
    list: problems
      .route({ ...tags('inboxes'), method: 'GET', path: '/inboxes', summary: 'List inboxes, oldest first' })
      .input(page)
      .output(pageOf(inbox)),
    get: problems
      .route({ ...tags('inboxes'), method: 'GET', path: '/inboxes/{id}', summary: 'Get an inbox' })
      .input(byId)
      .output(inbox),
    update: problems
      .route({ ...tags('inboxes'), method: 'PATCH', path: '/inboxes/{id}', summary: 'Change an inbox' })
      .input(inboxInput.extend({ id: z.string() }))
      .output(inbox),
    remove: problems
      .route({
        ...tags('inboxes'),
        method: 'DELETE',
        path: '/inboxes/{id}',
        successStatus: 204,
        summary: 'Delete an inbox; its captures stay',
      })
      .input(byId)
      .output(z.void()),
    secret: problems
      .route({ ...tags('inboxes'), method: 'GET', path: '/inboxes/{id}/secret', summary: 'The secret an inbox verifies with' })
      .input(byId)
      .output(inboxSecret),
    rotateSecret: problems
      .route({
        ...tags('inboxes'),
        method: 'POST',
        path: '/inboxes/{id}/secret/rotate',
        summary: 'Give an inbox a new secret; the old ones verify until `olderUntil`',
      })
      .input(rotation.extend({ id: z.string() }))
      .output(rotatedSecret),
  },
  captures: {
    list: problems
      .route({
        ...tags('captures'),
        method: 'GET',
        path: '/captures',
        summary: 'List captures, newest first, or wait for one',
        description:
          'With `wait` the answer comes as soon as a capture matches, or with an empty list once that time is over: `?filter=event:evt_…&wait=30s`.',
      })
      .input(
        page.extend({
          filter: z.string().default('').describe('Filter language: `type:lead.* sig:valid path:/webhooks/*`.'),
          after: z.string().exactOptional().describe('Id of a capture: only later ones.'),
          wait: z.string().exactOptional().describe('How long to wait for the first, such as `30s`; at most 5 minutes.'),
        }),
      )
      .output(pageOf(exchangeSummary)),
    get: problems
      .route({ ...tags('captures'), method: 'GET', path: '/captures/{id}', summary: 'Get a capture with headers, body and verdict' })
      .input(byId)
      .output(capture),
    diagnosis: problems
      .route({
        ...tags('captures'),
        method: 'GET',
        path: '/captures/{id}/diagnosis',
        summary: 'Verify the signature again and say why it is not valid',
        description: 'Under the present secrets of its inbox. `diagnosis` is null where there is nothing to explain; its `code` is stable.',
      })
      .input(byId)
      .output(z.object({ verification, diagnosis: diagnosis.nullable() })),
    replay: problems
      .route({
        ...tags('captures'),
        method: 'POST',
        path: '/captures/{id}/replay',
        successStatus: 202,
        summary: 'Send a capture again',
        description:
          'Exactly, signed anew (`resign`) or as an old one (`stale`). `changes` are what differs; with `dryRun` nothing is sent.',
      })
      .input(replayOptions.extend({ id: z.string(), dryRun: z.boolean().default(false) }))
      .output(replayed),
  },
}
