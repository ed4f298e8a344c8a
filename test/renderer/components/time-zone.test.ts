import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { formatClock, formatDayClock, formatExact } from '../../../src/renderer/components/format.ts'
import { chooseTimeZone, startTimeZone, timeZone, timeZoneNames } from '../../../src/renderer/components/time-zone.ts'

const kept = new Map<string, string>()
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
}

beforeEach(() => vi.stubGlobal('localStorage', storage))
afterEach(() => {
  chooseTimeZone('local')
  kept.clear()
  vi.unstubAllGlobals()
})

const at = Date.UTC(2026, 2, 29, 0, 59, 30, 250)

test('times, days and offsets follow the chosen zone, also over the change to summer time', () => {
  const told = (zone: string): string[] => {
    chooseTimeZone(zone)
    return [formatClock(at), formatExact(at + 60_000), formatDayClock(at, at + 12 * 3_600_000)]
  }
  expect([told('UTC'), told('Europe/Berlin'), told('Asia/Kolkata'), told('America/St_Johns')]).toEqual([
    ['00:59:30.250', '2026-03-29 01:00:30.250 +00:00', 'today 00:59:30'],
    ['01:59:30.250', '2026-03-29 03:00:30.250 +02:00', 'today 01:59:30'],
    ['06:29:30.250', '2026-03-29 06:30:30.250 +05:30', 'today 06:29:30'],
    ['22:29:30.250', '2026-03-28 22:30:30.250 -02:30', 'yesterday 22:29:30'],
  ])
})

test('the choice is remembered; what is no zone means the machine’s own', () => {
  chooseTimeZone('Asia/Tokyo')
  startTimeZone()
  const remembered = timeZone.getState().choice
  kept.set('time-zone', 'Mars/Olympus')
  startTimeZone()
  expect([remembered, timeZone.getState().choice, kept.has('time-zone'), timeZoneNames()[0]]).toEqual(['Asia/Tokyo', 'local', false, 'UTC'])
})
