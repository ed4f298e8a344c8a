import { expect, test } from 'vitest'
import { FILTER_KEYS } from '../../../src/shared/domain/filter/terms.ts'
import { parseFilter, requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import type { Filter, FilterContext } from '../../../src/shared/domain/filter/filter.ts'
import { caught } from '../../support/caught.ts'

const CONTEXT: FilterContext = {
  now: Date.UTC(2026, 0, 17, 12),
  // An asker two hours east of Greenwich.
  localTime: (year, month, day, hour, minute, second) => Date.UTC(year, month - 1, day, hour - 2, minute, second),
}

function parsed(text: string): Filter {
  return requireFilter(text, CONTEXT)
}

function problem(text: string): unknown {
  const result = parseFilter(text, CONTEXT)
  return result.kind === 'problem' ? result.problem : result
}

test('terms beside each other must all hold, OR binds weaker, parentheses group', () => {
  expect(parsed('dir:in AND sig:invalid OR -(dir:out status:404)')).toEqual({
    kind: 'or',
    parts: [
      {
        kind: 'and',
        parts: [
          { kind: 'direction', direction: 'in' },
          { kind: 'verdict', verdict: 'invalid' },
        ],
      },
      {
        kind: 'not',
        part: {
          kind: 'and',
          parts: [
            { kind: 'direction', direction: 'out' },
            { kind: 'status', from: 404, to: 404 },
          ],
        },
      },
    ],
  })
})

test('blank text takes everything', () => {
  expect(parsed('  ')).toEqual({ kind: 'and', parts: [] })
})

test('a star in a value is a wildcard unless it is quoted', () => {
  expect([parsed('type:lead.*'), parsed('endpoint:"My * shop"'), parsed('path:/a/*/b')]).toEqual([
    { kind: 'text', key: 'type', pattern: ['lead.', ''] },
    { kind: 'text', key: 'endpoint', pattern: ['My * shop'] },
    { kind: 'text', key: 'path', pattern: ['/a/', '/b'] },
  ])
})

test('a status can be compared or named by its family', () => {
  const ranges = ['404', '4xx', '5XX', '>=500', '>500', '<=299', '<300', '=200'].map((value) => parsed(`status:${value}`))
  expect(ranges).toEqual(
    [
      [404, 404],
      [400, 499],
      [500, 599],
      [500, 999],
      [501, 999],
      [0, 299],
      [0, 299],
      [200, 200],
    ].map(([from, to]) => ({ kind: 'status', from, to })),
  )
})

test('a time is relative, or absolute with an offset, or the asker’s own', () => {
  const times = ['-2h', '2026-01-17', '2026-01-17T10:30', '2026-01-17T10:30:15.250Z', '2026-01-17T10:30+05:30'].map((value) =>
    parsed(`after:${value}`),
  )
  expect(times).toEqual(
    [
      Date.UTC(2026, 0, 17, 10),
      Date.UTC(2026, 0, 16, 22),
      Date.UTC(2026, 0, 17, 8, 30),
      Date.UTC(2026, 0, 17, 10, 30, 15, 250),
      Date.UTC(2026, 0, 17, 5),
    ].map((from) => ({ kind: 'time', from, to: null })),
  )
})

test('an id is found by all of it or by how it begins', () => {
  const id = 'capture_01kf52n5c0001abcdefghjkmnp'
  const whole = parsed(`id:${id}`) as Extract<Filter, { kind: 'id' }>
  const begun = parsed('id:capture_01kf52*') as Extract<Filter, { kind: 'id' }>
  expect({ ...whole, single: whole.from === whole.to, holds: begun.from <= whole.from && whole.to <= begun.to }).toEqual({
    kind: 'id',
    prefix: 'capture',
    from: whole.from,
    to: whole.from,
    tail: 'abcdefghjkmnp',
    single: true,
    holds: true,
  })
})

test.each([
  ['typ:lead.*', 0, 'typ: is not a key.', 'Did you mean type: ?'],
  ['dir:in zzzzzz:1', 7, 'zzzzzz: is not a key.', `Keys are ${FILTER_KEYS.join(', ')}.`],
  [
    'sig:invald',
    4,
    'sig: has no value "invald".',
    'Did you mean invalid? Expected one of valid, invalid, stale, missing, unsigned, unchecked.',
  ],
  ['status:many', 7, '"many" is not a status.', 'Expected a status (404), a family (4xx) or a comparison (>=500).'],
  ['type:', 5, 'type: has no value.', 'Write the value right after the colon.'],
  ['dir:in hello', 7, 'Words such as "hello" are not searched yet.', 'Use key:value, such as type:lead.* or path:/webhooks/*.'],
  ['endpoint:"My shop', 9, 'A quote is not closed.', 'Close it with ".'],
  ['dir:in OR', 9, 'The filter ends too early.', 'Expected key:value, such as status:>=500.'],
  ['OR dir:in', 0, 'OR cannot stand here.', 'Expected key:value, such as status:>=500.'],
  ['(dir:in', 0, 'This parenthesis is not closed.', 'Close it with ).'],
  ['dir:in)', 6, 'This parenthesis closes nothing.', 'Remove it, or open one before.'],
  ['after:2026-02-30', 6, '"2026-02-30" is not a time.', 'Expected a time such as -2h, 2026-01-17 or 2026-01-17T10:30.'],
  ['id:hello', 3, '"hello" is not the beginning of an id.', 'Expected an id such as capture_01kf…, or how one begins.'],
])('%s is refused with its position and what was expected', (text, position, message, expected) => {
  expect(problem(text)).toEqual({ position, message, expected })
})

test('for people the position counts from one', () => {
  expect(caught(() => requireFilter('typ:x', CONTEXT))).toMatchObject({
    code: 'bad_filter',
    message: 'The filter is wrong at character 1: typ: is not a key.',
    remedy: 'Did you mean type: ?',
  })
})

test('deep nesting is refused instead of exhausting the stack', () => {
  expect(problem('('.repeat(100_000))).toMatchObject({ message: 'The filter is nested too deeply.' })
})
