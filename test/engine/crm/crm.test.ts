import { expect, test } from 'vitest'
import { createCrm } from '../../../src/main/engine/crm/crm.ts'
import type { Crm } from '../../../src/main/engine/crm/service.ts'
import { loadSchemaCheck } from '../../../src/main/engine/store/schema-check.ts'
import { envelopeSchema } from '../../../src/shared/domain/catalogue/envelope-schema.ts'
import type { ChangeView } from '../../../src/shared/domain/crm/entity.ts'
import type { JsonObject } from '../../../src/shared/domain/event.ts'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { rejected } from '../../support/caught.ts'
import { openWorkbench, type Workbench } from '../delivery/workbench.ts'

interface Office extends Workbench {
  readonly crm: Crm
  /** The envelopes of a change, as they go out. */
  payloads(change: ChangeView): JsonObject[]
}

/** A CRM whose events are kept but not sent. */
function openOffice(): Office {
  const bench = openWorkbench({ isStopped: true })
  const bodies = bench.core.db.prepare<[string], string>('SELECT CAST(body AS TEXT) FROM event WHERE event_id = ?').pluck()
  return {
    ...bench,
    crm: createCrm(bench.core, bench),
    payloads: ({ events }) => events.map(({ id }) => JSON.parse(bodies.get(id) ?? 'null') as JsonObject),
  }
}

const LEAD = { firstName: 'Test', lastName: 'User', email: 'test@example.com', source: 'Website' }

function types(change: ChangeView): string[] {
  return change.events.map(({ type }) => type)
}

test("a new lead has the guide's fields in its order, unknown ones after them", async () => {
  const { crm, payloads } = openOffice()

  const change = await crm.create('lead', { shoeSize: 43, ...LEAD, id: 'lead_mine', createdAt: 'x' }, { userId: 'user_456' })

  expect(JSON.stringify(payloads(change))).toBe(
    JSON.stringify([
      {
        eventId: change.events[0]?.id,
        eventType: 'lead.created',
        timestamp: '2026-01-17T10:30:00Z',
        tenantId: 'tenant_1',
        data: {
          id: change.entity.id,
          ...LEAD,
          status: 'New',
          createdAt: '2026-01-17T10:30:00Z',
          createdBy: 'user_456',
          shoeSize: 43,
        },
        metadata: { version: '1.0', environment: 'production' },
      },
    ]),
  )
  expect(change.entity.id).toMatch(/^lead_[0-9a-z]{26}$/)
})

test('an update tells what the fields held before, and a change of nothing tells nothing', async () => {
  const { crm, payloads, clock } = openOffice()
  const { entity } = await crm.create('lead', { ...LEAD, phone: '+1', tags: ['a'] })
  clock.advance(60_000)

  const change = await crm.update('lead', entity.id, { status: 'Contacted', phone: null, tags: ['a'] }, { environment: 'test' })
  const nothing = await crm.update('lead', entity.id, { status: 'Contacted', updatedAt: 'x', id: 'y' })

  expect([types(change), payloads(change).map(({ metadata }) => metadata), nothing.events, crm.get('lead', entity.id)]).toEqual([
    ['lead.updated', 'lead.status_changed'],
    Array.from({ length: 2 }, () => ({
      version: '1.0',
      environment: 'test',
      changes: { status: { from: 'New', to: 'Contacted' }, phone: { from: '+1', to: null } },
    })),
    [],
    {
      ...entity,
      updatedAt: entity.createdAt + 60_000,
      data: {
        id: entity.id,
        ...LEAD,
        status: 'Contacted',
        createdAt: '2026-01-17T10:30:00Z',
        createdBy: 'user_1',
        updatedAt: '2026-01-17T10:31:00Z',
        updatedBy: 'user_1',
        tags: ['a'],
      },
    },
  ])
})

