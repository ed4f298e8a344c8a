import { expect, test } from 'vitest'
import { FILTER_KEYS } from '../../../src/shared/domain/filter/keys.ts'
import { parseFilter, requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import type { BodyPath, Filter, FilterContext, FilterProblem } from '../../../src/shared/domain/filter/filter.ts'
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
            { kind: 'range', key: 'status', from: 404, to: 404 },
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

test('a status can be compared, named by its family or lie in a range', () => {
  const ranges = ['404', '4xx', '5XX', '>=500', '>500', '<=299', '<300', '=200', '500..503'].map((value) => parsed(`status:${value}`))
  expect(ranges).toEqual(
    [
      [404, 404],
      [400, 499],
      [500, 599],
      [500, null],
      [501, null],
      [null, 299],
      [null, 299],
      [200, 200],
      [500, 503],
    ].map(([from, to]) => ({ kind: 'range', key: 'status', from, to })),
  )
})

test('sizes are in bytes, durations in microseconds', () => {
  expect(['size:>10kb', 'size:1KB..1.5mb', 'took:>2s', 'took:<=1.5ms', 'attempt:>1'].map(parsed)).toEqual([
    { kind: 'range', key: 'size', from: 10_241, to: null },
    { kind: 'range', key: 'size', from: 1_024, to: 1_572_864 },
    { kind: 'range', key: 'took', from: 2_000_001, to: null },
    { kind: 'range', key: 'took', from: null, to: 1_500 },
    { kind: 'range', key: 'attempt', from: 2, to: null },
  ])
})

test('words, beginnings of words, phrases and text inside words', () => {
  expect(['ada@acme.com', 'bad*', '"new lead"', '"new le"*', 'contains:"x*y"', '"type:x"', '10:30'].map(parsed)).toEqual([
    { kind: 'words', text: 'ada@acme.com', isPrefix: false },
    { kind: 'words', text: 'bad', isPrefix: true },
    { kind: 'words', text: 'new lead', isPrefix: false },
    { kind: 'words', text: 'new le', isPrefix: true },
    { kind: 'contains', text: 'x*y' },
    { kind: 'words', text: 'type:x', isPrefix: false },
    { kind: 'words', text: '10:30', isPrefix: false },
  ])
})

test('a header is named behind header., a JSON value by its path behind body', () => {
  const tests = [
    'header.X-Request-Id:abc*',
    'body.data.email:*@acme.com',
    'body.items[0].sku:"a b"',
    'body.items.*."odd key":>=10',
    'body[2]:null',
  ]
  expect(tests.map(parsed)).toEqual([
    { kind: 'header', name: 'x-request-id', pattern: ['abc', ''] },
    { kind: 'body', path: ['data', 'email'], test: { kind: 'pattern', pattern: ['', '@acme.com'] } },
    { kind: 'body', path: ['items', 0, 'sku'], test: { kind: 'pattern', pattern: ['a b'] } },
    { kind: 'body', path: ['items', null, 'odd key'], test: { kind: 'compare', operator: '>=', value: '10' } },
    { kind: 'body', path: [2], test: { kind: 'pattern', pattern: ['null'] } },
  ])
})

test('a minus only negates at the start of a word', () => {
  expect([parsed('-is:replay'), parsed('not-this'), parsed('NOT has:note')]).toEqual([
    { kind: 'not', part: { kind: 'mark', mark: 'replay' } },
    { kind: 'words', text: 'not-this', isPrefix: false },
    { kind: 'not', part: { kind: 'mark', mark: 'note' } },
  ])
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
  expect([parsed('id:capture_01kf52n5c0001abcdefghjkmnp'), parsed('id:capture_01kf52*')]).toEqual([
    { kind: 'id', beginning: 'capture_01kf52n5c0001abcdefghjkmnp' },
    { kind: 'id', beginning: 'capture_01kf52' },
  ])
})

const ONE = 'Expected a word or key:value, such as status:>=500.'

test.each([
  ['typ:lead.*', 'typ', 'typ: is not a key.', 'Did you mean type: ?'],
  ['dir:in zzzzzz:1', 'zzzzzz', 'zzzzzz: is not a key.', `Keys are ${FILTER_KEYS.join(', ')}; text with a colon goes in quotes.`],
  [
    'sig:invald',
    'invald',
    'sig: has no value "invald".',
    'Did you mean invalid? Expected one of valid, invalid, stale, missing, unsigned, unchecked.',
  ],
  [
    'status:many',
    'many',
    '"many" is not a status.',
    'Expected a status (404), a family (4xx), a comparison (>=500) or a range (500..599).',
  ],
  ['took:2s', '2s', '"2s" is not a duration.', 'Expected a comparison (>2s) or a range (100ms..1s), in ms, s, m or h.'],
  ['size:>10xb', '>10xb', '">10xb" is not a size.', 'Expected a comparison (>10kb) or a range (1kb..1mb), in b, kb, mb or gb.'],
  ['type:', '', 'type: has no value.', 'Write the value right after the colon.'],
  ['header:x', 'header', 'header: does not say which.', 'Name it, as in header.x-request-id:abc.'],
  ['body.x:>', '>', 'Nothing stands behind >.', 'Expected a number or a text, such as >1000.'],
  ['dir:in *ada', '*ada', 'A star stands only at the end of a word.', 'Use contains: to look inside words.'],
  ['dir:in ???', '???', 'A word needs a letter or a digit.', 'Use contains: to look for other characters.'],
  ['endpoint:"My shop', '"My shop', 'A quote is not closed.', 'Close it with ".'],
  ['dir:in OR', '', 'The filter ends too early.', ONE],
  ['OR dir:in', 'OR', 'OR cannot stand here.', ONE],
  ['(dir:in', '(', 'This parenthesis is not closed.', 'Close it with ).'],
  ['dir:in)', ')', 'This parenthesis closes nothing.', 'Remove it, or open one before.'],
  ['after:2026-02-30', '2026-02-30', '"2026-02-30" is not a time.', 'Expected a time such as -2h, 2026-01-17 or 2026-01-17T10:30.'],
  ['id:hello', 'hello', '"hello" is not the beginning of an id.', 'Expected an id such as capture_01kf…, or how one begins.'],
])('%s is refused with the place and what was expected', (text, wrong, message, expected) => {
  const found = problem(text) as FilterProblem
  expect({ ...found, wrong: text.slice(found.position, found.end) }).toEqual({
    position: wrong === '' ? text.length : text.indexOf(wrong),
    end: wrong === '' ? text.length : text.indexOf(wrong) + wrong.length,
    wrong,
    message,
    expected,
  })
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

test('a step of a body is also written in brackets, in either kind of quotes', () => {
  const body = (path: BodyPath) => ({
    kind: 'body',
    path,
    test: { kind: 'pattern', pattern: ['1'] },
  })
  expect([`body.data["x y"].z[*]:1`, `body['it\\'s']["a]b"][0]:1`].map(parsed)).toEqual([
    body(['data', 'x y', 'z', null]),
    body(["it's", 'a]b', 0]),
  ])
})

test('a path that cannot be read is no word', () => {
  const expected = 'Expected steps such as body.data.email, body.items[0], body.items[*] or body["a name"].'
  expect([problem('dir:in body.data[*:1'), problem('body[x]:1')]).toEqual([
    { position: 7, end: 18, message: 'This path cannot be read.', expected },
    { position: 0, end: 7, message: 'This path cannot be read.', expected },
  ])
})

test.each([
  ['body.data..email:x', 16, 'This path cannot be read.'],
  ['body.data.:x', 10, 'This path cannot be read.'],
  ['body..data:x', 10, 'This path cannot be read.'],
  ['body.:x', 5, 'body.: does not say which.'],
  ['header.:x', 7, 'header.: does not say which.'],
])('a path with an empty step is refused, not read as another one: %s', (text, end, message) => {
  expect(problem(text)).toMatchObject({ position: 0, end, message })
})

test('a filter of more terms than the database takes is refused', () => {
  const [most, more, anyOfAny] = ['a '.repeat(1_000), 'a '.repeat(1_001), 'body[*]:1 '.repeat(501)]
  expect([parseFilter(most, CONTEXT).kind, problem(more), parseFilter(anyOfAny, CONTEXT).kind]).toEqual([
    'filter',
    { position: 2_000, end: 2_001, message: 'The filter has too many terms.', expected: 'At most 1,000 are read.' },
    'problem',
  ])
  expect(problem(`body${'[*]'.repeat(17)}:1`)).toMatchObject({ position: 0, message: 'This path has too many [*].' })
})
