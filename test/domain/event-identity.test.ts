import { expect, it } from 'vitest'
import { identifyEvent } from '../../src/shared/domain/event-identity.ts'
import type { RawHeaders } from '../../src/shared/domain/http-message.ts'

const CASES: readonly { name: string; headers?: RawHeaders; body?: unknown; type: string | null; eventId: string | null }[] = [
  { name: 'the guide', body: { eventId: 'evt_1', eventType: 'lead.created', type: 'x' }, type: 'lead.created', eventId: 'evt_1' },
  { name: 'the guide without an id', body: { eventType: 'lead.created', id: 'x' }, type: 'lead.created', eventId: null },
  {
    name: 'GitHub',
    headers: [
      ['x-github-event', 'push'],
      ['X-GitHub-Delivery', '72d3'],
    ],
    body: { id: 'not this', type: 'nor this' },
    type: 'push',
    eventId: '72d3',
  },
  {
    name: 'Shopify',
    headers: [
      ['X-Shopify-Topic', 'orders/create'],
      ['X-Shopify-Event-Id', '98'],
    ],
    type: 'orders/create',
    eventId: '98',
  },
  { name: 'Stripe', body: { id: 'evt_3', type: 'charge.succeeded' }, type: 'charge.succeeded', eventId: 'evt_3' },
  { name: 'PayPal', body: { id: 'WH-1', event_type: 'PAYMENT.SALE' }, type: 'PAYMENT.SALE', eventId: 'WH-1' },
  {
    name: 'Standard Webhooks',
    headers: [['webhook-id', 'msg_1']],
    body: { type: 'user.created', id: 'x' },
    type: 'user.created',
    eventId: 'msg_1',
  },
  { name: 'numbers as ids', body: { event: 'order.paid', id: 17 }, type: 'order.paid', eventId: '17' },
  { name: 'an id of something else', body: { id: 'lead_1', name: 'x' }, type: null, eventId: null },
  { name: 'names that are none', body: { type: '', event: { a: 1 }, topic: 'x'.repeat(201) }, type: null, eventId: null },
  { name: 'a list', body: [{ type: 'a' }], type: null, eventId: null },
  { name: 'no JSON', type: null, eventId: null },
]

for (const { name, headers, body, type, eventId } of CASES) {
  it(`identifies the event of ${name}`, () => {
    expect(identifyEvent(headers ?? [], body)).toEqual({ type, eventId })
  })
}
