import { expect, test } from 'vitest'
import { differingSpan } from '../../../src/renderer/features/compare/differing-span.ts'
import { compareHeaders } from '../../../src/renderer/features/compare/header-differences.ts'

test('headers are paired by name in any case, doubled ones in their order; what differs comes first', () => {
  const a = [
    ['Content-Type', 'application/json'],
    ['X-Request-Id', 'one'],
    ['Via', '1.1 edge'],
    ['Accept', 'a'],
    ['accept', 'b'],
  ] as const
  const b = [
    ['content-type', 'application/json'],
    ['x-request-id', 'two'],
    ['Accept', 'a'],
    ['Accept', 'c'],
    ['X-New', '1'],
  ] as const
  expect(compareHeaders(a, b, true)).toEqual([
    { kind: 'changed', name: 'accept', a: 'b', b: 'c' },
    { kind: 'only-a', name: 'Via', a: '1.1 edge', b: null },
    { kind: 'only-b', name: 'X-New', a: null, b: '1' },
    { kind: 'ignored', name: 'X-Request-Id', a: 'one', b: 'two' },
    { kind: 'same', name: 'Content-Type', a: 'application/json', b: 'application/json' },
    { kind: 'same', name: 'Accept', a: 'a', b: 'a' },
  ])
  expect(compareHeaders(a, b, false).find(({ name }) => name === 'X-Request-Id')?.kind).toBe('changed')
})

test.each([
  ['sha256=abcd', 'sha256=axyd', { from: 8, tail: 1 }],
  ['aa', 'aaa', { from: 2, tail: 0 }],
  ['', 'x', { from: 0, tail: 0 }],
])('%s and %s differ where they differ', (a, b, expected) => {
  expect(differingSpan(a, b)).toEqual(expected)
})

test('a header on the list makes no difference, in any case, also where it stands on one side only', () => {
  const rows = compareHeaders(
    [
      ['Via', '1'],
      ['ETag', 'a'],
    ],
    [['etag', 'b']],
    false,
    ['via', 'ETAG'],
  )
  expect(rows.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['ignored Via', 'ignored ETag'])
})
