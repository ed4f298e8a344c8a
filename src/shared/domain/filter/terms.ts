import { ATTEMPT_STATES, CAPTURE_STATES, DELIVERY_STATES } from '../exchange.ts'
import { idRange } from '../ids.ts'
import { nearest } from '../nearest.ts'
import { VERDICTS } from '../verdict.ts'
import type { Filter, FilterContext, Pattern, TextKey } from './filter.ts'
import { FilterSyntaxError } from './syntax-error.ts'
import { parseTime } from './time.ts'
import type { Token } from './tokens.ts'

type TermToken = Extract<Token, { kind: 'term' }>
type ReadTerm = (token: TermToken, context: FilterContext) => Filter

const STATES = [...new Set<string>([...CAPTURE_STATES, ...ATTEMPT_STATES, ...DELIVERY_STATES])]

/** The keys of the language and how each reads its value; a new key is a new line here and its SQL. */
const TERMS: Readonly<Record<string, ReadTerm>> = {
  type: text('type'),
  dir: (token) => ({ kind: 'direction', direction: oneOf(token, ['in', 'out']) }),
  status: readStatus,
  sig: (token) => ({ kind: 'verdict', verdict: oneOf(token, VERDICTS) }),
  endpoint: text('endpoint'),
  inbox: text('inbox'),
  state: (token) => ({ kind: 'state', state: oneOf(token, STATES) }),
  id: readId,
  event: text('event'),
  method: text('method'),
  path: text('path'),
  after: (token, context) => ({ kind: 'time', from: readTime(token, context), to: null }),
  before: (token, context) => ({ kind: 'time', from: null, to: readTime(token, context) }),
}

export const FILTER_KEYS: readonly string[] = Object.keys(TERMS)

/** The term of one `key:value`. Throws `FilterSyntaxError`. */
export function readTerm(token: TermToken, context: FilterContext): Filter {
  const read = TERMS[token.key.toLowerCase()]
  if (!read) {
    const meant = nearest(token.key, FILTER_KEYS)
    const expected = meant === null ? `Keys are ${FILTER_KEYS.join(', ')}.` : `Did you mean ${meant}: ?`
    throw new FilterSyntaxError(token.position, `${token.key}: is not a key.`, expected)
  }
  if (token.value === '')
    throw new FilterSyntaxError(token.valuePosition, `${token.key}: has no value.`, 'Write the value right after the colon.')
  return read(token, context)
}

function text(key: TextKey): ReadTerm {
  return (token) => ({ kind: 'text', key, pattern: patternOf(token) })
}

function patternOf(token: TermToken): Pattern {
  return token.isQuoted ? [token.value] : (token.value.split('*') as [string, ...string[]])
}

function oneOf<const T extends string>(token: TermToken, values: readonly T[]): T {
  const wanted = token.value.toLowerCase()
  const found = values.find((value) => value === wanted)
  if (found !== undefined) return found
  const meant = nearest(wanted, values)
  const expected = meant === null ? `Expected one of ${values.join(', ')}.` : `Did you mean ${meant}? Expected one of ${values.join(', ')}.`
  throw new FilterSyntaxError(token.valuePosition, `${token.key}: has no value "${token.value}".`, expected)
}

const MAX_STATUS = 999

function readStatus(token: TermToken): Filter {
  const family = /^([1-5])xx$/i.exec(token.value)
  if (family) return { kind: 'status', from: Number(family[1]) * 100, to: Number(family[1]) * 100 + 99 }
  const match = /^(>=|<=|>|<|=)?(\d{3})$/.exec(token.value)
  if (!match) {
    throw new FilterSyntaxError(
      token.valuePosition,
      `"${token.value}" is not a status.`,
      'Expected a status (404), a family (4xx) or a comparison (>=500).',
    )
  }
  const status = Number(match[2])
  const comparison = match[1] ?? '='
  return {
    kind: 'status',
    from: comparison.startsWith('<') ? 0 : status + Number(comparison === '>'),
    to: comparison.startsWith('>') ? MAX_STATUS : status - Number(comparison === '<'),
  }
}

function readId(token: TermToken): Filter {
  const range = idRange(token.value.endsWith('*') ? token.value.slice(0, -1) : token.value)
  if (!range) {
    throw new FilterSyntaxError(
      token.valuePosition,
      `"${token.value}" is not the beginning of an id.`,
      'Expected an id such as capture_01kf…, or how one begins.',
    )
  }
  return { kind: 'id', ...range }
}

function readTime(token: TermToken, context: FilterContext): number {
  const time = parseTime(token.value, context)
  if (time === null) {
    throw new FilterSyntaxError(
      token.valuePosition,
      `"${token.value}" is not a time.`,
      'Expected a time such as -2h, 2026-01-17 or 2026-01-17T10:30.',
    )
  }
  return time
}