test('a lead is converted once: to a contact, with four events as one change', async () => {
  const { crm, payloads } = openOffice()
  const company = await crm.create('company', { name: 'Acme Corp' })
  const { entity } = await crm.create('lead', { ...LEAD, phone: '+1' })

  const change = await crm.act('lead', entity.id, 'convert', { companyId: company.entity.id })
  const again = await rejected(crm.act('lead', entity.id, 'convert', {}))

  const contactId = change.entity.data['contactId']
  const [contact] = crm.list({ kind: 'contact', limit: 9 }).items
  expect([types(change), new Set(change.events.map((each) => each.change)).size, again]).toMatchObject([
    ['contact.created', 'lead.updated', 'lead.status_changed', 'lead.converted'],
    1,
    { code: 'conflict', message: `The lead ${entity.id} is already Converted.` },
  ])
  expect([contact?.data, payloads(change)[3]?.['data']]).toEqual([
    {
      id: contactId,
      firstName: 'Test',
      lastName: 'User',
      email: 'test@example.com',
      phone: '+1',
      companyId: company.entity.id,
      leadId: entity.id,
      createdAt: '2026-01-17T10:30:00Z',
      createdBy: 'user_1',
    },
    crm.get('lead', entity.id).data,
  ])
})

test('an action is the update that it stands for; what is so already is a conflict and raises nothing', async () => {
  const { crm, clock } = openOffice()
  const deal = (await crm.create('deal', { name: 'Enterprise Plan', amount: 50000 })).entity
  const ticket = (await crm.create('ticket', { subject: 'Login issue', priority: 'High' })).entity
  const activity = (await crm.create('activity', { type: 'Call', subject: 'Follow-up' })).entity
  clock.advance(3_600_000)

  const told = [
    await crm.act('deal', deal.id, 'win', {}),
    await crm.act('deal', deal.id, 'lose', { lostReason: 'Price' }),
    await crm.act('ticket', ticket.id, 'assign', { assignedTo: 'user_456' }),
    await crm.act('ticket', ticket.id, 'escalate', { escalationReason: 'Customer asked' }),
    await crm.act('ticket', ticket.id, 'close', { resolution: 'Password reset sent' }),
    await crm.act('ticket', ticket.id, 'reopen', {}),
    await crm.act('activity', activity.id, 'complete', { outcome: 'Done' }),
  ]
  const refused = await Promise.all([
    rejected(crm.act('deal', deal.id, 'lose', {})),
    rejected(crm.act('ticket', ticket.id, 'assign', { assignedTo: 'user_456' })),
    rejected(crm.act('ticket', ticket.id, 'assign', {})),
    rejected(crm.act('ticket', ticket.id, 'reopen', {})),
    rejected(crm.act('activity', activity.id, 'complete', {})),
    rejected(crm.act('activity', activity.id, 'close', {})),
    rejected(crm.act('contact', 'contact_1', 'close', {})),
  ])

  const now = '2026-01-17T11:30:00Z'
  const { wonDate, lostDate, lostReason, stage } = crm.get('deal', deal.id).data
  expect({
    events: told.map(types),
    closed: told[4]?.entity.data,
    reopened: told[5]?.entity.data['closedAt'],
    deal: { wonDate, lostDate, lostReason, stage },
    refused: refused.map((error) => (error as { code: string }).code),
  }).toMatchObject({
    events: [
      ['deal.updated', 'deal.stage_changed', 'deal.won'],
      ['deal.updated', 'deal.stage_changed', 'deal.lost'],
      ['ticket.updated', 'ticket.assigned'],
      ['ticket.updated', 'ticket.escalated'],
      ['ticket.updated', 'ticket.closed'],
      ['ticket.updated', 'ticket.reopened'],
      ['activity.updated', 'activity.completed'],
    ],
    closed: { status: 'Closed', resolution: 'Password reset sent', closedAt: now, closedBy: 'user_1', resolutionTime: 3600 },
    reopened: undefined,
    deal: { wonDate: undefined, lostDate: now, lostReason: 'Price', stage: 'Closed Lost' },
    refused: ['conflict', 'conflict', 'bad_input', 'conflict', 'conflict', 'not_found', 'not_found'],
  })
})

