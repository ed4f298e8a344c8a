import { expect, test } from 'vitest'
import { parseAssignment } from '../../src/main/cli/assignment.ts'

test('a value is JSON if it parses, else the text as it stands', () => {
  const texts = ['data.score=42', 'data.name=Ada Lovelace', 'data.note="42"', 'data.tags=["a"]', 'data.formula=a=b', 'data.empty=']
  expect(texts.map(parseAssignment)).toEqual([
    { path: 'data.score', value: 42 },
    { path: 'data.name', value: 'Ada Lovelace' },
    { path: 'data.note', value: '42' },
    { path: 'data.tags', value: ['a'] },
    { path: 'data.formula', value: 'a=b' },
    { path: 'data.empty', value: '' },
  ])
})

test.each(['data.score', '=1', ''])('%j is refused', (text) => {
  expect(() => parseAssignment(text)).toThrow('names no path and value')
})
