import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTopLevelScan } from '../../src/shared/domain/top-level-scan.ts'

/** What a scan finds in a text given in pieces of so many bytes. */
function scanned(text: string, wanted: readonly string[], size = 3): object {
  const bytes = Buffer.from(text)
  const scan = createTopLevelScan(new Set(wanted))
  for (let at = 0; at < bytes.length; at += size) if (!scan.take(bytes.subarray(at, at + size))) break
  return scan.found()
}

test('it finds at the top level what parsing the whole text would, however the bytes are cut', () => {
  const keys = ['type', 'id', 'événement', 'a"b']
  const key = fc.oneof(fc.constantFrom(...keys), fc.string())
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), fc.integer({ min: 1, max: 9 }), fc.boolean(), (value, size, isPretty) => {
      const text = JSON.stringify(value, null, isPretty ? 2 : 0)
      const parsed = Object.entries(JSON.parse(text) as object)
      const expected = parsed.filter(([name, each]) => keys.includes(name) && (typeof each === 'string' || typeof each === 'number'))
      expect(scanned(text, keys, size)).toEqual(Object.fromEntries(expected))
    }),
  )
})

test.each([
  ['a list', '[{"type":"a"}]'],
  ['a text', '"type"'],
  ['nothing', ''],
  ['other bytes', 'x{"type":"a"}'],
  ['a cut object', '{"type":"a","more":[1,2'],
  ['a very long value', `{"type":"${'x'.repeat(5_000)}"}`],
])('in %s there is nothing to find', (_, text) => {
  expect(scanned(text, ['type'])).toEqual({})
})
