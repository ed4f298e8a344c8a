import { expect, test } from 'vitest'
import { createCrm, type Crm } from '../../../src/renderer/features/crm/crm-store.ts'
import { kindOfId } from '../../../src/renderer/features/crm/kind-view.ts'
import type { Entity } from '../../../src/shared/domain/crm/entity.ts'
import type { JsonObject } from '../../../src/shared/domain/event.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { connected, fakeClient } from '../support/fakes.ts'

function aLead(id: string): Entity {
  return { id, kind: 'lead', tenantId: 'tenant_1', data: { id, status: 'New' }, createdAt: 0, updatedAt: 0 }
}

/** A CRM of so many leads, newest first, as the engine would page them. */
function openCrm(count: number): { crm: Crm; leads: Entity[] } {
  const leads = Array.from({ length: count }, (_, index) => aLead(`lead_${String(count - index).padStart(4, '0')}`))
  const gone = (id: string): HookscopeError => new HookscopeError('not_found', `There is no lead ${id}.`, 'List them.')
  const client = fakeClient({
    crm: {
      list: async ({ limit, before, tenantId, text = '' }: { limit: number; before?: string; tenantId?: string; text?: string }) => {
        const own = leads.filter((lead) => (tenantId === undefined || lead.tenantId === tenantId) && lead.id.includes(text))
        const rest = own.filter(({ id }) => before === undefined || id < before)
        return { items: rest.slice(0, limit), hasMore: rest.length > limit, names: {} }
      },
      get: async ({ id }: { id: string }) => {
        const lead = leads.find((each) => each.id === id)
        if (!lead) throw gone(id)
        return lead
      },
      update: async ({ id, fields }: { id: string; fields: JsonObject }) => {
        const at = leads.findIndex((each) => each.id === id)
        const lead = leads[at]
        if (!lead) throw gone(id)
        leads[at] = { ...lead, data: { ...lead.data, ...fields } }
      },
      history: async () => ({ items: [], hasMore: false }),
      act: async () => {
        throw new HookscopeError('conflict', 'The lead is already Converted.', 'Nothing was changed.')
      },
      remove: async ({ id }: { id: string }) =>
        void leads.splice(
          leads.findIndex((each) => each.id === id),
          1,
        ),
    },
  })
  return { crm: createCrm({ client, connection: connected }, kindOfId), leads }
}

test('the table holds the newest hundred until more are asked for', async () => {
  const { crm } = openCrm(230)

  await crm.show('lead')
  const first = crm.store.getState()
  await crm.more()
  const second = crm.store.getState()

  expect([first.items?.length, first.hasMore, second.items?.length, second.hasMore, new Set(second.items).size]).toEqual([
    100,
    true,
    200,
    true,
    200,
  ])
})

test('a refused action says why until it is closed; a deletion takes the row away and marks what is open', async () => {
  const { crm, leads } = openCrm(2)
  const [newest] = leads
  if (!newest) throw new Error('There is one.')
  await crm.show('lead')
  await crm.open(newest.id)

  const acted = await crm.act(newest, 'convert', {})
  const { refusal } = crm.store.getState()
  crm.forgetRefusal()
  const removed = await crm.remove(newest)

  const { items, open } = crm.store.getState()
  expect([acted, refusal?.code, removed, items?.length, open?.isGone, open?.entity?.id, crm.store.getState().refusal]).toEqual([
    false,
    'conflict',
    true,
    1,
    true,
    newest.id,
    null,
  ])
})

test('one tenant’s entities are shown when it is named, all when the field is emptied', async () => {
  const { crm } = openCrm(3)
  const shown = (): number | undefined => crm.store.getState().items?.length
  await crm.show('lead')
  const all = shown()
  await crm.showTenant('tenant_2')
  const other = shown()
  await crm.showTenant('tenant_1 ')
  const own = shown()
  await crm.showTenant('')
  expect([all, other, own, shown()]).toEqual([3, 0, 3, 3])
})

test('the table is narrowed by a text, and a change is taken back field by field', async () => {
  const { crm, leads } = openCrm(230)
  const shown = (): (string | undefined)[] => [String(crm.store.getState().items?.length), crm.store.getState().items?.[0]?.id]
  await crm.show('lead')
  await crm.more()
  await crm.find('_004')
  const found = shown()
  await crm.find('nobody')
  const none = shown()
  await crm.find('')
  const [newest] = leads
  if (!newest) throw new Error('There is one.')
  const isDone = await crm.changeBack(newest, { status: { from: 'Open', to: 'New' }, score: { from: null, to: 5 } })
  expect({ found, none, all: shown(), isDone, data: crm.store.getState().items?.[0]?.data }).toEqual({
    found: ['10', 'lead_0049'],
    none: ['0', undefined],
    all: ['100', 'lead_0230'],
    isDone: true,
    data: { id: 'lead_0230', status: 'Open', score: null },
  })
})
