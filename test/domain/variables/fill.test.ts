import { expect, test } from 'vitest'
import { seededFractions } from '../../../src/shared/domain/seeded.ts'
import { BUILT_IN_VARIABLES, type VariableSource } from '../../../src/shared/domain/variables/built-in.ts'
import { fillJson, fillText, fillValue } from '../../../src/shared/domain/variables/fill.ts'

const sourceOf = (own: Readonly<Record<string, string>> = {}, seed = 7): VariableSource => ({
  now: Date.UTC(2026, 0, 17, 10, 30, 0, 250),
  fraction: seededFractions(seed),
  number: 3,
  own: new Map(Object.entries(own)),
})

test('times are those of sending, and may be moved', () => {
  const text = '{{$now}} {{ $now +1h }} {{$isoTimestamp -7d}} {{$date}} {{$timestamp}} {{$timestampMs}} {{$number}}'
  expect(fillText(text, sourceOf()).text).toBe(
    '2026-01-17T10:30:00Z 2026-01-17T11:30:00Z 2026-01-10T10:30:00.250Z 2026-01-17 1768645800 1768645800250 3',
  )
})

test('random values are new for each placeholder, and the same for the same seed', () => {
  const text = '{{$uuid}} {{$uuid}} {{$randomInt 5 6}} {{$randomHex 4}} {{$randomBoolean}} {{$oneOf a b}} {{$randomEmail}}'
  const [first, again, other] = [fillText(text, sourceOf()), fillText(text, sourceOf()), fillText(text, sourceOf({}, 8))]
  const [one, two] = first.text.split(' ')
  expect({ isRepeated: first.text === again.text, differs: first.text !== other.text, isNew: one !== two }).toEqual({
    isRepeated: true,
    differs: true,
    isNew: true,
  })
  const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
  expect(first.text).toMatch(new RegExp(`^${uuid} ${uuid} [56] [0-9a-f]{4} (true|false) [ab] [a-z]+\\.[0-9a-f]{6}@example\\.com$`))
})

test('what means no variable stays as it stands, and is said once', () => {
  const text = '{{first_name}} {{first_name}} {{$uid}} {{$now tomorrow}} {{$randomInt 9 1}} {{$now +9999999d}} {{#each}} {{ }} {{$oneOf}}'
  const { text: filled, problems } = fillText(text, sourceOf())
  expect({ isUntouched: filled === text, problems }).toEqual({
    isUntouched: true,
    problems: [
      '{{first_name}} is no variable of this workspace, so it is sent as it stands',
      '{{$uid}} is no variable, so it is sent as it stands',
      '{{$now tomorrow}} cannot be filled: write it as {{$now [+1h | -7d]}}, so it is sent as it stands',
      '{{$randomInt 9 1}} cannot be filled: write it as {{$randomInt [from to]}}, so it is sent as it stands',
      '{{$now +9999999d}} cannot be filled: write it as {{$now [+1h | -7d]}}, so it is sent as it stands',
      '{{$oneOf}} cannot be filled: write it as {{$oneOf word word …}}, so it is sent as it stands',
    ],
  })
})

test('in JSON a value is escaped inside strings, and outside them stands for itself where it is JSON', () => {
  const own = { quote: 'say "hi"\n', price: '12.50', tags: '["a"]', city: 'Köln' }
  const text = '{"a":"\\"{{quote}}", "b":{{price}}, "c":{{tags}}, "d":{{city}}, "e":"{{price}}"}'
  const { text: filled } = fillJson(text, sourceOf(own))
  expect({ filled, parsed: JSON.parse(filled) }).toEqual({
    filled: '{"a":"\\"say \\"hi\\"\\n", "b":12.50, "c":["a"], "d":"Köln", "e":"12.50"}',
    parsed: { a: '"say "hi"\n', b: 12.5, c: ['a'], d: 'Köln', e: '12.50' },
  })
})

test('the places of the values are told', () => {
  const { text, values } = fillText('x{{a}}-{{none}}-{{a}}', sourceOf({ a: 'long' }))
  expect(values.map(({ name, start, end }) => `${name} ${text.slice(start, end)} ${start}`)).toEqual(['a long 1', 'a long 15'])
})

test('in a value the strings are filled, keys and all else stay', () => {
  expect(fillValue({ '{{a}}': ['{{a}}', 1, null, { b: 'is {{a}}' }] }, sourceOf({ a: 'x"y' }))).toEqual({
    '{{a}}': ['x"y', 1, null, { b: 'is x"y' }],
  })
})

test('a value that looks like a variable is not filled in again', () => {
  expect(fillText('{{a}}', sourceOf({ a: '{{b}}', b: 'no' })).text).toBe('{{b}}')
})

test('each built-in variable has a value without arguments, or says what it needs', () => {
  const without = BUILT_IN_VARIABLES.filter(({ value }) => value(sourceOf(), []) === null)
  expect(without.map(({ name, usage }) => `${name} ${usage}`)).toEqual(['$oneOf word word …'])
})
