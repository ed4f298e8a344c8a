import { z } from 'zod'
import type { Composition, CompositionHead } from '../domain/composition.ts'
import type { Variable } from '../domain/variables/variable.ts'
import { problems } from './problems.ts'
import { sampleVariant } from './sending.ts'

/** What people keep while they compose: variables, drafts, templates. */

const variable = z.object({ name: z.string(), value: z.string(), updatedAt: z.number() }) satisfies z.ZodType<Variable>

/** The workspace's own variables; `{{name}}` stands for their value. */
export const variables = {
  /** By name. */
  list: problems.output(z.array(variable)),
  /** Makes it or gives it another value. */
  put: problems.input(variable.pick({ name: true, value: true })).output(variable),
  remove: problems.input(z.object({ name: z.string() })).output(z.void()),
}

const head = z.object({
  id: z.string(),
  name: z.string().nullable(),
  type: z.string(),
  variant: sampleVariant.nullable(),
  updatedAt: z.number(),
}) satisfies z.ZodType<CompositionHead>

const composition = head.extend({ text: z.string(), seed: z.number().int() }) satisfies z.ZodType<Composition>

/** Drafts, of which the latest are kept, and templates, which have names. */
export const compositions = {
  /** Latest first. */
  list: problems.output(z.array(head)),
  get: problems.input(z.object({ id: z.string() })).output(composition),
  /** Keeps it, in place of what has its id. */
  put: problems.input(composition.omit({ updatedAt: true }).extend({ id: z.uuid() })).output(head),
  remove: problems.input(z.object({ id: z.string() })).output(z.void()),
}
