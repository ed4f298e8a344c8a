import type { FilterProblem } from './filter.ts'

/** The characters that are wrong: from `position` to before `end`. */
export interface Span {
  readonly position: number
  readonly end: number
}

/** Carries a problem out of the parser's recursion; never leaves this folder. */
export class FilterSyntaxError extends Error {
  readonly problem: FilterProblem

  constructor({ position, end }: Span, message: string, expected: string) {
    super(message)
    this.problem = { position, end, message, expected }
  }
}
