import { expect, test } from 'vitest'
import { fillHeaders } from '../../src/shared/domain/header-template.ts'

const facts = {
  type: 'lead.created',
  eventId: 'evt_1',
  delivery: { seq: 3_619_562_000_000_123, tail: '0123456789abc' },
  createdAt: Date.UTC(2026, 0, 17, 10, 30),
}

test('templates are filled in for each attempt; one that comes out empty is left out, other braces stay', () => {
  const headers = [
    ['X-Topic', '{event.type}'],
    ['X-Retry', '{retry}'],
    ['X-All', '{event.id} {attempt} {delivery.time} {unknown} {"a":1}'],
    ['X-Empty', ''],
  ] as const
  const filled = (attempt: number) => fillHeaders(headers, { ...facts, attempt })
  expect([filled(1), filled(3)]).toEqual([
    [
      ['X-Topic', 'lead.created'],
      ['X-All', 'evt_1 1 2026-01-17T10:30:00Z {unknown} {"a":1}'],
      ['X-Empty', ''],
    ],
    [
      ['X-Topic', 'lead.created'],
      ['X-Retry', '2'],
      ['X-All', 'evt_1 3 2026-01-17T10:30:00Z {unknown} {"a":1}'],
      ['X-Empty', ''],
    ],
  ])
})

test('the UUID of a delivery is the same for all its attempts, and another for another', () => {
  const uuid = (seq: number, attempt: number) =>
    fillHeaders([['Id', '{delivery.uuid}']], { ...facts, delivery: { ...facts.delivery, seq }, attempt })[0]?.[1]
  const one = uuid(facts.delivery.seq, 1)
  expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect([uuid(facts.delivery.seq, 2), uuid(facts.delivery.seq + 1, 1)].map((each) => each === one)).toEqual([true, false])
})

test('a type that no header could carry does not break the request', () => {
  expect(fillHeaders([['X-Topic', '{event.type}']], { ...facts, type: 'größe\r\nX-Evil: 1', attempt: 1 })).toEqual([
    ['X-Topic', 'gr??e??X-Evil: 1'],
  ])
})
