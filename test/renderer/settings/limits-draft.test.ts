import { expect, test } from 'vitest'
import { isTighter, limitsDraftOf, limitsOf } from '../../../src/renderer/features/settings/limits-draft.ts'
import { KEEP_EVERYTHING } from '../../../src/shared/domain/retention.ts'
import { DAY_MS, GIB, HOUR_MS, MIB } from '../../../src/shared/domain/units.ts'

test('Limits read back as they were typed; an empty field is no limit', () => {
  const month = { maxAgeMs: 30 * DAY_MS, maxCount: 100_000, maxBytes: 2 * GIB }
  const odd = { maxAgeMs: 36 * HOUR_MS, maxCount: 1, maxBytes: MIB + 1 }
  const texts = [KEEP_EVERYTHING, month, odd].map(limitsDraftOf)
  expect({ texts, again: texts.map((text) => limitsOf(text)) }).toEqual({
    texts: [
      { age: '', count: '', size: '' },
      { age: '30 d', count: '100000', size: '2 GiB' },
      { age: '36 h', count: '1', size: '1048577 B' },
    ],
    again: [KEEP_EVERYTHING, month, odd].map((limits) => ({ limits, problems: {} })),
  })
})

test('A field that is no limit says what is expected; a comma in a count is fine', () => {
  const wrong = { age: '30', count: '1.5', size: '1 kb' }
  expect(
    [wrong, { age: '1 s', count: '0', size: '-1' }, { age: '', count: '1,000', size: '' }].map((draft) =>
      Object.keys(limitsOf(draft).problems),
    ),
  ).toEqual([['age', 'count', 'size'], ['age', 'count', 'size'], []])
})

test('Only a limit that is new or lower removes anything', () => {
  const month = { ...KEEP_EVERYTHING, maxAgeMs: 30 * DAY_MS }
  expect([
    isTighter(KEEP_EVERYTHING, month),
    isTighter(month, { ...month, maxAgeMs: DAY_MS }),
    isTighter(month, { ...month, maxAgeMs: 60 * DAY_MS }),
    isTighter(month, KEEP_EVERYTHING),
    isTighter(month, month),
  ]).toEqual([true, true, false, false, false])
})
