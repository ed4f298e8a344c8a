import type { Pattern } from '../../../../shared/domain/filter/filter.ts'

/** A condition on a row of `exchange`; every value is a parameter. */
export interface Condition {
  readonly sql: string
  readonly params: readonly Param[]
  /** Heavy ones read messages and bodies, not only the row: few rows make a slice. */
  readonly isHeavy: boolean
  /** Its SQL asks `body.json`, which stands only inside `withBody`. */
  readonly asksBody: boolean
  /** It asks the index `search`, so it runs shard by shard; `words_SHARD` in its SQL stands for the shard's table. */
  readonly isIndexed: boolean
  /** Only rows that full text finds can fulfil it, so it need not walk the others. */
  readonly needsWords: boolean
  /** Only the few rows that a key or a short list names can fulfil it, so it runs in one go. */
  readonly isDirect: boolean
  /** Only rows that fulfil this can fulfil it, and an index lists them: they are walked in place of all. Null: all are walked. */
  readonly listed: Listed | null
  /** The same asked of a list that may be short. Null: there is none. */
  readonly few: Few | null
}

/** A condition on `exchange` that is the one of a partial index, with what more the index answers. */
export interface Listed {
  readonly sql: string
  readonly params: readonly (string | number)[]
}

/** Whether a list is short is known only when it is asked. */
export interface Few {
  /** SQL that gives the list's length as `count`, or more than `FEW_ROWS`. Looks at an index only. */
  readonly length: Listed
  /** Takes the same rows, in one go; for a list of at most `FEW_ROWS`. */
  readonly direct: Condition
}

/** Some ten milliseconds to collect and look at; where there are more in a million rows, walking soon meets enough of them. */
export const FEW_ROWS = 2_000

/** A value, or a bound of the slice that is being read. */
export type Param = string | number | typeof ABOVE | typeof BELOW
export const ABOVE = Symbol('above')
export const BELOW = Symbol('below')

/** A condition of these parameters. */
export function condition(sql: string, ...params: readonly Param[]): Condition {
  return { sql, params, isHeavy: false, asksBody: false, isIndexed: false, needsWords: false, isDirect: false, listed: null, few: null }
}

export const NOTHING: Condition = condition('0')

/** So many stand beside each other: what people type reads as they typed it. */
const FEW_PARTS = 8

/** All of them (`AND`) or one of them (`OR`). Those that ask the body do so together, and after the others. */
export function join(operator: 'AND' | 'OR', parts: readonly Condition[]): Condition {
  const bodies = parts.filter((part) => part.asksBody)
  if (bodies.length === 0 || bodies.length === parts.length) return joined(operator, parts)
  return joined(operator, [...parts.filter((part) => !part.asksBody), withBody(joined(operator, bodies))])
}

/**
 * Reads and parses the request's body once for a row, whatever the number of terms about it; `body.json` is NULL unless
 * it is JSON. LIMIT keeps SQLite from putting what makes it in the place of each mention.
 */
export function withBody(part: Condition): Condition {
  if (!part.asksBody) return part
  const decoded = '(SELECT request_text(exchange.id) AS text)'
  const body = `(SELECT iif(json_valid(text), jsonb(text), NULL) AS json FROM ${decoded} LIMIT 1)`
  return { ...part, asksBody: false, sql: `EXISTS (SELECT 1 FROM ${body} AS body WHERE ${part.sql})` }
}

function joined(operator: 'AND' | 'OR', parts: readonly Condition[]): Condition {
  return {
    sql: joinSql(
      operator,
      parts.map((part) => part.sql),
    ),
    params: parts.flatMap((part) => part.params),
    isHeavy: parts.some((part) => part.isHeavy),
    asksBody: parts.some((part) => part.asksBody),
    isIndexed: parts.some((part) => part.isIndexed),
    needsWords: operator === 'AND' ? parts.some((part) => part.needsWords) : parts.every((part) => part.needsWords),
    isDirect: operator === 'AND' ? parts.some((part) => part.isDirect) : parts.every((part) => part.isDirect),
    listed: operator === 'AND' ? (parts.find((part) => part.listed)?.listed ?? null) : null,
    few: operator === 'AND' ? fewOf(parts) : null,
  }
}

/** One short list is enough for all that must hold beside it. */
function fewOf(parts: readonly Condition[]): Few | null {
  const index = parts.findIndex((part) => part.few)
  const few = parts[index]?.few
  return few ? { length: few.length, direct: join('AND', parts.with(index, few.direct)) } : null
}

/** In halves: SQLite reads a chain of operators as one level more for each, and refuses what is too deep. */
function joinSql(operator: 'AND' | 'OR', parts: readonly string[]): string {
  if (parts.length <= FEW_PARTS) return `(${parts.join(` ${operator} `)})`
  const half = Math.ceil(parts.length / 2)
  return `(${joinSql(operator, parts.slice(0, half))} ${operator} ${joinSql(operator, parts.slice(half))})`
}

/** The opposite. A term about an absent value is NULL in SQL; for people it is simply not true, so its negation is. */
export function negate(part: Condition): Condition {
  return { ...part, sql: `NOT coalesce(${part.sql}, 0)`, needsWords: false, isDirect: false, listed: null, few: null }
}

/** The values of a condition for one slice. */
export function bind(params: readonly Param[], { above, below }: { readonly above: number; readonly below: number }): (string | number)[] {
  return params.map((param) => (param === ABOVE ? above : param === BELOW ? below : param))
}

/** Without case. SQLite itself knows only that of ASCII; other letters are compared by `lower_case` (`text-functions.ts`). */
export function like(expression: string, pattern: Pattern): Condition {
  if (pattern.every(isAscii)) return likeAscii(expression, pattern)
  return likeAscii(`lower_case(${expression})`, lowerCase(pattern))
}

function likeAscii(expression: string, pattern: Pattern): Condition {
  if (pattern.length === 1) return condition(`${expression} = ? COLLATE NOCASE`, pattern[0])
  return condition(`${expression} LIKE ? ESCAPE '\\'`, pattern.map((piece) => piece.replaceAll(/[\\%_]/g, '\\$&')).join('%'))
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

function lowerCase([first, ...more]: Pattern): Pattern {
  return [first.toLowerCase(), ...more.map((piece) => piece.toLowerCase())]
}

/** With case, for ids. */
export function glob(expression: string, pattern: Pattern): Condition {
  if (pattern.length === 1) return condition(`${expression} = ?`, pattern[0])
  return condition(`${expression} GLOB ?`, pattern.map((piece) => piece.replaceAll(/[*?[]/g, '[$&]')).join('*'))
}
