import { nearest } from '../nearest.ts'
import { parseDuration, parseSize } from '../units.ts'
import {
  COMPARISONS,
  hasWord,
  type BodyTest,
  type Comparison,
  type FilterContext,
  type Pattern,
  type RangeKey,
  type Term,
} from './filter.ts'
import { FilterSyntaxError } from './syntax-error.ts'
import { parseTime } from './time.ts'
import type { Value } from './tokens.ts'

/** How values are read. Each throws `FilterSyntaxError` with the value's place and what was expected. */

/** The value without its quotes. */
export function textOf({ parts }: Value): string {
  return parts.map((part) => part.text).join('')
}

/** Stars are wildcards unless they are quoted. */
export function patternOf({ parts }: Value): Pattern {
  const pieces: [string, ...string[]] = ['']
  for (const { text, isQuoted } of parts) {
    const [first = '', ...more] = isQuoted ? [text] : text.split('*')
    pieces[pieces.length - 1] += first
    pieces.push(...more)
  }
  return pieces
}

/** One of a few words, without case. */
export function oneOf<const T extends string>(key: string, value: Value, words: readonly T[]): T {
  const wanted = textOf(value).toLowerCase()
  const found = words.find((word) => word === wanted)
  if (found !== undefined) return found
  const meant = nearest(wanted, words)
  const expected = meant === null ? `Expected one of ${words.join(', ')}.` : `Did you mean ${meant}? Expected one of ${words.join(', ')}.`
  throw new FilterSyntaxError(value, `${key}: has no value "${wanted}".`, expected)
}

/** Words and phrases: at least one letter or digit; a star only at the end. */
export function wordsOf(value: Value): Term {
  const { parts } = value
  const last = parts.at(-1)
  const isPrefix = last !== undefined && !last.isQuoted && last.text.endsWith('*')
  const text = isPrefix ? textOf(value).slice(0, -1) : textOf(value)
  if (
    parts.some((part, index) => !part.isQuoted && part.text.slice(0, isPrefix && index === parts.length - 1 ? -1 : undefined).includes('*'))
  )
    throw new FilterSyntaxError(value, 'A star stands only at the end of a word.', 'Use contains: to look inside words.')
  if (!hasWord(text)) throw new FilterSyntaxError(value, 'A word needs a letter or a digit.', 'Use contains: to look for other characters.')
  return { kind: 'words', text, isPrefix }
}

interface Unit {
  /** A value in whole units of the column; null when it is none. */
  readonly parse: (text: string) => number | null
  readonly what: string
  readonly expected: string
  /** Whether a value without comparison can be meant. */
  readonly canEqual: boolean
}

const UNITS: Readonly<Record<RangeKey, Unit>> = {
  status: {
    parse: wholeNumber,
    what: 'a status',
    expected: 'Expected a status (404), a family (4xx), a comparison (>=500) or a range (500..599).',
    canEqual: true,
  },
  attempt: {
    parse: wholeNumber,
    what: 'a number',
    expected: 'Expected a number (1), a comparison (>1) or a range (2..5).',
    canEqual: true,
  },
  size: {
    parse: parseSize,
    what: 'a size',
    expected: 'Expected a comparison (>10kb) or a range (1kb..1mb), in b, kb, mb or gb.',
    canEqual: true,
  },
  took: {
    parse: (text) => {
      const ms = parseDuration(text)
      return ms === null ? null : Math.round(ms * 1000)
    },
    what: 'a duration',
    expected: 'Expected a comparison (>2s) or a range (100ms..1s), in ms, s, m or h.',
    canEqual: false,
  },
}

/** `404`, `>=500`, `100ms..1s`, and `4xx` for a status. */
export function rangeOf(key: RangeKey, value: Value): Term {
  const text = textOf(value)
  const unit = UNITS[key]
  const wrong = (): never => {
    throw new FilterSyntaxError(value, `"${text}" is not ${unit.what}.`, unit.expected)
  }
  const read = (part: string): number => {
    const number = unit.parse(part)
    return number === null || !Number.isSafeInteger(number) ? wrong() : number
  }
  const family = key === 'status' && /^([1-5])xx$/i.exec(text)
  if (family) return { kind: 'range', key, from: Number(family[1]) * 100, to: Number(family[1]) * 100 + 99 }
  const ends = text.split('..')
  if (ends.length === 2) {
    const [from, to] = [read(ends[0] as string), read(ends[1] as string)]
    return from > to ? wrong() : { kind: 'range', key, from, to }
  }
  const comparison = comparisonOf(text)
  if (comparison === null && !unit.canEqual && !text.startsWith('=')) wrong()
  const number = read(text.slice(comparison?.length ?? Number(text.startsWith('='))))
  switch (comparison) {
    case null:
      return { kind: 'range', key, from: number, to: number }
    case '>=':
      return { kind: 'range', key, from: number, to: null }
    case '>':
      return { kind: 'range', key, from: number + 1, to: null }
    case '<=':
      return { kind: 'range', key, from: null, to: number }
    case '<':
      return number === 0 ? wrong() : { kind: 'range', key, from: null, to: number - 1 }
  }
}

/** A wildcard value, or a comparison. */
export function bodyTestOf(value: Value): BodyTest {
  const [first, ...rest] = value.parts
  const comparison = first && !first.isQuoted ? comparisonOf(first.text) : null
  if (comparison !== null && first) {
    const compared = [first.text.slice(comparison.length), ...rest.map((part) => part.text)].join('')
    if (compared === '')
      throw new FilterSyntaxError(value, `Nothing stands behind ${comparison}.`, 'Expected a number or a text, such as >1000.')
    return { kind: 'compare', operator: comparison, value: compared }
  }
  const isEqual = first && !first.isQuoted && first.text.startsWith('=')
  return { kind: 'pattern', pattern: patternOf(isEqual ? { ...value, parts: [{ ...first, text: first.text.slice(1) }, ...rest] } : value) }
}

/** A moment in ms since 1970. */
export function timeOf(value: Value, context: FilterContext): number {
  const text = textOf(value)
  const time = parseTime(text, context)
  if (time !== null) return time
  throw new FilterSyntaxError(value, `"${text}" is not a time.`, 'Expected a time such as -2h, 2026-01-17 or 2026-01-17T10:30.')
}

function comparisonOf(text: string): Comparison | null {
  return COMPARISONS.find((each) => text.startsWith(each)) ?? null
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
