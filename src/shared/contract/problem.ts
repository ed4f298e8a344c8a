// The page parses this too: the small zod keeps half a megabyte out of its bundle.
import * as z from 'zod/mini'
import { ERROR_KINDS, type ErrorCode } from '../domain/errors.ts'

const errorCode = z.enum(Object.keys(ERROR_KINDS) as [ErrorCode, ...ErrorCode[]])

/** What every procedure may answer instead: the domain's error, whole. Message says what, remedy what to do. */
export const problem = z.object({
  code: errorCode,
  remedy: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })),
})
