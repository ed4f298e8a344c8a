import { z } from 'zod'
import { MAX_FILTER_CHARS, MAX_FILTER_NAME_CHARS, type SavedFilter } from '../domain/saved-filter.ts'
import { problems } from './problems.ts'

/** Filters that people keep. */

const parts = { name: z.string().trim().min(1).max(MAX_FILTER_NAME_CHARS), filter: z.string().trim().min(1).max(MAX_FILTER_CHARS) }
const savedFilter = z.object({ id: z.string(), ...parts }) satisfies z.ZodType<SavedFilter>

export const filters = {
  /** By name. */
  list: problems.output(z.array(savedFilter)),
  /** A new one; with the id of one there is, or was, that one as it is now. Names are taken once. */
  save: problems.input(z.object({ id: z.string().exactOptional(), ...parts })).output(savedFilter),
  remove: problems.input(z.object({ id: z.string() })).output(z.void()),
}
