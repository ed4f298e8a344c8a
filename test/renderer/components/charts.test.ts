import { expect, test, vi } from 'vitest'
import { timeTicks } from '../../../src/renderer/components/charts/buckets.ts'
import { niceCeiling, stackBars } from '../../../src/renderer/components/charts/stack.ts'
import { chooseTimeZone } from '../../../src/renderer/components/time-zone.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/shared/domain/units.ts'

test('neighbouring buckets are put together, the last bar ending with the present', () => {
  const counts = { good: [1, 2, 3, 4, 5], failed: [0, 1, 0, 0, 0], bad: [0, 0, 0, 0, 7], unjudged: [0, 0, 0, 1, 0] }
  expect(stackBars(counts, 3)).toEqual([
    { bad: 0, failed: 0, rest: 1 },
    { bad: 0, failed: 1, rest: 5 },
    { bad: 7, failed: 0, rest: 10 },
  ])
})

test('an axis ends at a round number', () => {
  expect([0, 0.4, 1, 1.1, 24, 99, 260, 5_001].map(niceCeiling)).toEqual([1, 0.5, 1, 2, 30, 100, 300, 10_000])
})

test('the time axis names round hours, as many as fit', () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {}, removeItem: () => {} })
  chooseTimeZone('UTC')
  const from = Date.UTC(2026, 0, 17, 4, 30)
  const words = (widthPx: number): string[] => timeTicks({ from, bucketMs: HOUR_MS / 2, count: 48 }, widthPx).map(({ word }) => word)
  const hour = timeTicks({ from: from - DAY_MS, bucketMs: 2 * MINUTE_MS, count: 30 }, 600).map(({ word }) => word)
  chooseTimeZone('local')
  vi.unstubAllGlobals()
  expect([words(600), words(300), hour]).toEqual([
    ['08:00', '12:00', '16:00', '20:00', '00:00', '04:00'],
    ['12:00', '00:00'],
    ['04:30', '04:40', '04:50', '05:00', '05:10', '05:20'],
  ])
})
