import { expect, test } from 'vitest'
import { EVENT_TYPES, eventTypeInfo, guideSample } from '../../../src/shared/domain/catalogue/catalogue.ts'
import type { Envelope } from '../../../src/shared/domain/event.ts'
import { eventProblems } from './event-problems.ts'

function guideEvent(type: string): Envelope {
  const event = guideSample(type)
  if (!event) throw new Error(`The guide prints no ${type}.`)
  return event
}

test('The guide prints an example of three types, and each is valid for its type and as any event', () => {
  const printed = EVENT_TYPES.filter((type) => guideSample(type))
  expect(printed.map((type) => [type, eventProblems(guideEvent(type), type), eventProblems(guideEvent(type))])).toEqual([
    ['lead.created', [], []],
    ['deal.won', [], []],
    ['ticket.closed', [], []],
  ])
})

test('The example of lead.created has the bytes of the guide\'s "Standard Payload"', () => {
  expect(JSON.stringify(guideSample('lead.created'), null, 2)).toBe(`{
  "eventId": "evt_123456",
  "eventType": "lead.created",
  "timestamp": "2026-01-17T10:30:00Z",
  "tenantId": "tenant_789",
  "data": {
    "id": "lead_abc123",
    "firstName": "John",
    "lastName": "Doe",
    "email": "john.doe@example.com",
    "phone": "+1234567890",
    "company": "Example Corp",
    "source": "Website",
    "status": "New",
    "createdAt": "2026-01-17T10:30:00Z",
    "createdBy": "user_456"
  },
  "metadata": {
    "version": "1.0",
    "environment": "production"
  }
}`)
})

test('Every property of every type is described, and each value suggested for it is valid', () => {
  const wrong = EVENT_TYPES.flatMap((type) => {
    const properties = eventTypeInfo(type)?.dataSchema['properties'] as Record<string, { description: string; examples: unknown[] }>
    return Object.entries(properties).filter(([name, { description, examples }]) => {
      const refused = examples.flatMap((example) => eventProblems({ data: { [name]: example } }, type))
      return !description.endsWith('.') || examples.length === 0 || refused.some((problem) => problem.startsWith(`/data/${name} `))
    })
  })
  expect(wrong).toEqual([])
})

test('An event that leaves its schema says where', () => {
  const { tenantId: _, ...event } = guideEvent('lead.created')
  const data = { id: 7, firstName: 'John', lastName: 'Doe', email: 'john' }
  expect(eventProblems({ ...event, eventType: 'lead.updated', timestamp: 'yesterday', data }, 'lead.created')).toEqual([
    " must have required property 'tenantId'",
    "/data must have required property 'status'",
    '/data/email must match format "email"',
    '/data/id must be string',
    '/eventType must be equal to constant',
    '/timestamp must match format "date-time"',
  ])
})

test("Fields that the catalogue does not name, and the user's own list values, are allowed", () => {
  const event = guideEvent('lead.created')
  const data = { ...event.data, status: 'Under the palm tree', shoeSize: 43 }
  expect(eventProblems({ ...event, data, traceId: 'x' }, 'lead.created')).toEqual([])
})

test('An event that tells of a change may say what the fields held before, as from and to', () => {
  const event = { ...guideEvent('lead.created'), eventType: 'lead.updated' }
  const problemsOf = (changes: object) => eventProblems({ ...event, metadata: { changes } }, 'lead.updated')
  expect([problemsOf({ status: { from: null, to: 'New' } }), problemsOf({ status: 'New' })]).toEqual([
    [],
    ['/metadata/changes/status must be object'],
  ])
})

test('A type outside the catalogue may hold any data', () => {
  const event = { ...guideEvent('lead.created'), eventType: 'invoice.paid', data: {} }
  expect([eventProblems(event, 'invoice.paid'), eventProblems(event)]).toEqual([[], []])
})
