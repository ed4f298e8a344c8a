import { describe, expect, test } from 'vitest'
import {
  cutId,
  cutMiddle,
  cutUrl,
  formatAgo,
  formatBytes,
  formatClock,
  formatAmount,
  formatCount,
  formatCountdown,
  formatDayClock,
  formatDelay,
  formatDuration,
  formatExact,
  formatShare,
} from '../../../src/renderer/components/format.ts'

/** Thin spaces as spaces, so that expectations can be read. */
function plain(texts: readonly string[]): string[] {
  return texts.map((text) => text.replaceAll('\u2009', ' '))
}

describe('how values read', () => {
  test('durations have three significant figures, and whole units from a minute on', () => {
    const durations = [0, 0.2, 2.4, 38, 999.4, 999.5, 1289, 5000, 36_000, 59_949, 59_950, 90_000, 7_500_000, 273_600_000]
    expect(plain(durations.map(formatDuration))).toEqual([
      '0 ms',
      '< 1 ms',
      '2 ms',
      '38 ms',
      '999 ms',
      '1.00 s',
      '1.29 s',
      '5.00 s',
      '36.0 s',
      '59.9 s',
      '1 min',
      '1 min 30 s',
      '2 h 5 min',
      '3 d 4 h',
    ])
  })

  test('chosen delays are said without false precision', () => {
    expect(plain([0, 250, 1_000, 2_500, 60_000, 300_000, 5_400_000].map(formatDelay))).toEqual([
      'at once',
      '250 ms',
      '1 s',
      '2.5 s',
      '1 min',
      '5 min',
      '1 h 30 min',
    ])
  })

  test('bytes are counted in thousands and never read 1000 of a unit', () => {
    expect(plain([0, 612, 999, 1_000, 7_812, 999_499, 999_500, 2_100_000_000].map(formatBytes))).toEqual([
      '0 B',
      '612 B',
      '999 B',
      '1 kB',
      '7.81 kB',
      '999 kB',
      '1 MB',
      '2.1 GB',
    ])
  })

  test('a share that is not all or nothing never reads as all or nothing', () => {
    expect(plain([0, 0.0001, 0.61, 0.9999, 1].map(formatShare))).toEqual(['0 %', '0.1 %', '61.0 %', '99.9 %', '100 %'])
  })

  test('counts are grouped', () => {
    expect([formatAmount(1_188_000.125), formatCount(1_048_213)]).toEqual(['1,188,000.125', '1,048,213'])
  })

  test('an age is told in its largest unit', () => {
    const now = 10_000_000_000
    const ages = [-50, 0, 999, 4_000, 59_999, 60_000, 3_600_000, 259_200_000]
    expect(plain(ages.map((age) => formatAgo(now - age, now)))).toEqual(['now', 'now', 'now', '4 s', '59 s', '1 min', '1 h', '3 d'])
  })

  test('a countdown reaches now only when the time has come', () => {
    expect(plain([252_000, 17_001, 1, 0, -5].map(formatCountdown))).toEqual(['4 min 12 s', '18 s', '1 s', 'now', 'now'])
  })
})

describe('how moments read in local time', () => {
  const at = new Date(2026, 0, 17, 10, 42, 7, 118).getTime()

  test('a clock shows milliseconds where they matter', () => {
    expect([formatClock(at), formatClock(at, 'seconds')]).toEqual(['10:42:07.118', '10:42:07'])
  })

  test('the day is said as near as it is', () => {
    const seenFrom = [new Date(2026, 0, 17, 23), new Date(2026, 0, 18, 1), new Date(2026, 0, 20), new Date(2027, 5, 1)]
    expect(seenFrom.map((now) => formatDayClock(at, now.getTime()))).toEqual([
      'today 10:42:07',
      'yesterday 10:42:07',
      '17 Jan 10:42:07',
      '17 Jan 2026 10:42:07',
    ])
  })

  test('the exact moment can be read back', () => {
    expect(Date.parse(formatExact(at).replace(' ', 'T').replace(' ', ''))).toBe(at)
  })
})

describe('how long texts are cut', () => {
  test('in the middle, to the wanted length', () => {
    expect([cutMiddle('abcdef', 6), cutMiddle('abcdefg', 6), cutMiddle('abcdefgh', 5)]).toEqual(['abcdef', 'abc…fg', 'ab…gh'])
  })

  test('an id keeps its prefix and both ends', () => {
    expect([cutId('capture_01kf5r0000000000000062pfsw'), cutId('tenant_789')]).toEqual(['capture_01kf5r…62pfsw', 'tenant_789'])
  })

  test('a URL keeps its host', () => {
    const url = 'https://hooks.example.org/services/T02AB/B04/very-long-secret-part'
    expect([cutUrl(url, 34), cutUrl('http://localhost:3000/webhooks/crm', 40), cutUrl(url, 12)]).toEqual([
      'hooks.example.org/service…ret-part',
      'localhost:3000/webhooks/crm',
      'hooks.…-part',
    ])
  })
})
