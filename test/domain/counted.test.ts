import { expect, test } from 'vitest'
import { counted, countedTime } from '../../src/shared/domain/counted.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/shared/domain/units.ts'

test('one of a thing is no plural', () => {
  expect([counted(0, 'byte'), counted(1, 'byte'), counted(1_000, 'byte'), counted(2, 'entry', 'entries')]).toEqual([
    '0 bytes',
    '1 byte',
    '1,000 bytes',
    '2 entries',
  ])
})

test('a long time is told in its largest unit', () => {
  expect([500, SECOND_MS, 90 * SECOND_MS, MINUTE_MS, HOUR_MS, 2.5 * HOUR_MS, DAY_MS, 30 * DAY_MS].map(countedTime)).toEqual([
    '0.5 seconds',
    '1 second',
    '1.5 minutes',
    '1 minute',
    '1 hour',
    '2.5 hours',
    '1 day',
    '30 days',
  ])
})
