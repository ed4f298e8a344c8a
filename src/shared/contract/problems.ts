import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ERROR_KINDS, type ErrorCode } from '../domain/errors.ts'

const errorCode = z.enum(Object.keys(ERROR_KINDS) as [ErrorCode, ...ErrorCode[]])

/** What every procedure may answer instead: the domain's error, whole. Message says what, remedy what to do. */
export const problem = z.object({
  code: errorCode,
  remedy: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })),
})

/** Base of all procedures. */
export const problems = oc.errors({ PROBLEM: { data: problem } })
