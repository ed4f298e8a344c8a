import { condition, type Condition } from './condition.ts'

/** Both ends are included; one of them may be open. */
export interface NumberRange {
  readonly from: number | null
  readonly to: number | null
}

/** A column within a range. */
export function rangeSql(column: string, { from, to }: NumberRange): Condition {
  if (to === null) return condition(`${column} >= ?`, from ?? 0)
  return from === null ? condition(`${column} <= ?`, to) : condition(`${column} BETWEEN ? AND ?`, from, to)
}
