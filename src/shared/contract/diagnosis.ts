import { z } from 'zod'
import { CAUSE_CODES, type Diagnosis } from '../domain/diagnosis/diagnosis.ts'

/** zod for the doctor's answers. */

const causeCode = z.enum(CAUSE_CODES)

export const diagnosis = z.object({
  code: z.enum([...CAUSE_CODES, 'unexplained']),
  sentence: z.string(),
  mend: z.string(),
  causes: z
    .array(
      z.object({
        code: causeCode,
        mend: z.string(),
        fixes: z.array(z.object({ place: z.string(), wrong: z.string(), right: z.string() })).readonly(),
      }),
    )
    .readonly(),
  proof: z
    .object({
      secret: z.string().nullable(),
      signedBytes: z.number().int(),
      arrivedBytes: z.number().int(),
      difference: z.object({ offset: z.number().int(), signed: z.string(), arrived: z.string() }).nullable(),
    })
    .nullable(),
  ruledOut: z.array(causeCode).readonly(),
  notTried: z.array(z.object({ code: causeCode, why: z.string() })).readonly(),
  trials: z.number().int(),
  hashedBytes: z.number().int(),
  tookMs: z.number(),
}) satisfies z.ZodType<Diagnosis>
