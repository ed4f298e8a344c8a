import { expect, test } from 'vitest'
import { draftText, fromTemplate, isEdited, reopened } from '../../../src/renderer/features/compose/draft.ts'

const KEPT = { id: 'kept', name: 'Won', type: 'deal.won', variant: null, text: '{"a":1}', seed: 3, updatedAt: 0 } as const

test('a sample is another occurrence each time it is sent; ids inside its data stay', () => {
  const text = draftText({ eventId: 'evt_1', eventType: 'deal.won', timestamp: '2026-01-17T10:30:00Z', data: { eventId: 'mine' } })
  expect(JSON.parse(text)).toEqual({
    eventId: 'evt_{{$uuid}}',
    eventType: 'deal.won',
    timestamp: '{{$now}}',
    data: { eventId: 'mine' },
  })
})

test('a sample without id and time gets none', () => {
  expect(JSON.parse(draftText({ id: 'evt_1' }))).toEqual({ id: 'evt_1' })
})

test('a template begins a draft of its own, a kept draft goes on', () => {
  const [begun, goneOn] = [fromTemplate(KEPT, 'new'), reopened({ ...KEPT, name: null })]
  expect([begun, goneOn].map((draft) => ({ id: draft.id, template: draft.template, isEdited: isEdited(draft) }))).toEqual([
    { id: 'new', template: 'Won', isEdited: false },
    { id: 'kept', template: null, isEdited: true },
  ])
})
