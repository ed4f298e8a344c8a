import { expect, test } from 'vitest'
import { completions } from '../../../src/shared/domain/filter/complete.ts'

/** The text as it is after taking the first option; `|` marks the caret. */
function taken(marked: string, known = {}): string | null {
  const caret = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, options } = completions(text, caret, known)
  return options[0] ? text.slice(0, from) + options[0].text + text.slice(to) : null
}

test.each([
  ['st|', 'status:'],
  ['dir:in si|', 'dir:in sig:'],
  ['sig:in|', 'sig:invalid'],
  ['-(dir:i|) type:x', '-(dir:in) type:x'],
  ['dir:in O|', 'dir:in OR '],
  ['sta|te:failed', 'status:'],
  ['hea|', 'header.'],
  ['error:out|', 'error:timeout'],
])('%s is completed to %s', (marked, expected) => {
  expect(taken(marked)).toBe(expected)
})

test('values that only the workspace knows come first, in quotes where they need them', () => {
  const known = { endpoint: ['My shop', 'Billing'], type: ['lead.created'], header: ['x-request-id'] }
  expect([taken('endpoint:my|', known), taken('endpoint:"My s|', known), taken('type:|', known), taken('header.x|', known)]).toEqual([
    'endpoint:"My shop"',
    'endpoint:"My shop"',
    'type:lead.created',
    'header.x-request-id:',
  ])
})

test('an empty bar offers every key and NOT, a word that fits nothing offers nothing', () => {
  const { options } = completions('', 0)
  expect([options[0], options.at(-1), completions('qqqq', 4).options]).toEqual([
    { kind: 'key', text: 'type:', hint: 'event type, such as lead.*' },
    { kind: 'operator', text: 'NOT ', hint: 'the opposite' },
    [],
  ])
})
