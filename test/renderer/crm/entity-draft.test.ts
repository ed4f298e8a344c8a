import { expect, test } from 'vitest'
import { draftOf, emptyDraft, fieldsToSave, formFields, parseDraft, typedValue } from '../../../src/renderer/features/crm/entity-draft.ts'

const DEAL = { id: 'deal_1', name: 'Plan', amount: 5, tags: ['a'], createdAt: 'then', createdBy: 'user_1' }

test('of an entity only what was changed is saved, null for what was taken away', () => {
  const draft = { name: 'Plan', amount: 6, note: 'new' }

  expect([fieldsToSave(DEAL, draft), fieldsToSave(DEAL, draftOf(DEAL)), fieldsToSave(null, emptyDraft('deal'))]).toEqual([
    { amount: 6, note: 'new', tags: null },
    {},
    { name: '', amount: '', stage: 'Prospecting' },
  ])
})

test('a number is typed as text and kept as a number; what is none is left for the engine to refuse', () => {
  const [, amount] = formFields('deal')
  if (!amount) throw new Error('A deal has an amount.')

  expect([amount.name, typedValue(amount, '12.5'), typedValue(amount, 'much'), typedValue(amount, '')]).toEqual([
    'amount',
    12.5,
    'much',
    null,
  ])
})

test('the form offers what a person would type, not what the CRM fills in', () => {
  expect(formFields('ticket').map(({ name }) => name)).toEqual([
    'subject',
    'description',
    'priority',
    'status',
    'category',
    'contactId',
    'companyId',
    'assignedTo',
    'resolution',
    'reopenReason',
    'escalationReason',
  ])
})

test('only a JSON object is a draft', () => {
  expect(['{"a":1}', '[1]', 'null', '{'].map(parseDraft)).toEqual([{ a: 1 }, null, null, null])
})
