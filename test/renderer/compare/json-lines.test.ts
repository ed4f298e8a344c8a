import { expect, test } from 'vitest'
import { readJsonTree, type JsonTree } from '../../../src/renderer/components/json-tree.ts'
import { isIdOrTime, layOutJson, type JsonLayout } from '../../../src/renderer/features/compare/json-lines.ts'

const LAYOUT: JsonLayout = { sortKeys: false, ignoreIdsAndTimes: false, ignoredKeys: [] }

function tree(text: string): JsonTree {
  const read = readJsonTree(text)
  if (read === null) throw new Error(`not JSON: ${text}`)
  return read
}

test('values keep the text they were written with', () => {
  const text = '{"a":1.0,"b":[12345678901234567890,"\\u00e9"],"c":{},"d":[]}'
  const { a } = layOutJson(tree(text), tree(text), LAYOUT)
  expect(a.text.split('\n')).toEqual([
    '{',
    '  "a": 1.0,',
    '  "b": [',
    '    12345678901234567890,',
    '    "\\u00e9"',
    '  ],',
    '  "c": {},',
    '  "d": []',
    '}',
  ])
})

test('a text too long for an editor stands in pieces, which are the same on both sides but for those that differ', () => {
  const [before, after] = ['b'.repeat(10_000), 'c'.repeat(10_000)]
  const laid = layOutJson(tree(`{"pdf":"${before}${after}"}`), tree(`{"pdf":"${before}NEW${after}"}`), LAYOUT)
  const [a, b] = [laid.a.text.split('\n'), laid.b.text.split('\n')]
  expect({
    whole: [a.join(''), b.join('')],
    longest: Math.max(...[...a, ...b].map((line) => line.length)) <= 4_096,
    onlyA: a.filter((line) => !b.includes(line)),
    onlyB: b.filter((line) => !a.includes(line)),
  }).toEqual({
    whole: [`{  "pdf": "${before}${after}"}`, `{  "pdf": "${before}NEW${after}"}`],
    longest: true,
    onlyA: [],
    onlyB: ['NEW'],
  })
})

test('ids and times that differ are left out, and where they stand is told', () => {
  const a = tree('{"eventId":"evt_1","data":{"id":"deal_1","at":"2026-01-17T10:42:06.914Z"}}')
  const b = tree('{"eventId":"evt_2","data":{"id":"deal_2","at":"2026-01-17T10:51:33Z"}}')
  const laid = layOutJson(a, b, { ...LAYOUT, ignoreIdsAndTimes: true })
  expect(laid).toEqual({
    a: {
      text: '{\n  "eventId": "",\n  "data": {\n    "id": "deal_1",\n    "at": ""\n  }\n}',
      ignored: [
        { line: 2, column: 14, text: '"evt_1"' },
        { line: 5, column: 11, text: '"2026-01-17T10:42:06.914Z"' },
      ],
    },
    b: {
      text: '{\n  "eventId": "",\n  "data": {\n    "id": "deal_2",\n    "at": ""\n  }\n}',
      ignored: [
        { line: 2, column: 14, text: '"evt_2"' },
        { line: 5, column: 11, text: '"2026-01-17T10:51:33Z"' },
      ],
    },
    count: 2,
    differing: ['data.id'],
  })
})

test('the order of keys makes no difference when it is not asked for, in arrays it does', () => {
  const [a, b] = [tree('{"b":1,"a":[1,2]}'), tree('{"a":[2,1],"b":1}')]
  const sorted = layOutJson(a, b, { ...LAYOUT, sortKeys: true })
  expect([sorted.a.text, sorted.b.text]).toEqual([
    '{\n  "a": [\n    1,\n    2\n  ],\n  "b": 1\n}',
    '{\n  "a": [\n    2,\n    1\n  ],\n  "b": 1\n}',
  ])
})

test('keys and paths of one’s own are left out too', () => {
  const [a, b] = [tree('{"x":{"n":1},"n":1}'), tree('{"x":{"n":2},"n":2}')]
  expect([layOutJson(a, b, { ...LAYOUT, ignoredKeys: ['n'] }).count, layOutJson(a, b, { ...LAYOUT, ignoredKeys: ['x.n'] }).count]).toEqual([
    2, 1,
  ])
})

test('a listed object or list is left out with all that is in it; an index is written as in the filter language', () => {
  const [a, b] = [tree('{"meta":{"x":{"n":1}},"items":[{"n":1},{"n":1}]}'), tree('{"meta":{"x":{"n":2}},"items":[{"n":2},{"n":2}]}')]
  const { differing } = layOutJson(a, b, { ...LAYOUT, ignoredKeys: ['meta', 'items[0]'] })
  expect(differing).toEqual(['items.1.n'])
})

test.each([
  ['timestamp', '1768646526', true],
  ['amount', '1768646526', false],
  ['wonDate', '"2026-01-17T10:42:06.871Z"', true],
  ['request_id', '"abc"', true],
  ['contactId', '"contact_789"', false],
  ['anything', '"7f1c0e52-9d3b-4d6e-8a41-2f6b90c7e5a8"', true],
])('%s: %s belongs to the occurrence: %s', (key, text, expected) => {
  expect(isIdOrTime(key, text)).toBe(expected)
})

test.each(['', '{"a":}', '{"a":1}{', '['.repeat(10_000), '['.repeat(600) + ']'.repeat(600)])(
  'what is no readable JSON has no tree',
  (text) => {
    expect(readJsonTree(text)).toBeNull()
  },
)
