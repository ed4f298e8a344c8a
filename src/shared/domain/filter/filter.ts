import type { Direction } from '../exchange.ts'
import type { IdPrefix } from '../ids.ts'
import type { Verdict } from '../verdict.ts'

/** A parsed filter: plain data, the same for the list, its count, live rows and removal. An empty `and` takes everything. */
export type Filter =
  | { readonly kind: 'and'; readonly parts: readonly Filter[] }
  | { readonly kind: 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | Term

/** One `key:value`. */
export type Term =
  /** Text columns. Values compare without case, except those of `event`. */
  | { readonly kind: 'text'; readonly key: TextKey; readonly pattern: Pattern }
  | { readonly kind: 'direction'; readonly direction: Direction }
  /** Both ends included. */
  | { readonly kind: 'status'; readonly from: number; readonly to: number }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** Of the exchange, or of the delivery that an attempt belongs to. */
  | { readonly kind: 'state'; readonly state: string }
  /** An id or its beginning; sequences with both ends included. */
  | { readonly kind: 'id'; readonly prefix: IdPrefix | null; readonly from: number; readonly to: number; readonly tail: string }
  /** ms since 1970; `from` is included, `to` is not. */
  | { readonly kind: 'time'; readonly from: number | null; readonly to: number | null }

export type TextKey = 'type' | 'endpoint' | 'inbox' | 'method' | 'path' | 'event'

/** The texts between the wildcards: one piece is an exact value, `lead.*` is `['lead.', '']`. */
export type Pattern = readonly [string, ...string[]]

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
