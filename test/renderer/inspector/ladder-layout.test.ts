import { expect, test } from 'vitest'
import { layoutLadder } from '../../../src/renderer/features/inspector/ladder-layout.ts'
import { aDelivery, anAttempt } from './deliveries.ts'

test('a wait runs from the end of one attempt to the next, with the delay of the policy', () => {
  expect(layoutLadder(aDelivery())).toEqual({
    from: 60_000,
    to: 120_400,
    attempts: [{ number: 1, at: 60_000, endsAt: 60_400, isOk: false }],
    planned: { number: 2, at: 120_400 },
    waits: [{ from: 60_400, to: 120_400, nominalMs: 60_000 }],
  })
})

test('an attempt that was asked for by hand has no delay of the policy', () => {
  const delivery = aDelivery({
    state: 'success',
    nextAttemptAt: null,
    history: [anAttempt(1), anAttempt(2, { manual: true, status: 200 })],
  })
  expect(layoutLadder(delivery)).toMatchObject({ planned: null, waits: [{ nominalMs: null }], attempts: [{ isOk: false }, { isOk: true }] })
})

test('a single attempt that is the last needs no ladder', () => {
  expect(layoutLadder(aDelivery({ state: 'success', nextAttemptAt: null }))).toBeNull()
})
