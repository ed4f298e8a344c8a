import { expect, test } from 'vitest'
import { formatBarLength, formatSpan, ticksOf } from '../../../src/renderer/features/activity/time-words.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/shared/domain/units.ts'

const NOON = new Date(2026, 0, 17, 12, 0, 0).getTime()

test('words under the time are round in local time, and no more than have room', () => {
  const words = (from: number, to: number): string[] => ticksOf(from, to, 5).map(({ word }) => word)
  expect([
    words(NOON + 7 * SECOND_MS, NOON + 10 * MINUTE_MS),
    words(NOON, NOON + 90 * SECOND_MS),
    words(NOON - 20 * HOUR_MS, NOON + HOUR_MS),
    words(NOON - 3 * DAY_MS, NOON),
  ]).toEqual([
    ['12:02', '12:04', '12:06', '12:08'],
    ['12:00:00', '12:00:30', '12:01:00'],
    ['18:00', '17 Jan', '06:00', '12:00'],
    ['15 Jan', '16 Jan', '17 Jan'],
  ])
})

test('a stretch of time is told with its days where they are not today', () => {
  expect([
    formatSpan(NOON, null, NOON + MINUTE_MS),
    formatSpan(NOON - DAY_MS, NOON - DAY_MS + SECOND_MS, NOON),
    formatSpan(NOON - 3 * DAY_MS, NOON, NOON),
    formatBarLength(6 * SECOND_MS),
    formatBarLength(7 * DAY_MS),
  ]).toEqual(['12:00:00 to now', 'yesterday 12:00:00 to 12:00:01', '14 Jan 12:00:00 to today 12:00:00', '6\u2009s a bar', '7 days a bar'])
})