test('a run of a workflow tells of each of its actions, also after one that failed', async () => {
  const { crm, payloads } = openOffice()
  const lead = (await crm.create('lead', LEAD)).entity
  const created = await crm.create('workflow', {
    name: 'Welcome',
    trigger: 'lead.created',
    actions: [
      { actionType: 'Send Email' },
      { actionType: 'Call Webhook', fail: true, error: 'It answered 503' },
      { actionType: 'Create Task' },
    ],
  })

  const run = await crm.act('workflow', created.entity.id, 'execute', { entityType: 'lead', entityId: lead.id })
  const unknown = await rejected(crm.act('workflow', created.entity.id, 'execute', { entityType: 'lead', entityId: 'lead_none' }))

  const told = payloads(run).map(({ data }) => data as JsonObject)
  expect([created.events, types(run), told[0], told[2], new Set(told.map((each) => each['executionId'])).size, unknown]).toMatchObject([
    [],
    ['workflow.executed', 'workflow.action_completed', 'workflow.action_failed', 'workflow.action_completed'],
    { id: created.entity.id, name: 'Welcome', trigger: 'lead.created', entityType: 'lead', entityId: lead.id, actionCount: 3 },
    { actionType: 'Call Webhook', actionIndex: 1, status: 'Failed', error: 'It answered 503' },
    1,
    { code: 'bad_input', fields: [{ path: 'entityId', message: 'names no lead that there is' }] },
  ])
})

test('what a change raises fits the schema of its type', async () => {
  const { crm, payloads } = openOffice()
  const company = await crm.create('company', { name: 'Acme' })
  const lead = await crm.create('lead', LEAD)
  const converted = await crm.act('lead', lead.entity.id, 'convert', { companyId: company.entity.id })
  const contactId = crm.list({ kind: 'contact', limit: 1 }).items[0]?.id ?? ''
  const deal = await crm.create('deal', { name: 'Plan', amount: 1, contactId })
  const ticket = await crm.create('ticket', { subject: 'Help' })
  const activity = await crm.create('activity', { type: 'Call', subject: 'Call', dealId: deal.entity.id })
  const flow = await crm.create('workflow', { name: 'Flow', actions: [{ actionType: 'Send Email' }, { actionType: 'x', fail: true }] })
  const changes = [
    company,
    lead,
    converted,
    deal,
    ticket,
    activity,
    await crm.act('deal', deal.entity.id, 'win', {}),
    await crm.act('deal', deal.entity.id, 'lose', {}),
    await crm.act('ticket', ticket.entity.id, 'assign', { assignedTo: 'user_2' }),
    await crm.act('ticket', ticket.entity.id, 'escalate', {}),
    await crm.act('ticket', ticket.entity.id, 'close', {}),
    await crm.act('ticket', ticket.entity.id, 'reopen', {}),
    await crm.act('activity', activity.entity.id, 'complete', {}),
    await crm.act('workflow', flow.entity.id, 'execute', {}),
    await crm.update('company', company.entity.id, { name: 'Acme Corp' }),
    await crm.update('contact', contactId, { jobTitle: 'Head' }),
    await crm.remove('contact', contactId),
    await crm.remove('activity', activity.entity.id),
    await crm.remove('deal', deal.entity.id),
    await crm.remove('ticket', ticket.entity.id),
    await crm.remove('lead', lead.entity.id),
    await crm.remove('company', company.entity.id),
  ]
  const check = await loadSchemaCheck()

  const envelopes = changes.flatMap(payloads)
  const problems = envelopes.flatMap((each) => check.leavings(envelopeSchema(each['eventType'] as string), each))
  expect([problems, new Set(envelopes.map((each) => each['eventType'])).size]).toEqual([[], 31])
})

test('deleting is never refused, references stay, and only new ones must name something', async () => {
  const { crm } = openOffice()
  const { entity: company } = await crm.create('company', { name: 'Acme' })
  const { entity: contact } = await crm.create('contact', { firstName: 'A', lastName: 'B', companyId: company.id })

  await crm.remove('company', company.id)
  const touched = await crm.update('contact', contact.id, { jobTitle: 'Head' })
  const refused = await Promise.all([
    rejected(crm.create('deal', { name: 'Plan', amount: 1, contactId: contact.id, companyId: company.id })),
    rejected(crm.create('deal', { name: 'Plan', amount: 1, contactId: 'nobody' }, { tenantId: 'tenant_2' })),
    rejected(crm.create('deal', { name: 'Plan', amount: 1, contactId: contact.id }, { tenantId: 'tenant_2' })),
    rejected(crm.remove('company', company.id)),
  ])

  expect([touched.entity.data['companyId'], refused, crm.list({ kind: 'deal', limit: 9 }).items]).toMatchObject([
    company.id,
    [
      { code: 'bad_input', fields: [{ path: 'companyId', message: 'names no company that there is' }] },
      { code: 'bad_input', fields: [{ path: 'contactId', message: 'names no contact that there is' }] },
      { code: 'bad_input', fields: [{ path: 'contactId', message: 'names no contact that there is' }] },
      { code: 'not_found' },
    ],
    [],
  ])
})

