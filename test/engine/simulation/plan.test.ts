import { expect, test } from 'vitest'
import { loadSamples } from '../../../src/main/engine/catalogue/samples.ts'
import { planScenario, type PlanOptions } from '../../../src/main/engine/simulation/plan.ts'
import { SCENARIO_IDS, type ScenarioId, scenarioOf } from '../../../src/shared/domain/scenarios/scenarios.ts'
import { eventProblems } from '../../domain/catalogue/event-problems.ts'

const samples = await loadSamples()

function plan(id: ScenarioId, more: Partial<PlanOptions> = {}) {
  const options: PlanOptions = { scenario: scenarioOf(id), seed: 7, tenants: ['tenant_1'], environment: 'production', samples, ...more }
  const { total, changes } = planScenario(options)
  const all = [...changes(Date.parse('2026-01-17T10:30:00Z'))]
  return { total, all, events: all.flatMap(({ events }) => events.map(({ envelope }) => envelope)) }
}

/** Ten thousand samples take their time; they are the same for all who ask. */
let burst: ReturnType<typeof plan> | undefined
function importBurst() {
  return (burst ??= plan('import-burst'))
}

test('The customer story goes from lead to closed ticket in ten minutes and sixteen events', () => {
  const { all, events, total } = plan('customer-story')
  expect({ total, minutes: (all.at(-1)?.offsetMs ?? 0) / 60_000, types: events.map(({ eventType }) => eventType) }).toEqual({
    total: 8,
    minutes: 10,
    types: [
      'lead.created',
      'contact.created',
      'lead.updated',
      'lead.status_changed',
      'lead.converted',
      'deal.created',
      'deal.updated',
      'deal.stage_changed',
      'deal.updated',
      'deal.stage_changed',
      'deal.won',
      'ticket.created',
      'ticket.updated',
      'ticket.escalated',
      'ticket.updated',
      'ticket.closed',
    ],
  })
})

test('Other seeds lose the deal, and say why', () => {
  const lost = Array.from({ length: 20 }, (_, seed) =>
    plan('customer-story', { seed }).events.find((event) => event.eventType === 'deal.lost'),
  )
  const reasons = lost.flatMap((event) => (event ? [event.data['lostReason']] : []))
  expect(reasons.length).toBeGreaterThan(0)
  expect(reasons.length).toBeLessThan(20)
  expect(reasons.filter((reason) => typeof reason !== 'string')).toEqual([])
})

test.each(SCENARIO_IDS)('Every event of %s satisfies its schema, has an id of its own, and refers to entities of the story', (id) => {
  const { all, events } = id === 'import-burst' ? importBurst() : plan(id)
  const known = new Set<string>()
  const wrong = new Set<string>()
  for (const change of all) {
    for (const { id: entityId } of change.saved) known.add(entityId)
    for (const { eventType, data } of change.events.map(({ envelope }) => envelope)) {
      for (const name of ['contactId', 'companyId', 'dealId', 'leadId']) {
        const reference = data[name]
        if (typeof reference === 'string' && !known.has(reference)) wrong.add(`${eventType} ${name}`)
      }
    }
  }
  // Validation is slow; one event of each type says what the others would.
  const byType = new Map(events.map((event) => [event.eventType, event]))
  for (const [type, event] of byType) for (const problem of eventProblems(event, type)) wrong.add(`${type} ${problem}`)
  expect({ wrong: [...wrong], ids: new Set(events.map(({ eventId }) => eventId)).size }).toEqual({ wrong: [], ids: events.length })
})

test('The same seed gives the same bytes, ids and times included; another seed gives others', () => {
  const bytes = (seed: number): string => JSON.stringify(plan('busy-day', { seed, tenants: ['a', 'b'] }).events)
  expect([bytes(7) === bytes(7), bytes(7) === bytes(8)]).toEqual([true, false])
})

test('The import burst is ten thousand events, two of each contact and in order', () => {
  const { events } = importBurst()
  const contacts = Map.groupBy(events, ({ data }) => data['id'])
  const orders = new Set([...contacts.values()].map((each) => each.map(({ eventType }) => eventType).join(', ')))
  expect({ events: events.length, contacts: contacts.size, orders: [...orders] }).toEqual({
    events: 10_000,
    contacts: 5_000,
    orders: ['contact.created, contact.updated'],
  })
})

test('Several tenants each have their story, at the same time', () => {
  const { events } = plan('customer-story', { tenants: ['acme', 'globex', 'initech'], environment: 'test' })
  const told = Map.groupBy(events, ({ tenantId }) => tenantId)
  expect({
    tenants: [...told.keys()],
    lengths: [...told.values()].map(({ length }) => length),
    first: events.slice(0, 3).map(({ eventType, tenantId }) => `${eventType} ${tenantId}`),
    entities: new Set(events.map(({ data }) => data['id'])).size,
    environments: [...new Set(events.map(({ metadata }) => metadata['environment']))],
  }).toEqual({
    tenants: ['acme', 'globex', 'initech'],
    lengths: [16, 16, 16],
    first: ['lead.created acme', 'lead.created globex', 'lead.created initech'],
    entities: 12,
    environments: ['test'],
  })
})

test('A busy day is long, and nearly every kind of event occurs', () => {
  const { events, all } = plan('busy-day')
  expect({ types: new Set(events.map(({ eventType }) => eventType)).size, isLong: events.length > 800 && all.length > 500 }).toEqual({
    types: 25,
    isLong: true,
  })
})
