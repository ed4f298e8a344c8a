import { expect, test } from 'vitest'
import { barsBetween, barsOf, moved, rangeOf, shifted, wholeOf } from '../../../src/renderer/features/activity/brush.ts'
import { NO_BAR, type Histogram } from '../../../src/shared/domain/histogram.ts'

const TEN: Histogram = { from: 1_000, to: 10_500, barMs: 1_000, bars: Array.from({ length: 10 }, () => NO_BAR), isWhole: true }

test('bars become a range of time and come back from it', () => {
  const bars = { first: 2, last: 4 }
  expect([rangeOf(TEN, bars, true), barsOf(TEN, { from: 3_000, to: 6_000 }), barsOf(TEN, { from: 3_400, to: 5_100 })]).toEqual([
    { from: 3_000, to: 6_000 },
    bars,
    bars,
  ])
})

test('what ends at the last bar goes on with the time, where the histogram does; all bars are no range', () => {
  const end = { first: 8, last: 9 }
  expect([
    rangeOf(TEN, end, true),
    rangeOf(TEN, end, false),
    barsOf(TEN, { from: 9_000, to: null }),
    rangeOf(TEN, wholeOf(TEN), true),
  ]).toEqual([{ from: 9_000, to: null }, { from: 9_000, to: 11_000 }, end, null])
})

test('a range that is elsewhere shows nowhere, one that begins earlier from the first bar', () => {
  expect([barsOf(TEN, { from: 0, to: 900 }), barsOf(TEN, { from: 20_000, to: null }), barsOf(TEN, { from: 0, to: 2_000 })]).toEqual([
    null,
    null,
    { first: 0, last: 0 },
  ])
})

test('handles stop at each other and at the edges, what is chosen keeps its length', () => {
  const bars = { first: 2, last: 4 }
  expect([
    moved(TEN, bars, 'first', 9),
    moved(TEN, bars, 'last', -9),
    moved(TEN, bars, 'first', -9),
    shifted(TEN, bars, 99),
    shifted(TEN, bars, -1),
    barsBetween(TEN, 0.55, 0.31),
    barsBetween(TEN, 0, 1),
  ]).toEqual([
    { first: 4, last: 4 },
    { first: 2, last: 2 },
    { first: 0, last: 4 },
    { first: 7, last: 9 },
    { first: 1, last: 3 },
    { first: 3, last: 5 },
    wholeOf(TEN),
  ])
})