test('fields the CRM knows must fit, and all wrong ones are named', async () => {
  const { crm } = openOffice()

  const errors = await Promise.all([
    rejected(crm.create('lead', { firstName: '', email: 'nobody', phone: 1 })),
    rejected(crm.create('deal', { name: 'Plan', amount: '5', expectedCloseDate: 'soon' })),
    rejected(crm.create('workflow', { name: 'Flow', actions: ['Send Email', {}] })),
  ])

  expect(errors.map((error) => (error as { fields: unknown }).fields)).toEqual([
    [
      { path: 'firstName', message: 'is missing' },
      { path: 'lastName', message: 'is missing' },
      { path: 'email', message: 'is not an e-mail address' },
      { path: 'phone', message: 'is not a text' },
    ],
    [
      { path: 'amount', message: 'is not a number' },
      { path: 'expectedCloseDate', message: 'is not a day such as 2026-03-31' },
    ],
    [
      { path: 'actions[0].actionType', message: 'is missing' },
      { path: 'actions[1].actionType', message: 'is missing' },
    ],
  ])
})

test('a change, its events and their deliveries are one commit, and a refused one leaves nothing', async () => {
  const { crm, addEndpoint, core } = openOffice()
  addEndpoint({ name: 'leads', events: ['lead.*'] })
  addEndpoint({ name: 'other tenant', tenantId: 'tenant_2' })
  const rows = () =>
    ['entity', 'event', 'delivery', 'exchange'].map((table) => core.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())

  const change = await crm.create('lead', LEAD)
  const made = rows()
  const nowhere = await rejected(crm.update('lead', change.entity.id, { companyId: 'company_x' }))
  const unsendable = await rejected(crm.create('lead', LEAD, { targets: [{ kind: 'url', url: 'ftp://x', scheme: 'crm' }] }))

  expect([change.events[0]?.deliveryIds.length, made, rows(), nowhere, unsendable]).toMatchObject([
    1,
    [1, 1, 1, 1],
    [1, 1, 1, 1],
    { code: 'bad_input' },
    { code: 'bad_input' },
  ])
})

test('of two changes at once that cannot both be, one is refused', async () => {
  const { crm } = openOffice()
  const { entity } = await crm.create('ticket', { subject: 'Help' })

  const outcomes = await Promise.allSettled([crm.act('ticket', entity.id, 'close', {}), crm.act('ticket', entity.id, 'close', {})])

  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
})

test('a tenant sees its own, who names none sees all, page by page, newest first', async () => {
  const { crm } = openOffice()
  const ids: string[] = []
  for (const tenantId of ['tenant_1', 'tenant_2', 'tenant_1'])
    ids.push((await crm.create('company', { name: 'A' }, { tenantId })).entity.id)
  const [first = '', second = '', third = ''] = ids
  const listed = (page: { tenantId?: string; before?: string; limit: number }) => {
    const { items, hasMore } = crm.list({ kind: 'company', ...page })
    return [items.map(({ id }) => id), hasMore]
  }
  await crm.remove('company', third)

  expect([
    listed({ limit: 1 }),
    listed({ limit: 9, before: third }),
    listed({ limit: 9, tenantId: 'tenant_2' }),
    await rejected(crm.update('company', first, { name: 'B' }, { tenantId: 'tenant_2' })),
    crm.counts().company,
  ]).toMatchObject([[[second], true], [[second, first], false], [[second], false], { code: 'not_found' }, 2])
})

