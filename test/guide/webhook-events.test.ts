import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../../src/shared/domain/catalogue/catalogue.ts'
import { scriptedServer } from '../support/scripted-server.ts'
import { guideCode } from './guide.ts'
import { openPlatform, SECRET } from '../api/platform.ts'

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

/** What is done to the CRM, as `METHOD path {body}`, and what that says has happened; `*` is the entity made last. */
const OCCURRENCES: readonly [string, string][] = [
  ['POST leads {"firstName":"Test","lastName":"User","email":"test@example.com"}', 'lead.created'],
  ['PATCH leads/* {"phone":"+1234567890"}', 'lead.updated'],
  ['PATCH leads/* {"status":"Contacted"}', 'lead.updated lead.status_changed'],
  ['POST leads/*/convert', 'contact.created lead.updated lead.status_changed lead.converted'],
  ['DELETE leads/*', 'lead.deleted'],
  ['POST contacts {"firstName":"John","lastName":"Doe"}', 'contact.created'],
  ['PATCH contacts/* {"jobTitle":"CTO"}', 'contact.updated'],
  ['DELETE contacts/*', 'contact.deleted'],
  ['POST companies {"name":"Acme Corp"}', 'company.created'],
  ['PATCH companies/* {"name":"Acme Inc"}', 'company.updated'],
  ['DELETE companies/*', 'company.deleted'],
  ['POST deals {"name":"Enterprise Plan","amount":50000}', 'deal.created'],
  ['PATCH deals/* {"amount":60000}', 'deal.updated'],
  ['PATCH deals/* {"stage":"Proposal"}', 'deal.updated deal.stage_changed'],
  ['POST deals/*/lose {"lostReason":"Price"}', 'deal.updated deal.stage_changed deal.lost'],
  ['POST deals/*/win', 'deal.updated deal.stage_changed deal.won'],
  ['DELETE deals/*', 'deal.deleted'],
  ['POST tickets {"subject":"Login issue"}', 'ticket.created'],
  ['PATCH tickets/* {"priority":"High"}', 'ticket.updated'],
  ['POST tickets/*/assign {"assignedTo":"user_456"}', 'ticket.updated ticket.assigned'],
  ['POST tickets/*/escalate', 'ticket.updated ticket.escalated'],
  ['POST tickets/*/close', 'ticket.updated ticket.closed'],
  ['POST tickets/*/reopen', 'ticket.updated ticket.reopened'],
  ['DELETE tickets/*', 'ticket.deleted'],
  ['POST activities {"subject":"Call"}', 'activity.created'],
  ['PATCH activities/* {"subject":"Call again"}', 'activity.updated'],
  ['POST activities/*/complete', 'activity.updated activity.completed'],
  ['DELETE activities/*', 'activity.deleted'],
  ['POST workflows {"name":"Welcome","actions":[{"actionType":"Send Email"},{"actionType":"Call Webhook","fail":true}]}', ''],
  ['POST workflows/*/execute', 'workflow.executed workflow.action_completed workflow.action_failed'],
]

test('"Available Events": each of the 31 is raised by what it says has happened, and by nothing else', async () => {
  const { call } = await openPlatform()
  // Nothing is sent: with a webhook of one's own the built-in one rests, and this one is inactive.
  await call('POST', '/api/webhooks', { url: URL, events: ['*'], isActive: false })
  let last = ''
  for (const [done] of OCCURRENCES) {
    const [, method = '', path = '', body] = /^(\S+) (\S+) ?(.*)$/.exec(done) ?? []
    const { body: entity } = await call(method, `/api/${path.replace('*', last)}`, body ? JSON.parse(body) : undefined)
    if (!path.includes('/')) last = entity.id
  }
  const { items } = (await call('GET', '/api/events?limit=500')).body as { items: { type: string }[] }
  const types = OCCURRENCES.flatMap(([, raised]) => raised.split(' ')).filter(Boolean)
  expect(items.map(({ type }) => type).toReversed()).toEqual(types)
  expect(new Set(types)).toEqual(new Set(EVENT_TYPES))
})

test('"Event Filtering": both requests of the guide are taken as they stand', async () => {
  const { call } = await openPlatform()
  const [named, wildcards] = [0, 1].map((index) => JSON.parse(guideCode('Webhook Events > Event Filtering', 'json', index)) as object)
  const { status, body } = await call('POST', '/api/webhooks', named)
  const changed = await call('PATCH', `/api/webhooks/${body.id}`, wildcards)
  expect([status, body, changed.status, changed.body]).toMatchObject([201, { ...named }, 200, { ...named, ...wildcards }])
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
