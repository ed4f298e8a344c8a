import { expect, test } from 'vitest'
import { prettyJson } from '../../../src/renderer/features/inspector/pretty-json.ts'

test('JSON is laid out with every value as it was written', () => {
  const text = '{"b":1.0,"a":[1e5, 12345678901234567890,{}],"b":"\\u00e9\\"{,}","e":[],"n":null}'
  expect(prettyJson(text)).toBe(
    [
      '{',
      '  "b": 1.0,',
      '  "a": [',
      '    1e5,',
      '    12345678901234567890,',
      '    {}',
      '  ],',
      '  "b": "\\u00e9\\"{,}",',
      '  "e": [],',
      '  "n": null',
      '}',
    ].join('\n'),
  )
})

test('the layout means the same JSON', () => {
  const value = { list: [[], {}, [1, [2, { deep: 'x: [y], {z}' }]]], text: 'a\nb\\' }
  expect(JSON.parse(prettyJson(JSON.stringify(value)) ?? '')).toEqual(value)
})

test.each(['', '{"cut": "off', "{'a':1}", 'id=1&type=x'])('%j is not JSON and stays as it is', (text) => {
  expect(prettyJson(text)).toBeNull()
})
