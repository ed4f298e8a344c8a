import { ORPCError, ValidationError } from '@orpc/server'
import { HookscopeError, type FieldError } from '../../shared/domain/errors.ts'
import type { Log } from '../engine/clock.ts'

/** The procedure that failed. */
export interface Called {
  readonly name: string
  /** `detailed`: its input is told apart as `params`, `query`, `headers` and `body`; callers know of no such thing. */
  readonly inputStructure: 'compact' | 'detailed' | undefined
}

/**
 * Whatever a procedure threw, as the contract's PROBLEM. What is no `HookscopeError` is a fault of our own: logged, and
 * nothing of it is told.
 */
export function toProblem(error: unknown, procedure: Called, log: Log): ORPCError<'PROBLEM', unknown> {
  const { code, message, remedy, fields } =
    error instanceof HookscopeError ? error : (rejectedInput(error, procedure) ?? logFault(error, procedure.name, log))
  return new ORPCError('PROBLEM', { defined: true, message, data: { code, remedy, fields }, cause: error })
}

function rejectedInput(error: unknown, { inputStructure }: Called): HookscopeError | null {
  if (!(error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError)) return null
  const skipped = inputStructure === 'detailed' ? 1 : 0
  const fields = error.cause.issues.map(({ path = [], message }) => ({
    path: formatPath(path.slice(skipped)),
    message: plainMessage(message),
  }))
  return badFields(fields, error)
}

/** Input that does not fit, worded from its fields. */
export function badFields(fields: readonly FieldError[], cause?: unknown): HookscopeError {
  const named = fields.map(({ path, message }) => (path === '' ? message : `${path} ${message}`)).join('; ')
  return new HookscopeError('bad_input', `The input does not fit: ${named}.`, 'Correct it and try again.', { fields, cause })
}

/** What is told of a fault of our own: nothing of it. */
export function ownFault(): HookscopeError {
  return new HookscopeError('internal', 'Hookscope failed by a fault of its own.', 'Try again; if it stays, its log says more.')
}

function logFault(error: unknown, procedure: string, log: Log): HookscopeError {
  log('error', `${procedure} failed`, loggable(error))
  return ownFault()
}

/** An output that breaks the contract quotes itself in its cause, and it may hold a secret. */
function loggable(error: unknown): unknown {
  if (!(error instanceof ORPCError && error.cause instanceof ValidationError)) return error
  return new Error(`The output does not fit the contract: ${error.cause.issues.map(({ path }) => formatPath(path ?? [])).join(', ')}`)
}

type PathStep = PropertyKey | { readonly key: PropertyKey }

/** `events[0].name` */
function formatPath(path: readonly PathStep[]): string {
  let text = ''
  for (const step of path) {
    const key = typeof step === 'object' ? step.key : step
    text += typeof key === 'number' ? `[${key}]` : `${text && '.'}${String(key)}`
  }
  return text
}

/** zod's sentence as the end of one that begins with the field. */
function plainMessage(message: string): string {
  if (message.endsWith('received undefined')) return 'is missing'
  return `is wrong: ${message.replace(/^Invalid input: /, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())}`
}
