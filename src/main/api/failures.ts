import { ORPCError, ValidationError, type AnyProcedure } from '@orpc/server'
import { z } from 'zod'
import { HookscopeError, wrongFields, type FieldError } from '../../shared/domain/errors.ts'
import type { Log } from '../engine/clock.ts'
import { fieldProblems, formatPath } from './field-words.ts'

/** What failed, and where it is told. */
interface Failed {
  readonly procedure: AnyProcedure
  readonly path: readonly string[]
  readonly log: Log
}

/**
 * Whatever a procedure threw, as the contract's PROBLEM. What is no `HookscopeError` is a fault of our own: logged, and
 * nothing of it is told.
 */
export function toProblem(error: unknown, { procedure, path, log }: Failed): ORPCError<'PROBLEM', unknown> {
  const { code, message, remedy, fields } =
    error instanceof HookscopeError ? error : (rejectedInput(error, procedure) ?? logFault(error, path.join('.'), log))
  return new ORPCError('PROBLEM', { defined: true, message, data: { code, remedy, fields }, cause: error })
}

function rejectedInput(error: unknown, procedure: AnyProcedure): HookscopeError | null {
  if (!(error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError)) return null
  const { inputSchema, route } = procedure['~orpc']
  // `detailed`: its input is told apart as `params`, `query`, `headers` and `body`; callers know of no such thing.
  const skipped = route.inputStructure === 'detailed' ? 1 : 0
  const fields = error.cause.issues.flatMap(({ path = [], ...issue }) => {
    const part = skipped === 0 ? inputSchema : keyed(inputSchema)[formatPath(path.slice(0, 1))]
    return fieldProblems({ ...issue, path: path.slice(skipped) }, Object.keys(keyed(part)))
  })
  return badFields(fields, error)
}

/** The parts of an object's schema by key; none of anything else's. */
function keyed(schema: unknown): Readonly<Record<string, unknown>> {
  return schema instanceof z.ZodObject ? schema.shape : {}
}

/** Input that does not fit, worded from its fields. */
export function badFields(fields: readonly FieldError[], cause?: unknown): HookscopeError {
  return wrongFields('The input does not fit', fields, cause)
}

/** What is told of a fault of our own: nothing of it. */
export function ownFault(): HookscopeError {
  return new HookscopeError('internal', 'Hookscope failed by a fault of its own.', 'Try again; if it stays, its log says more.')
}

function logFault(error: unknown, name: string, log: Log): HookscopeError {
  log('error', `${name} failed`, loggable(error))
  return ownFault()
}

/** An output that breaks the contract quotes itself in its cause, and it may hold a secret. */
function loggable(error: unknown): unknown {
  if (!(error instanceof ORPCError && error.cause instanceof ValidationError)) return error
  return new Error(`The output does not fit the contract: ${error.cause.issues.map(({ path }) => formatPath(path ?? [])).join(', ')}`)
}
