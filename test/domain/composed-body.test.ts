import { expect, test } from 'vitest'
import { composeBody } from '../../src/shared/domain/composed-body.ts'
import type { VariableSource } from '../../src/shared/domain/variables/built-in.ts'

const SOURCE: VariableSource = {
  now: 0,
  fraction: () => 0,
  number: 1,
  own: new Map([
    ['name', 'Ada "L"'],
    ['list', '[ 1, 2 ]'],
  ]),
}

test('an event goes out compact: without white space, and otherwise as it was typed', () => {
  const text = '{ "a" : 1.0,\n\t"big": 12345678901234567890, "s": "two  spaces \\u00e9", "a": 2 }\n'
  expect(composeBody(text, 'compact', null)).toEqual({
    text: '{"a":1.0,"big":12345678901234567890,"s":"two  spaces \\u00e9","a":2}',
    envelope: { a: 2, big: 12345678901234567000, s: 'two  spaces é' },
    values: [],
    problems: [],
  })
})

test('as typed it keeps its white space, with variables filled in', () => {
  expect(composeBody('{ "a": "{{name}}" }\n', 'typed', SOURCE).text).toBe('{ "a": "Ada \\"L\\"" }\n')
})

test('the places of values are those in the body that is sent', () => {
  const { text, values } = composeBody('{ "n": {{$number}},\n  "a": "is {{name}}",\n  "l": {{list}}\n}', 'compact', SOURCE)
  expect({ text, values: values.map(({ start, end }) => text.slice(start, end)) }).toEqual({
    text: '{"n":1,"a":"is Ada \\"L\\"","l":[1,2]}',
    values: ['1', 'Ada \\"L\\"', '[1,2]'],
  })
})

test.each([
  ['{"a":1', '{"a":1', 'This is no JSON'],
  ['[ 1 ]', '[ 1 ]', 'An event is a JSON object.'],
  ['<a>{{name}}</a>', '<a>Ada "L"</a>', 'This is no JSON'],
  ['', '', 'This is no JSON'],
])('%j is no event and goes out as it stands, which is said', (typed, sent, sentence) => {
  const { text, envelope, problems } = composeBody(typed, 'compact', SOURCE)
  expect({ text, envelope, said: problems[0]?.message.startsWith(sentence) }).toEqual({ text: sent, envelope: null, said: true })
})

test('a body of several MiB in one string is composed', () => {
  const long = 'x'.repeat(8 * 1024 * 1024)
  expect(composeBody(`{ "a": "${long}" }`, 'compact', SOURCE).text).toHaveLength(long.length + 8)
})
