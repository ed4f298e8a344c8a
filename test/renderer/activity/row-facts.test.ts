import { expect, test } from 'vitest'
import { planOf, typeOf } from '../../../src/renderer/features/activity/row-facts.ts'
import { anExchange } from './rows.ts'

test.each([
  ['a capture that is no HTTP', { state: 'malformed', inboxId: null }, 'malformed', 'warn'],
  ['one that was cut off', { state: 'incomplete' }, 'incomplete', 'warn'],
  ['one that no inbox takes', { inboxId: null }, 'unmatched', 'warn'],
  ['one of a file, which came by no inbox of this machine', { inboxId: null, isImported: true }, 'lead.created', 'plain'],
  ['a usual one', {}, 'lead.created', 'plain'],
  ['one of unknown type', { type: null }, null, 'plain'],
] as const)('%s says what matters most where the type stands', (_, parts, text, tone) => {
  expect(typeOf(anExchange({ seq: 1, ...parts }))).toMatchObject({ text, tone })
})

test('a plan is told beside the latest attempt only, and not while one is on the wire', () => {
  const attempt = anExchange({ seq: 1, direction: 'out', deliveryState: 'pending', nextAttemptAt: 42 })
  expect([
    planOf({ exchange: attempt, isLatest: true }),
    planOf({ exchange: attempt, isLatest: false }),
    planOf({ exchange: { ...attempt, state: 'running' }, isLatest: true }),
    planOf({ exchange: { ...attempt, deliveryState: 'failed' }, isLatest: true }),
  ]).toEqual([42, null, null, null])
})
