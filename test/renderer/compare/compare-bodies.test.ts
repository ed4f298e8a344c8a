import { expect, test } from 'vitest'
import type { BodyState } from '../../../src/renderer/api/body.ts'
import { breakLines } from '../../../src/renderer/features/compare/broken-lines.ts'
import { compareBodies } from '../../../src/renderer/features/compare/compare-bodies.ts'
import { MIB } from '../../../src/shared/domain/units.ts'

const AS_IT_STANDS = { sortKeys: false, ignoreIdsAndTimes: false, ignoredKeys: [] }

function body(bytes: Uint8Array<ArrayBuffer>): BodyState {
  const first = bytes.slice(0, MIB)
  return {
    bytes: first,
    totalBytes: bytes.length,
    hasMore: bytes.length > MIB,
    encoding: null,
    decodingProblem: null,
    isLoading: false,
    problem: null,
  }
}
const text = (value: string): BodyState => body(new TextEncoder().encode(value))
const longest = (lines: string): number => lines.split('\n').reduce((most, { length }) => Math.max(most, length), 0)

test('of JSON that is cut off each value has its line, with the text that it had', () => {
  expect(breakLines('{"a":1.0,"b":["x, {y}",{"c\\"d":null}],"e":"cut o')).toBe(
    ['{', '  "a": 1.0,', '  "b": [', '    "x, {y}",', '    {', '      "c\\"d": null', '    }', '  ],', '  "e": "cut o'].join('\n'),
  )
})

test('bodies over a MiB are compared in short lines, whatever they are, and it is said what is left out', () => {
  const items = (total: string): string =>
    JSON.stringify({ items: Array.from({ length: 60_000 }, (_, id) => ({ id, name: `item ${id}` })), total })
  const json = compareBodies(text(items('1')), text(items('2')), 'Request body', AS_IT_STANDS)
  const plain = compareBodies(text('x'.repeat(2 * MIB)), text('y'.repeat(2 * MIB)), 'Request body', AS_IT_STANDS)
  const bytes = compareBodies(body(new Uint8Array(2 * MIB).fill(0xff)), text('x'), 'Request body', AS_IT_STANDS)
  expect([json, plain, bytes].map(({ a, b, form, note }) => [form, longest(a.text) <= 4_096, longest(b.text) <= 4_096, note])).toEqual([
    ['text', true, true, 'Only the first MiB of each is compared, as text.'],
    ['text', true, true, 'Only the first MiB of each is compared, as text.'],
    ['hex', true, true, 'A is not text, so bytes are compared. Only the first 128 KiB of each are compared.'],
  ])
  expect(json.a.text.slice(0, 60)).toBe('{\n  "items": [\n    {\n      "id": 0,\n      "name": "item 0"\n ')
})

test('a short text that is not JSON keeps its lines', () => {
  expect(compareBodies(text('{"a":1,'), text('b'), 'Request body', AS_IT_STANDS)).toMatchObject({
    a: { text: '{"a":1,' },
    form: 'text',
    note: 'Neither is JSON, so text is compared.',
  })
})
