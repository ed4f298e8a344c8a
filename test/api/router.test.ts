import { expect, test } from 'vitest'
import { createLocalClient } from '../../src/main/api/router.ts'
import { createEventTypes } from '../../src/main/engine/event-types.ts'
import type { Engine } from '../../src/main/engine/engine-rooms.ts'
import { HookscopeError } from '../../src/shared/domain/errors.ts'
import { rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'
import { endpointOf, fakeEngine, STATUS, TOKEN } from './running-control.ts'

function localClient(engine: Engine, log: unknown[] = []) {
  return createLocalClient(engine, { controlUrl: null, token: TOKEN, newPageUrl: () => null, log: (...line) => log.push(line) })
}

test('A command that is its own engine has the same client, without a page', async () => {
  const updates: unknown[] = []
  const client = localClient(
    fakeEngine({
      endpoints: {
        update: async (...given) => {
          updates.push(given)
          return endpointOf({})
        },
      },
    }),
  )

  await client.endpoints.update({ id: 'webhook_1', isActive: false })

  expect({ status: await client.status(), updates, page: await rejected(client.workspace.pageUrl()) }).toMatchObject({
    status: { ...STATUS, controlUrl: null },
    updates: [['webhook_1', { isActive: false }]],
    page: { code: 'PROBLEM', data: { code: 'no_engine', remedy: 'Start one with hookscope serve.' } },
  })
})

test("The guide's event types are listed with their families and schemas", async () => {
  const client = localClient(fakeEngine({ eventTypes: createEventTypes(testCore()) }))

  const types = await client.events.list()
  const schema = await client.events.schema({ type: 'deal.won' })

  expect({
    count: types.length,
    first: types[0],
    title: schema['title'],
    unknown: await rejected(client.events.schema({ type: 'deal.win' })),
  }).toMatchObject({
    count: 31,
    first: { type: 'lead.created', family: 'lead', description: 'New lead created' },
    title: 'deal.won',
    unknown: { message: 'There is no event type "deal.win".', data: { code: 'not_found', remedy: 'Did you mean deal.won?' } },
  })
})

test('An answer that breaks the contract is logged by its fields, never by its values', async () => {
  const log: unknown[] = []
  const broken = { ...endpointOf({}), events: 'whsec_very_secret' as unknown as string[] }
  const client = localClient(fakeEngine({ endpoints: { get: () => broken } }), log)

  const error = await rejected(client.endpoints.get({ id: 'webhook_1' }))

  expect({ error, log }).toMatchObject({
    error: { message: 'Hookscope failed by a fault of its own.', data: { code: 'internal' } },
    log: [['error', 'endpoints.get failed', { message: 'The output does not fit the contract: events' }]],
  })
})

test('Following a delivery that is not there says so', async () => {
  const follow: Engine['deliveries']['follow'] = () => {
    throw new HookscopeError('not_found', 'There is no delivery delivery_1.', 'hookscope list shows them.')
  }
  const client = localClient(fakeEngine({ deliveries: { follow } }))

  const stream = (await client.deliveries.follow({ ids: ['delivery_1'] }))[Symbol.asyncIterator]()

  expect(await rejected(stream.next())).toMatchObject({ code: 'PROBLEM', data: { code: 'not_found' } })
})
