import { expect, test } from 'vitest'
import { setPath } from '../../src/shared/domain/set-path.ts'

const ROOT = { a: { b: 1 }, list: [{ x: 1 }] }

test.each([
  ['a.b', { a: { b: 'new' }, list: [{ x: 1 }] }],
  ['a.c.d', { a: { b: 1, c: { d: 'new' } }, list: [{ x: 1 }] }],
  ['list[0].x', { a: { b: 1 }, list: [{ x: 'new' }] }],
  ['list[1]', { a: { b: 1 }, list: [{ x: 1 }, 'new'] }],
])('%s is set', (path, root) => {
  expect(setPath(ROOT, path, 'new')).toEqual({ kind: 'set', root })
})

test.each([
  ['', '"" is not a path such as data.email or data.items[0].name'],
  ['a..b', '"a..b" is not a path such as data.email or data.items[0].name'],
  ['a.b.c', 'a.b is not an object, so c cannot be set in it'],
  ['list[2]', 'list has 1 entry, so [2] cannot be set'],
  ['a[0]', 'a is not a list'],
])('%s cannot be set', (path, problem) => {
  expect(setPath(ROOT, path, 'new')).toEqual({ kind: 'problem', problem })
})

test('the given object is left as it is, and no prototype is touched', () => {
  const result = setPath(ROOT, '__proto__.polluted', true)
  expect([result.kind, ({} as { polluted?: boolean }).polluted, ROOT]).toEqual(['set', undefined, { a: { b: 1 }, list: [{ x: 1 }] }])
})
