import { z } from 'zod'
import type { Bar, Histogram, Span } from '../domain/histogram.ts'

/** What happened when. */

const count = z.number().int().min(0)
const bar = z.object({ ok: count, failed: count, invalid: count }) satisfies z.ZodType<Bar>

/** ms since 1970, from the year 2001 to 2109: what ids can hold and a histogram can show. */
const moment = z.number().int().min(1_000_000_000_000).max(4_398_046_511_103)

export const span = z.union([
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('last'), ms: z.number().int().min(1).max(1_000_000_000_000) }),
  z
    .object({ kind: z.literal('between'), from: moment, to: moment })
    .refine(({ from, to }) => from < to, 'The end is not after the beginning.'),
]) satisfies z.ZodType<Span>

export const histogram = z.object({
  from: z.number(),
  to: z.number(),
  barMs: z.number(),
  bars: z.array(bar).readonly(),
  isWhole: z.boolean(),
}) satisfies z.ZodType<Histogram>
