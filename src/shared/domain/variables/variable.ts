import type { FieldError } from '../errors.ts'

/** A variable of the workspace's own: `{{name}}` in what is composed stands for its value. */
export interface Variable {
  readonly name: string
  readonly value: string
  /** ms since 1970 */
  readonly updatedAt: number
}

export const MAX_VARIABLES = 500
export const MAX_VARIABLE_CHARS = 65_536

/** As it stands between the braces; those that begin with $ are built in. */
const NAME = /^[A-Za-z_][\w.-]{0,99}$/

/** What is wrong with a variable; empty when nothing is. */
export function variableProblems({ name, value }: Pick<Variable, 'name' | 'value'>): FieldError[] {
  const problems: FieldError[] = []
  if (!NAME.test(name)) problems.push({ path: 'name', message: 'is not made of letters, digits and . _ - after a letter (at most 100)' })
  if (value.length > MAX_VARIABLE_CHARS) problems.push({ path: 'value', message: `has more than ${MAX_VARIABLE_CHARS} characters` })
  return problems
}
