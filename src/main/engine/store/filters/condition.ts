import type { Pattern } from '../../../../shared/domain/filter/filter.ts'

/** A condition on a row of `exchange`; every value is a parameter. */
export interface Condition {
  readonly sql: string
  readonly params: readonly (string | number)[]
  /** Heavy ones read messages and bodies, not only the row: few rows make a slice. */
  readonly isHeavy: boolean
}

/** A condition of these parameters. */
export function condition(sql: string, ...params: readonly (string | number)[]): Condition {
  return { sql, params, isHeavy: false }
}

export const NOTHING: Condition = condition('0')

/** All of them (`AND`) or one of them (`OR`). */
export function join(operator: 'AND' | 'OR', parts: readonly Condition[]): Condition {
  return {
    sql: `(${parts.map((part) => part.sql).join(` ${operator} `)})`,
    params: parts.flatMap((part) => part.params),
    isHeavy: parts.some((part) => part.isHeavy),
  }
}

/** Without case. */
export function like(expression: string, pattern: Pattern): Condition {
  if (pattern.length === 1) return condition(`${expression} = ? COLLATE NOCASE`, pattern[0])
  return condition(`${expression} LIKE ? ESCAPE '\\'`, pattern.map((piece) => piece.replaceAll(/[\\%_]/g, '\\$&')).join('%'))
}

/** With case, for ids. */
export function glob(expression: string, pattern: Pattern): Condition {
  if (pattern.length === 1) return condition(`${expression} = ?`, pattern[0])
  return condition(`${expression} GLOB ?`, pattern.map((piece) => piece.replaceAll(/[*?[]/g, '[$&]')).join('*'))
}
