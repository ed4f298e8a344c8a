import { counted } from '../../shared/domain/counted.ts'
import type { SchemaIssue } from '@orpc/contract'
import type { z } from 'zod'
import { assertNever } from '../../shared/domain/assert.ts'
import type { FieldError } from '../../shared/domain/errors.ts'
import { nearest } from '../../shared/domain/nearest.ts'

/** What zod found wrong, in the words of people: each as the end of a sentence that begins with the field. */

type Issue = z.core.$ZodIssue

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

/** What zod says where a rule of ours brings no words of its own. */
const UNSAID = 'Invalid input'

/** The fields that an issue names. `known` are the keys of the whole input, to say which one was meant. */
export function fieldProblems(issue: SchemaIssue, known: readonly string[]): FieldError[] {
  const path = formatPath(issue.path ?? [])
  if (!isZodIssue(issue)) return [{ path, message: issue.message }]
  if (issue.code !== 'unrecognized_keys') return [{ path, message: problemOf(issue) }]
  return issue.keys.map((key) => {
    const meant = path === '' ? nearest(key, known) : null
    return {
      path: path === '' ? key : `${path}.${key}`,
      message: `is not a known field${meant === null ? '' : `; did you mean ${meant}?`}`,
    }
  })
}

function isZodIssue(issue: SchemaIssue): issue is SchemaIssue & Issue {
  return 'code' in issue
}

function problemOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isOfNothing(issue) ? 'is missing' : `is not ${KINDS[issue.expected] ?? `of the kind ${issue.expected}`}`
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'invalid_value':
      return issue.values.length === 1 ? `is not ${String(issue.values[0])}` : `is none of ${issue.values.join(', ')}`
    case 'invalid_format':
      return `is not ${issue.format}`
    case 'invalid_union':
      return ofUnion(issue)
    case 'custom':
      return issue.message === UNSAID ? 'does not fit' : issue.message
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return 'does not fit'
    default:
      return assertNever(issue)
  }
}

function isOfNothing({ message }: Issue): boolean {
  return message.endsWith('received undefined')
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (isSized(origin)) return Number(minimum) === 1 ? 'is empty' : `has fewer than ${sizeOf(origin, Number(minimum))}`
  return inclusive === false ? `is not above ${minimum}` : `is less than ${minimum}`
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig): string {
  return isSized(origin) ? `has more than ${sizeOf(origin, Number(maximum))}` : `is more than ${maximum}`
}

function isSized(origin: string): boolean {
  return origin === 'string' || origin === 'array'
}

function sizeOf(origin: string, count: number): string {
  return origin === 'string' ? counted(count, 'character') : counted(count, 'entry', 'entries')
}

/** Of the forms a value can have, the one that it nearly has says most. */
function ofUnion({ errors }: z.core.$ZodIssueInvalidUnion): string {
  const isMissing = errors.some(([first]) => first?.code === 'invalid_type' && first.path.length === 0 && isOfNothing(first))
  if (isMissing) return 'is missing'
  const near = errors.find(([first]) => first !== undefined && first.code !== 'invalid_type' && first.code !== 'invalid_value')?.[0]
  return near ? problemOf(near) : 'has none of the forms that it can have'
}

type PathStep = PropertyKey | { readonly key: PropertyKey }

/** `events[0].name` */
export function formatPath(path: readonly PathStep[]): string {
  let text = ''
  for (const step of path) {
    const key = typeof step === 'object' ? step.key : step
    text += typeof key === 'number' ? `[${key}]` : `${text && '.'}${String(key)}`
  }
  return text
}
