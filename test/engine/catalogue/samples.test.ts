import { beforeAll, expect, test, vi } from 'vitest'
import { type Samples, loadSamples } from '../../../src/main/engine/catalogue/samples.ts'
import { EVENT_FAMILIES, EVENT_TYPES, eventTypeInfo } from '../../../src/shared/domain/catalogue/catalogue.ts'
import { eventProblems } from '../../domain/catalogue/event-problems.ts'

const timestamp = '2026-01-17T10:30:00Z'
const SEEDS = Array.from({ length: 10 }, (_, seed) => seed)

let samples: Samples
beforeAll(async () => {
  samples = await loadSamples()
})

function sample(type: string, seed: number) {
  return samples.envelope(type, { seed, timestamp, eventId: 'evt_1' })
}

test.each(EVENT_TYPES)('Samples of %s satisfy its schema and hold no property that it does not describe', (type) => {
  const described = new Set(Object.keys(eventTypeInfo(type)?.dataSchema['properties'] ?? {}))
  const problems = SEEDS.flatMap((seed) => {
    const event = sample(type, seed)
    return [...eventProblems(event, type), ...Object.keys(event.data).filter((name) => !described.has(name))]
  })
  expect(problems).toEqual([])
})

test('The same seed gives the same bytes, whatever was made before and whatever time it is; another seed gives others', () => {
  const all = () => EVENT_TYPES.flatMap((type) => SEEDS.map((seed) => JSON.stringify(sample(type, seed))))
  const first = all()
  vi.useFakeTimers({ now: new Date('2031-05-05T05:05:05Z') })
  try {
    expect(all()).toEqual(first)
  } finally {
    vi.useRealTimers()
  }
  expect(new Set(first).size).toBe(first.length)
})

test('One seed tells of the same entity in all events of a family', () => {
  const entities = EVENT_FAMILIES.map(({ events }) => new Set(events.map(({ type }) => sample(type, 7).data['id'])))
  expect(entities.map((ids) => ids.size)).toEqual(EVENT_FAMILIES.map(() => 1))
})

test('An event that tells of a change says what the fields held before; their new values are those of the data', () => {
  const wrong = EVENT_TYPES.flatMap((type) =>
    SEEDS.filter((seed) => {
      const { data, metadata } = sample(type, seed)
      const changes = Object.entries((metadata['changes'] ?? {}) as Record<string, { from: unknown; to: unknown }>)
      const untrue = changes.filter(([field, { from, to }]) => to !== data[field] || from === to)
      return untrue.length > 0 || changes.length > 0 !== eventTypeInfo(type)?.hasChanges
    }).map((seed) => `${type} ${seed}`),
  )
  expect(wrong).toEqual([])
})

test('An update never replaces a value by itself', () => {
  const seeds = Array.from({ length: 3_000 }, (_, seed) => seed)
  const idle = seeds.filter((seed) => {
    const { phone } = sample('lead.updated', seed).metadata['changes'] as { phone: { from: string; to: string } }
    return phone.from === phone.to
  })
  expect(idle).toEqual([])
})

test('The facts of a sample agree with each other, and its addresses and numbers reach nobody', () => {
  const incoherent = EVENT_TYPES.flatMap((type) =>
    SEEDS.flatMap((seed) => {
      const data = sample(type, seed).data as Record<string, string>
      const { createdAt = '', firstName = '', email, phone, wonDate, closedAt, resolutionTime } = data
      const past = Object.keys(data).filter((name) => name.endsWith('At') && name !== 'dueAt')
      const facts = {
        created: !('createdAt' in data) || (type.endsWith('.created') ? createdAt === timestamp : createdAt < timestamp),
        past: past.every((name) => (data[name] ?? '') <= timestamp),
        won: wonDate === undefined || wonDate === timestamp,
        resolved: closedAt === undefined || Date.parse(closedAt) - Date.parse(createdAt) === Number(resolutionTime) * 1000,
        email: email === undefined || (email.startsWith(`${firstName.toLowerCase()}.`) && email.endsWith('.example')),
        phone: phone === undefined || /^\+1\d{3}55501\d\d$/.test(phone),
      }
      return Object.entries(facts).flatMap(([fact, holds]) => (holds ? [] : [`${type} ${seed} ${fact}`]))
    }),
  )
  expect(incoherent).toEqual([])
})

test('Tenant and environment are those asked for, else the usual ones', () => {
  const asked = samples.envelope('contact.created', { seed: 1, timestamp, eventId: 'evt_1', tenantId: 'tenant_9', environment: 'test' })
  const usual = sample('contact.created', 1)
  expect([asked, usual].map(({ tenantId, metadata }) => [tenantId, metadata])).toEqual([
    ['tenant_9', { version: '1.0', environment: 'test' }],
    ['tenant_1', { version: '1.0', environment: 'production' }],
  ])
})

test('A type outside the catalogue gets data of a general shape', () => {
  const shapes = ['invoice.paid', 'heartbeat', '*'].map((type) => samples.data(type, { seed: 1, timestamp }))
  expect(shapes).toEqual(
    ['invoice', 'heartbeat', 'entity'].map((entity) => ({
      id: expect.stringMatching(`^${entity}_[a-z0-9]{12}$`),
      name: expect.any(String),
      createdAt: timestamp,
      createdBy: expect.stringMatching(/^user_\d{3}$/),
    })),
  )
})
