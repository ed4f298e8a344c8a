import { ATTEMPT_STATES, CAPTURE_STATES, DELIVERY_STATES, NETWORK_ERRORS } from '../exchange.ts'
import { idRange } from '../ids.ts'
import { nearest } from '../nearest.ts'
import { VERDICTS } from '../verdict.ts'
import { HAS_MARKS, IS_MARKS, type BodyPath, type FilterContext, type RangeKey, type Term, type TextKey } from './filter.ts'
import { FilterSyntaxError } from './syntax-error.ts'
import type { Token, Value } from './tokens.ts'
import { bodyTestOf, oneOf, patternOf, rangeOf, textOf, timeOf } from './values.ts'

type TermToken = Extract<Token, { kind: 'term' }>

/** A key of the language. */
export interface FilterKey {
  /** As it is written: `type:`, `header.`. */
  readonly written: string
  /** What it asks, a few words. */
  readonly hint: string
  /** Values worth offering. */
  readonly values: readonly string[]
  readonly read: (token: TermToken, context: FilterContext) => Term
}

const STATES = [...new Set<string>([...CAPTURE_STATES, ...ATTEMPT_STATES, ...DELIVERY_STATES])]
const STATUSES = ['2xx', '3xx', '4xx', '5xx', '>=400', '>=500']
const METHODS = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE']
const MOMENTS = ['-15m', '-1h', '-24h', '-7d']

/** All keys, in the order they are offered; a new one is a new line here and its SQL. */
export const KEYS: Readonly<Record<string, FilterKey>> = {
  type: text('type', 'event type, such as lead.*'),
  dir: oneWord('dir', 'received or sent', ['in', 'out'], (direction) => ({ kind: 'direction', direction })),
  status: range('status', 'status of the answer', STATUSES),
  sig: oneWord('sig', 'verdict of the signature', VERDICTS, (verdict) => ({ kind: 'verdict', verdict })),
  state: oneWord('state', 'of the exchange or its delivery', STATES, (state) => ({ kind: 'state', state })),
  error: oneWord('error', 'why there was no answer', NETWORK_ERRORS, (error) => ({ kind: 'error', error })),
  endpoint: text('endpoint', 'name, url or id'),
  inbox: text('inbox', 'path or id'),
  path: text('path', 'path of the request, such as /webhooks/*'),
  method: text('method', 'method of the request', METHODS),
  header: {
    written: 'header.',
    hint: 'a header, header.x-request-id:abc',
    values: [],
    read: ({ key, value }) => ({ kind: 'header', name: String(key.path[0]), pattern: patternOf(value) }),
  },
  body: {
    written: 'body.',
    hint: 'a JSON value, body.data.email:*@acme.com',
    values: [],
    read: (token) => ({ kind: 'body', path: shallow(token), test: bodyTestOf(token.value) }),
  },
  contains: {
    written: 'contains:',
    hint: 'text anywhere; reads every row',
    values: [],
    read: ({ value }) => ({ kind: 'contains', text: someText(value) }),
  },
  id: { written: 'id:', hint: 'an id or its beginning', values: [], read: ({ value }) => ({ kind: 'id', beginning: idOf(value) }) },
  event: text('event', 'id of the event'),
  after: {
    written: 'after:',
    hint: 'since a time',
    values: MOMENTS,
    read: ({ value }, context) => ({ kind: 'time', from: timeOf(value, context), to: null }),
  },
  before: {
    written: 'before:',
    hint: 'until a time',
    values: MOMENTS,
    read: ({ value }, context) => ({ kind: 'time', from: null, to: timeOf(value, context) }),
  },
  size: range('size', 'bytes of the request body', ['>10kb', '>100kb', '>1mb']),
  took: range('took', 'time to the answer', ['>100ms', '>1s', '>5s']),
  attempt: range('attempt', 'number of the attempt', ['1', '>1']),
  is: oneWord('is', 'what it is besides', IS_MARKS, (mark) => ({ kind: 'mark', mark })),
  has: oneWord('has', 'what people added', HAS_MARKS, (mark) => ({ kind: 'mark', mark })),
  tag: text('tag', 'a tag that people gave it'),
}

/** The keys as people write them, `header.…` and `body.…` included. */
export const FILTER_KEYS: readonly string[] = Object.keys(KEYS)

/** The term of one `key:value`. Throws `FilterSyntaxError`. */
export function readTerm(token: TermToken, context: FilterContext): Term {
  const { key, value } = token
  const { name, text: written, path } = key
  const known = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined
  const place = { position: token.position, end: value.position - 1 }
  if (!known) {
    const meant = nearest(name, FILTER_KEYS)
    const expected =
      meant === null ? `Keys are ${FILTER_KEYS.join(', ')}; text with a colon goes in quotes.` : `Did you mean ${KEYS[meant]?.written} ?`
    throw new FilterSyntaxError(place, `${written}: is not a key.`, expected)
  }
  if (known.written.endsWith('.') && path.length === 0) {
    throw new FilterSyntaxError(
      place,
      `${written}: does not say which.`,
      name === 'header' ? 'Name it, as in header.x-request-id:abc.' : 'Name it, as in body.data.email:*@acme.com.',
    )
  }
  if (value.parts.length === 0) throw new FilterSyntaxError(value, `${written}: has no value.`, 'Write the value right after the colon.')
  return known.read(token, context)
}

function text(key: TextKey, hint: string, values: readonly string[] = []): FilterKey {
  return { written: `${key}:`, hint, values, read: ({ value }) => ({ kind: 'text', key, pattern: patternOf(value) }) }
}

function range(key: RangeKey, hint: string, values: readonly string[]): FilterKey {
  return { written: `${key}:`, hint, values, read: ({ value }) => rangeOf(key, value) }
}

function oneWord<const T extends string>(key: string, hint: string, words: readonly T[], term: (word: T) => Term): FilterKey {
  return { written: `${key}:`, hint, values: words, read: ({ value }) => term(oneOf(key, value, words)) }
}

function someText(value: Value): string {
  const written = textOf(value)
  if (written !== '') return written
  throw new FilterSyntaxError(value, 'Every text contains nothing.', 'Write what to look for between the quotes.')
}

/** The database nests a search in a search for each. */
const MAX_ANY = 16

function shallow({ key, position, value }: TermToken): BodyPath {
  if (key.path.filter((step) => step === null).length <= MAX_ANY) return key.path
  throw new FilterSyntaxError({ position, end: value.position - 1 }, 'This path has too many [*].', `At most ${MAX_ANY} are read.`)
}

function idOf(value: Value): string {
  const written = textOf(value)
  const beginning = written.endsWith('*') ? written.slice(0, -1) : written
  if (idRange(beginning)) return beginning
  throw new FilterSyntaxError(
    value,
    `"${written}" is not the beginning of an id.`,
    'Expected an id such as capture_01kf…, or how one begins.',
  )
}
