import { HookscopeError } from '../../shared/domain/errors.ts'
import type { FilterProblem } from '../../shared/domain/filter/filter.ts'
import { parseFilter } from '../../shared/domain/filter/parse.ts'
import { printFilter } from '../../shared/domain/filter/print.ts'
import { localTime } from '../../shared/domain/filter/time.ts'

/** A filter that was typed wrong, with the place. */
export class FilterMistake extends HookscopeError {
  readonly text: string
  readonly problem: FilterProblem

  constructor(text: string, problem: FilterProblem) {
    super('bad_filter', `The filter is wrong: ${problem.message}`, problem.expected)
    this.text = text
    this.problem = problem
  }
}

/** Parses `--filter`: times without an offset are those of this terminal, so what the engine gets says them with one. */
export function filterText(text: string): string {
  const parsed = parseFilter(text, { now: Date.now(), localTime })
  if (parsed.kind === 'problem') throw new FilterMistake(text, parsed.problem)
  return printFilter(parsed.filter)
}

/** The filter with marks under what is wrong. */
export function formatMistake({ text, problem }: FilterMistake): string {
  const line = text.replaceAll(/\s/g, ' ')
  return `  ${line}\n  ${' '.repeat(problem.position)}${'^'.repeat(Math.max(1, problem.end - problem.position))}\n`
}
