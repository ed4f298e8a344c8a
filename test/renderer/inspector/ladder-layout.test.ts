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

test('at nominal scale each wait is as long as the policy says, and attempts keep their length', () => {
  const history = [anAttempt(1, { at: 1_000 }), anAttempt(2, { at: 7_400 }), anAttempt(3, { at: 8_000, manual: true })]
  const layout = layoutLadder(aDelivery({ speed: 10, history, nextAttemptAt: 38_400, ladderMs: [0, 60_000, 300_000, 300_000] }), 'nominal')
  expect(layout).toEqual({
    from: 1_000,
    to: 362_400,
    attempts: [
      { number: 1, at: 1_000, endsAt: 1_400, isOk: false },
      { number: 2, at: 61_400, endsAt: 61_800, isOk: false },
      { number: 3, at: 62_000, endsAt: 62_400, isOk: false },
    ],
    planned: { number: 4, at: 362_400 },
    waits: [
      { from: 1_400, to: 61_400, nominalMs: 60_000 },
      { from: 61_800, to: 62_000, nominalMs: null },
      { from: 62_400, to: 362_400, nominalMs: 300_000 },
    ],
  })
})
