import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../src/shared/domain/event.ts'
import { setInJson } from '../../src/shared/domain/set-in-json.ts'
import { setPath } from '../../src/shared/domain/set-path.ts'

test.each<[before: string, path: string, value: JsonValue, after: string]>([
  ['{"n":9007199254740993,"a":1.0,"b":"\\u00fc"}', 'a', 2, '{"n":9007199254740993,"a":2,"b":"\\u00fc"}'],
  ['{ "a" : { "b" : [1, 2 ] } }\n', 'a.b[1]', 'x', '{ "a" : { "b" : [1, "x" ] } }\n'],
  ['{"a":[1,2]}', 'a[2]', 3, '{"a":[1,2,3]}'],
  ['{"a":[]}', 'a[0]', { b: 1 }, '{"a":[{"b":1}]}'],
  ['{\n  "a": 1\n}', 'b.c', true, '{\n  "a": 1,\n  "b": {"c":true}\n}'],
  [' { } ', 'a', null, ' {"a":null } '],
  ['{"a":1,"a":2}', 'a', 3, '{"a":1,"a":3}'],
  ['{"a":"}\\"{","b":[[{"c":1}]],"d":0}', 'd', [1], '{"a":"}\\"{","b":[[{"c":1}]],"d":[1]}'],
  ['{"a\\u0062":1}', 'ab', 2, '{"a\\u0062":2}'],
  ['{"a":{"0":1}}', 'a.0', 2, '{"a":{"0":2}}'],
])('%s with %s set', (before, path, value, after) => {
  expect(setInJson(before, path, value)).toEqual({ kind: 'set', text: after })
})

test('what cannot be set is told as of any object', () => {
  expect([setInJson('{"a":[1]}', 'a[2]', 1), setInJson('{"a":1}', 'a.b', 1), setInJson('{}', 'a..b', 1)]).toEqual(
    [
      ['{"a":[1]}', 'a[2]'],
      ['{"a":1}', 'a.b'],
      ['{}', 'a..b'],
    ].map(([text = '', path = '']) => setPath(JSON.parse(text) as JsonObject, path, 1)),
  )
})

test('whatever is set, the text says the same as the object', () => {
  const name = fc.constantFrom('a', 'b', '__proto__', 'ü')
  const object = fc.dictionary(name, fc.jsonValue({ maxDepth: 3 }))
  const path = fc.array(fc.oneof(name, fc.constantFrom('[0]', '[1]')), { minLength: 0, maxLength: 3 })
  expect(() =>
    fc.assert(
      fc.property(object, name, path, fc.jsonValue(), fc.constantFrom(0, 2), (root, first, rest, value, indent) => {
        const where = first + rest.map((step) => (step.startsWith('[') ? step : `.${step}`)).join('')
        const text = JSON.stringify(root, null, indent)
        const [inText, inObject] = [
          setInJson(text, where, value as JsonValue),
          setPath(JSON.parse(text) as JsonObject, where, value as JsonValue),
        ]
        if (inText.kind === 'problem' || inObject.kind === 'problem') return inText.kind === inObject.kind
        return JSON.stringify(JSON.parse(inText.text)) === JSON.stringify(inObject.root)
      }),
      { numRuns: 2000 },
    ),
  ).not.toThrow()
})