test('a list says what those are called that its entities refer to, unless they are gone', async () => {
  const { crm } = openOffice()
  const { entity: contact } = await crm.create('contact', { firstName: 'נועה', lastName: 'שפירא' })
  const { entity: kept } = await crm.create('company', { name: 'Acme' })
  const { entity: gone } = await crm.create('company', { name: 'Gone' })
  const deal = { amount: 1, stage: 'Proposal', contactId: contact.id }
  await crm.create('deal', { ...deal, name: 'A', companyId: kept.id })
  await crm.create('deal', { ...deal, name: 'B', companyId: gone.id })
  await crm.remove('company', gone.id)

  expect(crm.list({ kind: 'deal', limit: 9 }).names).toEqual({ [contact.id]: 'נועה שפירא', [kept.id]: 'Acme' })
})

test('an entity has its history, also when it is gone', async () => {
  const { crm, addEndpoint } = openOffice()
  addEndpoint({ events: ['ticket.closed'] })
  const { entity } = await crm.create('ticket', { subject: 'Help' })
  await crm.act('ticket', entity.id, 'close', {})
  await crm.remove('ticket', entity.id)

  const { items, hasMore } = crm.history(entity.id, { limit: 3 })
  const rest = crm.history(entity.id, { limit: 3, before: items.at(-1)?.id ?? '' })

  expect([items.map(({ type, deliveryIds }) => [type, deliveryIds.length]), hasMore, rest.items.map(({ type }) => type)]).toEqual([
    [
      ['ticket.deleted', 0],
      ['ticket.closed', 1],
      ['ticket.updated', 0],
    ],
    true,
    ['ticket.created'],
  ])
  expect(items[1]?.change).toBe(items[2]?.change)
})

test("the feed filtered by an entity's id shows what its changes have sent", async () => {
  const { crm, addEndpoint, core } = openOffice()
  addEndpoint({})
  const { entity } = await crm.create('ticket', { subject: 'Help' })
  await crm.create('ticket', { subject: 'Another' })
  await crm.act('ticket', entity.id, 'close', {})

  const filter = requireFilter(`id:${entity.id}`, { now: 0, localTime: Date.UTC })
  const { items } = await core.reader.run('list', { filter, before: null, after: null, limit: 9 })

  expect(items.map(({ type }) => type)).toEqual(['ticket.closed', 'ticket.updated', 'ticket.created'])
})

test('who watches is told the counts at once, and of a burst of changes once', async () => {
  const { crm, clock } = openOffice()
  const controller = new AbortController()
  const stream = crm.watch(controller.signal)

  const first = await stream.next()
  await crm.create('company', { name: 'A' })
  await crm.create('company', { name: 'B' })
  const second = stream.next()
  clock.advance(250)
  const told = await second
  const end = stream.next()
  controller.abort()

  expect([first.value?.company, told.value?.company, (await end).done]).toEqual([0, 2, true])
})

test('entities are found by what stands in their values, not by the names of their fields', async () => {
  const { crm } = openOffice()
  const make = async (fields: JsonObject, tenantId = 'tenant_1') =>
    (await crm.create('lead', { ...LEAD, ...fields }, { tenantId })).entity.id
  const ids = {
    plain: await make({ lastName: 'Nordlicht' }),
    nested: await make({ address: { lines: ['Hafen 7', '100 % "echt"'] } }),
    other: await make({ lastName: 'Nordlicht', score: 4711 }, 'tenant_2'),
    unicode: await make({ lastName: '夏目 \u{1F600}' }),
  }
  const names = Object.keys(ids)
  const found = (text: string, tenantId?: string): string[] =>
    crm
      .list({ kind: 'lead', limit: 10, text, ...(tenantId !== undefined && { tenantId }) })
      .items.map(({ id }) => names[Object.values(ids).indexOf(id)] ?? id)
  expect({
    all: found('  ').length,
    case: found('nordLICHT'),
    tenant: found('nordlicht', 'tenant_2'),
    nested: found('hafen'),
    special: found('100 % "'),
    wildcard: found('1_0'),
    number: found('4711'),
    unicode: found('\u{1F600}'),
    id: found(ids.plain),
    middleOfId: found(ids.plain.slice(-6)),
    field: found('lastName'),
  }).toEqual({
    all: 4,
    case: ['other', 'plain'],
    tenant: ['other'],
    nested: ['nested'],
    special: ['nested'],
    wildcard: [],
    number: ['other'],
    unicode: ['unicode'],
    id: ['plain'],
    middleOfId: [],
    field: [],
  })
})
