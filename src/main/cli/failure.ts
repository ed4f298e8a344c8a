import { problem } from '../../shared/contract/problem.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { FilterMistake, formatMistake } from './filter-flag.ts'
import { printable, printableLine } from './text.ts'

/** Thrown where a command stops because it was asked to (Ctrl-C). */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** The error as people are to see it, whatever was thrown and on whichever side of the wire. */
export function asProblem(error: unknown): HookscopeError {
  if (error instanceof HookscopeError) return error
  if (error instanceof Error && 'data' in error) {
    const sent = problem.safeParse(error.data)
    if (sent.success) {
      return new HookscopeError(sent.data.code, error.message, sent.data.remedy, { cause: error, fields: sent.data.fields })
    }
  }
  const what = error instanceof Error ? error.message : String(error)
  return new HookscopeError('internal', `Hookscope failed by a fault of its own: ${what}`, 'Try again, and report it if it stays.', {
    cause: error,
  })
}

/** Misuse and bad input: exit 2. */
export function badInput(message: string, remedy: string, cause?: unknown): HookscopeError {
  return new HookscopeError('bad_input', message, remedy, { cause })
}

/** Two lines, what and what to do; with `json` one object on one line. */
export function formatProblem(error: HookscopeError, json: boolean): string {
  if (json) {
    const fields = error.fields.length > 0 ? { fields: error.fields } : {}
    return `${JSON.stringify({ error: { code: error.code, message: error.message, remedy: error.remedy, ...fields } })}\n`
  }
  const place = error instanceof FilterMistake ? printable(formatMistake(error)) : ''
  return `${printableLine(error.message)}
${place}${printableLine(error.remedy)}
`
}
