import { expect, test } from 'vitest'
import { BAR_STEPS_MS, frameOf, MAX_BARS, sumBars } from '../../src/shared/domain/histogram.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/shared/domain/units.ts'

const NOW = Date.UTC(2026, 0, 17, 12, 0, 7)

test('all there is ends now, in bars that reach back to the oldest exchange', () => {
  const frame = frameOf({ kind: 'all' }, { oldest: NOW - 9 * MINUTE_MS, now: NOW })
  expect(frame).toEqual({ from: NOW - 2 * SECOND_MS - 109 * 5 * SECOND_MS, to: NOW, barMs: 5 * SECOND_MS, count: 110 })
  expect(frame.from).toBeLessThanOrEqual(NOW - 9 * MINUTE_MS)
  expect(frameOf({ kind: 'all' }, { oldest: NOW, now: NOW })).toMatchObject({ barMs: 100, count: 60 })
})

test('bars stand still while time goes on, until one more is needed', () => {
  const at = (now: number) => frameOf({ kind: 'last', ms: HOUR_MS }, { oldest: 0, now })
  expect([at(NOW), at(NOW + 22 * SECOND_MS), at(NOW + 23 * SECOND_MS)].map(({ from, barMs, count }) => [from - NOW, barMs, count])).toEqual(
    [
      [-7 * SECOND_MS - HOUR_MS, 60 * SECOND_MS, 61],
      [-7 * SECOND_MS - HOUR_MS, 60 * SECOND_MS, 61],
      [-7 * SECOND_MS - HOUR_MS, 60 * SECOND_MS, 61],
    ],
  )
  expect(at(NOW + 53 * SECOND_MS).from - NOW).toBe(53 * SECOND_MS - HOUR_MS)
})

test('every span is covered whole, by no more bars than can be told apart', () => {
  const spans = [1, 50, 12_345, MINUTE_MS, 7 * HOUR_MS + 1, 30 * DAY_MS, 400 * DAY_MS, 60_000 * DAY_MS]
  for (const span of spans) {
    const from = NOW - span
    const frame = frameOf({ kind: 'between', from, to: NOW }, { oldest: 0, now: NOW })
    expect(frame.count).toBeLessThanOrEqual(MAX_BARS)
    expect(frame.from).toBeLessThanOrEqual(from)
    expect(frame.from + frame.count * frame.barMs).toBeGreaterThanOrEqual(NOW)
  }
  expect(BAR_STEPS_MS.toSorted((a, b) => a - b)).toEqual(BAR_STEPS_MS)
})

test('a range sums the bars whose middle it holds', () => {
  const bars = [1, 2, 4, 8].map((ok) => ({ ok, failed: ok * 10, invalid: ok * 100 }))
  const histogram = { from: 1_000, to: 5_000, barMs: 1_000, bars, isWhole: true }
  expect([sumBars(histogram), sumBars(histogram, { from: 2_000, to: 4_000 }), sumBars(histogram, { from: 2_600, to: 3_400 })]).toEqual([
    { ok: 15, failed: 150, invalid: 1_500 },
    { ok: 6, failed: 60, invalid: 600 },
    { ok: 0, failed: 0, invalid: 0 },
  ])
})
