import { expect, test } from 'vitest'
import { contentOf, draftText, readText, renewIdentity } from '../../../src/renderer/features/compose/draft.ts'

const draftOf = (text: string) => ({ type: 'deal.won', seed: 1, variant: null, text, sampled: text })
const bytesOf = (text: string) => ({
  kind: 'bytes',
  bytes: Buffer.from(text).toString('base64'),
  contentType: 'application/json',
  type: 'deal.won',
})

test('an event is sent compact, or as typed when that is asked for', () => {
  const text = '{ "eventType": "deal.won" }\n'
  expect([contentOf(draftOf(text), 'compact'), contentOf(draftOf(text), 'typed')]).toEqual([
    { kind: 'envelope', envelope: { eventType: 'deal.won' } },
    bytesOf(text),
  ])
})

test('text that is no event is sent as it stands, and said to be none', () => {
  const texts = ['{"a":1', '[1]', 'ünïcode', '']
  expect(texts.map((text) => contentOf(draftOf(text), 'compact'))).toEqual(texts.map(bytesOf))
  expect(texts.map((text) => readText(text).kind)).toEqual(['other', 'other', 'other', 'other'])
})

test('the next occurrence has a new id and time and keeps the rest as typed', () => {
  const text = '{\n "eventId" : "evt_1", "timestamp":"2026-01-17T10:30:00Z",\n\n "data": {"eventId": "mine"} }'
  expect(renewIdentity(text, { eventId: 'evt_2', timestamp: '2026-01-18T10:30:00Z' })).toBe(
    '{\n "eventId" : "evt_2", "timestamp":"2026-01-18T10:30:00Z",\n\n "data": {"eventId": "mine"} }',
  )
})

test('a key of the same name inside the data is not taken for the event’s own', () => {
  const text = draftText({ data: { eventId: 'mine' }, eventId: 'evt_1' })
  expect(renewIdentity(text, { eventId: 'evt_2' })).toBe(text)
})
