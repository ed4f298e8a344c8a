import type { FilterProblem } from './filter.ts'

/** Carries a problem out of the parser's recursion; never leaves this folder. */
export class FilterSyntaxError extends Error {
  readonly problem: FilterProblem

  constructor(position: number, message: string, expected: string) {
    super(message)
    this.problem = { position, message, expected }
  }
}
