import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../../src/shared/domain/catalogue/catalogue.ts'
import { scriptedServer } from '../support/scripted-server.ts'
import { openPlatform, SECRET } from './platform.ts'

/** The guide's section "Webhook Events". */

const URL = 'https://your-app.com/webhooks/crm'

test('"Available Events": a webhook may name each of the 31, and an unknown one is refused with the nearest', async () => {
  const { call } = await openPlatform()

  const all = await call('POST', '/api/webhooks', { url: URL, events: EVENT_TYPES, isActive: true, secret: SECRET })
  const wrong = await call('POST', '/api/webhooks', { url: URL, events: ['lead.created', 'deal.win', 'tickets.*', 'zzzzzzzz'] })

  expect([all.status, all.body.events.length, wrong.status, wrong.headers.get('content-type'), wrong.body.errors]).toEqual([
    201,
    31,
    422,
    'application/problem+json',
    [
      { path: 'events[1]', message: '"deal.win" is no event filter; did you mean "deal.won"?' },
      { path: 'events[2]', message: '"tickets.*" is no event filter; did you mean "ticket.*"?' },
      {
        path: 'events[3]',
        message: '"zzzzzzzz" is no event filter: use an event type such as lead.created, a family such as lead.*, or * for all events',
      },
    ],
  ])
})

test('"Event Filtering": a webhook gets the events that it names, in the order in which they occurred', async () => {
  const server = await scriptedServer()
  const { call, until } = await openPlatform()
  const webhook = await call('POST', '/api/webhooks', {
    url: server.url,
    events: ['lead.created', 'lead.converted', 'deal.won'],
    isActive: true,
  })

  const lead = (await call('POST', '/api/leads', { firstName: 'Test', lastName: 'User', email: 'test@example.com' })).body
  await call('POST', `/api/leads/${lead.id}/convert`)
  const deal = (await call('POST', '/api/deals', { name: 'Enterprise Plan', amount: 50000 })).body
  await call('POST', `/api/deals/${deal.id}/win`)
  await call('POST', '/api/tickets', { subject: 'Login issue' })

  const { items } = await until(`/api/webhooks/${webhook.body.id}/deliveries`, ({ items: all }) =>
    all.every(({ status }: { status: string }) => status === 'success'),
  )
  expect(items.map(({ eventType }: { eventType: string }) => eventType)).toEqual(['deal.won', 'lead.converted', 'lead.created'])
})

test('"Wildcard Subscriptions": lead.* takes all events of leads, * all there are', async () => {
  const { call } = await openPlatform()
  const named = async (events: string[]) => (await call('POST', '/api/webhooks', { url: URL, events, isActive: true })).body.id as string
  const leadsAndDeals = await named(['lead.*', 'deal.*'])
  const everything = await named(['*'])

  await call('POST', '/api/leads', { firstName: 'Test', lastName: 'User', email: 'test@example.com' })
  await call('POST', '/api/companies', { name: 'Acme Corp' })

  const typesOf = async (id: string) =>
    (await call('GET', `/api/webhooks/${id}/deliveries`)).body.items.map(({ eventType }: { eventType: string }) => eventType)
  expect([await typesOf(leadsAndDeals), await typesOf(everything)]).toEqual([['lead.created'], ['company.created', 'lead.created']])
})
