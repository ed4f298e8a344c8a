import { expect, test } from 'vitest'
import { openPlatform } from './platform.ts'

test('an event type of one’s own is added over REST, can be subscribed to and sent, and is refused with the path of what is wrong', async () => {
  const { call } = await openPlatform()
  const schema = { type: 'object', required: ['id'], examples: [{ id: 'invoice_7', total: 3 }] }
  const bad = await call('POST', '/api/event-types', { name: 'invoice.paid', schema: { type: 'objekt' } })
  const early = await call('POST', '/api/webhooks', { url: 'https://your-app.com/', events: ['invoice.paid'] })
  const made = await call('POST', '/api/event-types', { name: 'invoice.paid', schema })
  const webhook = await call('POST', '/api/webhooks', { url: 'https://your-app.com/', events: ['invoice.*'] })
  const sent = await call('POST', '/api/events', { eventType: 'invoice.paid' })
  const changed = await call('PATCH', '/api/event-types/invoice.paid', { description: 'Paid in full' })
  const list = await call('GET', '/api/event-types?limit=1')
  const removed = await call('DELETE', '/api/event-types/invoice.paid')
  expect({
    bad: [bad.status, bad.body.errors[0].path],
    early: [early.status, early.body.errors[0].path],
    made: [made.status, made.body.name, made.body.scope],
    webhook: webhook.status,
    sent: [sent.status, sent.body.payload.data, sent.body.deliveryIds.length],
    changed: [changed.status, changed.body.description],
    list: [list.body.items.length, list.body.nextCursor],
    removed: removed.status,
    gone: (await call('GET', '/api/event-types/invoice.paid')).status,
  }).toEqual({
    bad: [422, 'schema.type'],
    early: [422, 'events[0]'],
    made: [201, 'invoice.paid', 'data'],
    webhook: 201,
    sent: [201, { id: 'invoice_7', total: 3 }, 1],
    changed: [200, 'Paid in full'],
    list: [1, null],
    removed: 204,
    gone: 404,
  })
})
