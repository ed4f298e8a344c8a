import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  COMPARISONS,
  HAS_MARKS,
  IS_MARKS,
  RANGE_KEYS,
  TEXT_KEYS,
  type BodyTest,
  type Filter,
  type Pattern,
  type Term,
} from '../../../src/shared/domain/filter/filter.ts'
import { parseFilter, requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { printFilter } from '../../../src/shared/domain/filter/print.ts'

const UTC = { now: 0, localTime: () => 0 }

/** Any text, with what the language gives a meaning to more often than by chance. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', 'B', '1', ' ', '*', '"', '\\', '(', ')', ':', '-', '.', '[', ']', '>', '=', '\n', 'é') }),
)
const pattern = fc.array(text, { minLength: 1, maxLength: 4 }) as unknown as fc.Arbitrary<Pattern>
const step = fc.oneof(text, fc.nat(99), fc.constant(null))
const time = fc.integer({ min: 0, max: Date.UTC(9999, 0) })
const range = fc.tuple(fc.nat(900_000_000), fc.nat(900_000)).map(([from, more]) => ({ from, to: from + more }))

const bodyTest: fc.Arbitrary<BodyTest> = fc.oneof(
  fc.record({ kind: fc.constant('pattern' as const), pattern }),
  fc.record({
    kind: fc.constant('compare' as const),
    operator: fc.constantFrom(...COMPARISONS),
    value: text.filter((each) => each !== ''),
  }),
)

const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constant('words' as const), text: text.filter((each) => /[\p{L}\p{N}]/u.test(each)), isPrefix: fc.boolean() }),
  fc.record({ kind: fc.constant('contains' as const), text: text.filter((each) => each !== '') }),
  fc.record({ kind: fc.constant('text' as const), key: fc.constantFrom(...TEXT_KEYS), pattern }),
  fc.record({ kind: fc.constant('direction' as const), direction: fc.constantFrom('in' as const, 'out' as const) }),
  fc.tuple(fc.constantFrom(...RANGE_KEYS), range, fc.constantFrom('both', 'from', 'to')).map(([key, { from, to }, ends]) => ({
    kind: 'range' as const,
    key,
    from: ends === 'to' ? null : from,
    to: ends === 'from' ? null : to,
  })),
  fc.constantFrom<Term>(
    { kind: 'verdict', verdict: 'invalid' },
    { kind: 'error', error: 'timeout' },
    { kind: 'state', state: 'failed' },
    { kind: 'id', beginning: 'capture_01kf52' },
  ),
  time.map((from) => ({ kind: 'time' as const, from, to: null })),
  time.map((to) => ({ kind: 'time' as const, from: null, to })),
  fc.record({ kind: fc.constant('mark' as const), mark: fc.constantFrom(...IS_MARKS, ...HAS_MARKS) }),
  fc.record({ kind: fc.constant('header' as const), name: fc.constantFrom('x-request-id', 'host', 'x~y'), pattern }),
  fc.record({ kind: fc.constant('body' as const), path: fc.array(step, { minLength: 1, maxLength: 4 }), test: bodyTest }),
)

const { filter } = fc.letrec<{ filter: Filter; group: Filter }>((tie) => ({
  filter: fc.oneof({ maxDepth: 4 }, term, tie('group')),
  group: fc.oneof(
    fc.record({ kind: fc.constant('and' as const), parts: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('or' as const), parts: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not' as const), part: tie('filter') }),
  ),
}))

test('what is printed is read as the same filter', () => {
  fc.assert(
    fc.property(filter, (each) => {
      expect(requireFilter(printFilter(each), UTC)).toEqual(each)
    }),
    { numRuns: 2_000 },
  )
})

test('whatever is typed is a filter or a problem inside the text', () => {
  fc.assert(
    fc.property(text, (typed) => {
      const parsed = parseFilter(typed, UTC)
      const { position, end } = parsed.kind === 'problem' ? parsed.problem : { position: 0, end: 0 }
      expect({ position, end, isInside: 0 <= position && position <= end && end <= typed.length }).toEqual({
        position,
        end,
        isInside: true,
      })
    }),
    { numRuns: 2_000 },
  )
})

test('times are printed so that they mean the same to everybody', () => {
  const asker = {
    now: Date.UTC(2026, 0, 17, 12),
    localTime: (year: number, month: number, day: number) => Date.UTC(year, month - 1, day, -2),
  }
  expect(printFilter(requireFilter('after:-2h before:2026-01-18 (type:lead.* OR "new lead") -status:5xx took:>1s', asker))).toBe(
    'after:2026-01-17T10:00:00.000Z before:2026-01-17T22:00:00.000Z (type:lead.* OR "new lead") -status:500..599 took:>=1000.001ms',
  )
})
