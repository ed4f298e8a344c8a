import { expect, test } from 'vitest'
import { jsonFixes } from '../../../src/renderer/components/editor/json-fixes.ts'

function titles(message: string, text: string): string[] {
  return jsonFixes(message, text).map(({ title }) => title)
}

test('of the values that a schema lists the one that was probably meant comes first', () => {
  expect(titles('Value is not accepted. Valid values: "open", "in_progress", "closed, done".', '"in_progres"')).toEqual([
    'Use "in_progress"',
    'Use "open"',
    'Use "closed, done"',
  ])
})

test('the only value that is right is offered', () => {
  expect(jsonFixes('Value must be "deal.won".', '"deal.lost"')).toEqual([{ title: 'Use "deal.won"', text: '"deal.won"' }])
})

test.each([
  ['a number in quotes loses them', 'Incorrect type. Expected "number".', '"12.5"', ['Use 12.5']],
  ['a text in quotes stays', 'Incorrect type. Expected "number".', '"many"', []],
  ['12.5 is no integer', 'Incorrect type. Expected "integer".', '"12.5"', []],
  ['a number gets quotes', 'Incorrect type. Expected "string".', '4711', ['Use "4711"']],
  ['one of several types is enough', 'Incorrect type. Expected one of boolean, null.', '"true"', ['Use true']],
  ['an object is not guessed at', 'Incorrect type. Expected "string".', '{"a":1}', []],
  ['what is no JSON is left alone', 'Incorrect type. Expected "number".', '{{$now}}', []],
  ['another problem is left alone', 'Missing property "amount".', '{', []],
])('%s', (_, message, text, expected) => {
  expect(titles(message, text)).toEqual(expected)
})
