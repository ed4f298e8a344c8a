import type { Direction, NetworkError } from '../exchange.ts'
import type { Verdict } from '../verdict.ts'

/** A parsed filter: plain data, the same for the list, its count, live rows and removal. An empty `and` takes everything. */
export type Filter =
  | { readonly kind: 'and'; readonly parts: readonly Filter[] }
  | { readonly kind: 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | Term

/** One word, phrase or `key:value`. */
export type Term =
  /** Whole words in this order in bodies, headers, urls or notes; with `isPrefix` the last may go on. */
  | { readonly kind: 'words'; readonly text: string; readonly isPrefix: boolean }
  /** This text anywhere in them, also inside words. Every row is read. */
  | { readonly kind: 'contains'; readonly text: string }
  /** Text columns. Values compare without case, except those of `event`. */
  | { readonly kind: 'text'; readonly key: TextKey; readonly pattern: Pattern }
  | { readonly kind: 'direction'; readonly direction: Direction }
  /** Both ends included; null: no end. Whole numbers: a status, bytes of the request body, µs, the number of an attempt. */
  | { readonly kind: 'range'; readonly key: RangeKey; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'error'; readonly error: NetworkError }
  /** Of the exchange, or of the delivery that an attempt belongs to. */
  | { readonly kind: 'state'; readonly state: string }
  /** An id or its beginning, with or without its prefix. */
  | { readonly kind: 'id'; readonly beginning: string }
  /** ms since 1970; `from` is included, `to` is not. One of them is null. */
  | { readonly kind: 'time'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'mark'; readonly mark: Mark }
  /** A header of the request or of the response; its name in lower case. */
  | { readonly kind: 'header'; readonly name: string; readonly pattern: Pattern }
  /** A value inside a JSON request body. */
  | { readonly kind: 'body'; readonly path: BodyPath; readonly test: BodyTest }

export const TEXT_KEYS = ['type', 'endpoint', 'inbox', 'method', 'path', 'event', 'tag'] as const
export type TextKey = (typeof TEXT_KEYS)[number]

export const RANGE_KEYS = ['status', 'size', 'took', 'attempt'] as const
export type RangeKey = (typeof RANGE_KEYS)[number]

/** What `is:` asks. */
export const IS_MARKS = ['duplicate', 'replay', 'imported', 'unmatched', 'pinned', 'latest'] as const
/** What `has:` asks. */
export const HAS_MARKS = ['note', 'tag'] as const
export type Mark = (typeof IS_MARKS)[number] | (typeof HAS_MARKS)[number]

/** The texts between the wildcards: one piece is an exact value, `lead.*` is `['lead.', '']`. */
export type Pattern = readonly [string, ...string[]]

/** Steps into a JSON value: a member's name, an index from 0, null for any of them; at least one. */
export type BodyPath = readonly (string | number | null)[]

export type BodyTest =
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  /** As numbers when `value` is one, else as text. */
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly value: string }

export const COMPARISONS = ['>=', '<=', '>', '<'] as const
export type Comparison = (typeof COMPARISONS)[number]

/** What the values of a filter depend on beside its text. */
export interface FilterContext {
  /** ms since 1970, for times such as `-2h`. */
  readonly now: number
  /** A wall-clock time of the asker in ms since 1970, for times without an offset; `month` counts from 1. */
  readonly localTime: (year: number, month: number, day: number, hour: number, minute: number, second: number) => number
}

/** Why a text is not a filter. */
export interface FilterProblem {
  /** Of the first wrong character, from 0. */
  readonly position: number
  /** After the last wrong character; the same as `position` where something is missing. */
  readonly end: number
  /** One sentence: what is wrong there. */
  readonly message: string
  /** What was expected, one sentence; names the nearest key or value when there is one. */
  readonly expected: string
}

/** Takes everything. */
export const EMPTY_FILTER: Filter = { kind: 'and', parts: [] }

/** Whether a filter takes everything. */
export function isEmptyFilter(filter: Filter): boolean {
  return filter.kind === 'and' && filter.parts.length === 0
}

/** Whether a text holds anything that is looked up as a word. */
export function hasWord(text: string): boolean {
  return /[\p{L}\p{N}\p{Co}]/u.test(text)
}
