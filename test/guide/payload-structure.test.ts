import { expect, test } from 'vitest'
import { scriptedServer } from '../support/scripted-server.ts'
import { openPlatform, type Platform } from '../api/platform.ts'

/** The guide's section "Payload Structure". */

/** The bodies that a webhook for everything has got, by event type. */
async function payloadsOf(platform: Platform, change: (call: Platform['call']) => Promise<void>) {
  const server = await scriptedServer()
  const { id } = (await platform.call('POST', '/api/webhooks', { url: server.url, events: ['*'] })).body
  await change(platform.call)
  await platform.until(`/api/webhooks/${id}/deliveries`, ({ items }) =>
    items.every(({ status }: { status: string }) => status === 'success'),
  )
  return Object.fromEntries(server.requests.map(({ body }) => [(JSON.parse(body) as { eventType: string }).eventType, body]))
}

const ID = expect.stringMatching(/^[a-z]+_[0-9a-z]{26}$/) as string
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string

test('"Standard Payload" and "Payload Fields": the keys and their order are the guide\'s', async () => {
  const platform = await openPlatform()
  const given = {
    firstName: 'John',
    lastName: 'Doe',
    email: 'john.doe@example.com',
    phone: '+1234567890',
    company: 'Example Corp',
    source: 'Website',
    status: 'New',
  }

  const sent = await payloadsOf(platform, async (call) => {
    await call('POST', '/api/leads', given, { 'x-tenant-id': 'tenant_789' })
  })

  const payload = JSON.parse(sent['lead.created'] ?? '') as { data: object }
  expect(payload).toEqual({
    eventId: ID,
    eventType: 'lead.created',
    timestamp: TIME,
    tenantId: 'tenant_789',
    data: { id: ID, ...given, createdAt: TIME, createdBy: 'user_1' },
    metadata: { version: '1.0', environment: 'production' },
  })
  expect([Object.keys(payload), Object.keys(payload.data)]).toEqual([
    ['eventId', 'eventType', 'timestamp', 'tenantId', 'data', 'metadata'],
    ['id', 'firstName', 'lastName', 'email', 'phone', 'company', 'source', 'status', 'createdAt', 'createdBy'],
  ])
})

test('"Event-Specific Examples": each has the fields of the guide', async () => {
  const platform = await openPlatform()
  const contact = (await platform.call('POST', '/api/contacts', { firstName: 'John', lastName: 'Doe' })).body.id
  const company = (await platform.call('POST', '/api/companies', { name: 'Acme Corp' })).body.id

  const sent = await payloadsOf(platform, async (call) => {
    await call('POST', '/api/leads', { firstName: 'John', lastName: 'Doe', email: 'john@example.com', source: 'Website' })
    const deal = await call('POST', '/api/deals', {
      name: 'Enterprise Plan - Acme Corp',
      amount: 50000,
      contactId: contact,
      companyId: company,
    })
    await call('POST', `/api/deals/${deal.body.id}/win`)
    const ticket = await call('POST', '/api/tickets', { subject: 'Login issue', priority: 'High' })
    await call('POST', `/api/tickets/${ticket.body.id}/close`, { resolution: 'Password reset sent' })
  })

  const data = (type: string) => (JSON.parse(sent[type] ?? '{}') as { data: object }).data
  expect({ lead: data('lead.created'), deal: data('deal.won'), ticket: data('ticket.closed') }).toMatchObject({
    lead: { id: ID, firstName: 'John', lastName: 'Doe', email: 'john@example.com', source: 'Website', status: 'New' },
    deal: {
      id: ID,
      name: 'Enterprise Plan - Acme Corp',
      amount: 50000,
      stage: 'Closed Won',
      wonDate: TIME,
      contactId: contact,
      companyId: company,
    },
    ticket: {
      id: ID,
      subject: 'Login issue',
      priority: 'High',
      status: 'Closed',
      resolution: 'Password reset sent',
      closedAt: TIME,
      closedBy: 'user_1',
      resolutionTime: expect.any(Number),
    },
  })
})

test('unknown fields are kept and sent, and a change says what was there before', async () => {
  const platform = await openPlatform()

  const sent = await payloadsOf(platform, async (call) => {
    const lead = await call('POST', '/api/leads', {
      firstName: 'Zoë',
      lastName: '😀',
      email: 'z@example.com',
      score: { fit: [1, 2.5], note: 'مرحبا' },
    })
    await call('PATCH', `/api/leads/${lead.body.id}`, { status: 'Contacted', score: { fit: [1] } })
  })

  const { data, metadata } = JSON.parse(sent['lead.status_changed'] ?? '{}') as { data: object; metadata: object }
  expect({ data, metadata }).toMatchObject({
    data: { firstName: 'Zoë', lastName: '😀', score: { fit: [1] } },
    metadata: {
      changes: { status: { from: 'New', to: 'Contacted' }, score: { from: { fit: [1, 2.5], note: 'مرحبا' }, to: { fit: [1] } } },
    },
  })
})
