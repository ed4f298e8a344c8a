import { problem } from '../../shared/contract/problem.ts'
import { HookscopeError, type ErrorCode, type FieldError } from '../../shared/domain/errors.ts'

/** An error as a person is shown it. */
export interface Problem {
  readonly code: ErrorCode
  /** One sentence what happened. */
  readonly message: string
  /** One sentence what to do. */
  readonly remedy: string
  /** Fields that are wrong, by path: `events[0]`. */
  readonly fields: readonly FieldError[]
}

/** Whether a list has to tell it: of an engine that is away the page's banner tells, and rows that were read stay as they are. */
export function isForList(problem: Problem | null, rows: readonly unknown[] | null): problem is Problem {
  return problem !== null && (rows === null || problem.code !== 'engine_gone')
}

/** What a call, a stream or the connection failed with. */
export function toProblem(error: unknown): Problem {
  if (error instanceof HookscopeError) return pick(error, error.message)
  if (error instanceof Error && 'data' in error) {
    const told = problem.safeParse(error.data)
    if (told.success) return pick(told.data, error.message)
  }
  return { code: 'internal', message: 'The page failed by a fault of its own.', remedy: 'Load it again.', fields: [] }
}

function pick({ code, remedy, fields }: Omit<Problem, 'message'>, message: string): Problem {
  return { code, message, remedy, fields }
}
