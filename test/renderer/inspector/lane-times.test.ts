import { expect, test } from 'vitest'
import { attemptLength, axisStep, foldAttempts, phaseShares, phaseSpans } from '../../../src/renderer/features/inspector/lane-times.ts'
import { anAttempt } from './deliveries.ts'

test('phases follow one another; those of a reused connection leave no mark', () => {
  expect(phaseSpans({ sentMs: 1, firstByteMs: 9, totalMs: 9 })).toEqual([
    { phase: 'send', fromMs: 0, toMs: 1 },
    { phase: 'wait', fromMs: 1, toMs: 9 },
  ])
})

test('an attempt that failed on the way has the phases it reached', () => {
  expect(phaseSpans({ dnsMs: 2, connectMs: 5 }).map(({ phase }) => phase)).toEqual(['dns', 'connect'])
})

test.each([
  [0, 1],
  [3, 1],
  [4, 2],
  [412, 200],
  [1_289, 500],
  [5_000, 2_000],
])('an axis for %i ms has steps of %i ms', (maxMs, step) => {
  expect(axisStep(maxMs)).toBe(step)
})

test('a running attempt grows with the time, a planned one has no length', () => {
  const now = 61_500
  expect([
    attemptLength(anAttempt(1, { state: 'running', tookMs: null }), now),
    attemptLength(anAttempt(1, { state: 'planned', tookMs: null }), now),
    attemptLength(anAttempt(1), now),
  ]).toEqual([1_500, null, 400])
})

test('of many attempts the first and last three are shown', () => {
  const attempts = Array.from({ length: 20 }, (_, index) => index + 1)
  expect([foldAttempts(attempts), foldAttempts(attempts.slice(0, 9)).hidden]).toEqual([
    { head: [1, 2, 3], hidden: 14, tail: [18, 19, 20] },
    0,
  ])
})

test('each phase is told with its share of the attempt, also of one that ended without an answer', () => {
  expect(phaseShares({ connectMs: 10, sentMs: 20, firstByteMs: 95, totalMs: 100 }, 100)).toEqual([
    { phase: 'connect', ms: 10, share: 0.1 },
    { phase: 'send', ms: 10, share: 0.1 },
    { phase: 'wait', ms: 75, share: 0.75 },
    { phase: 'receive', ms: 5, share: 0.05 },
  ])
  expect(phaseShares({ connectMs: 1 }, 4)).toEqual([{ phase: 'connect', ms: 1, share: 0.25 }])
  expect(phaseShares({}, 0)).toEqual([])
})
