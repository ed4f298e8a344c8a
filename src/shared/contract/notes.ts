import { z } from 'zod'
import type { Note, NoteChange } from '../domain/note.ts'
import { problems } from './problems.ts'

/** What people add to exchanges. */

export const note = z.object({ text: z.string(), pinned: z.boolean(), tags: z.array(z.string()).readonly() }) satisfies z.ZodType<Note>

const noteChange = z.object({
  text: z.string().exactOptional(),
  pinned: z.boolean().exactOptional(),
  addTags: z.array(z.string()).max(100).readonly().exactOptional(),
  removeTags: z.array(z.string()).max(100).readonly().exactOptional(),
}) satisfies z.ZodType<NoteChange>

/** The same on many: these, or all that match when it is asked. */
export const annotateAll = problems
  .input(
    z.object({
      what: z.union([z.object({ ids: z.array(z.string()).min(1).readonly() }), z.object({ filter: z.string() })]),
      change: noteChange.omit({ text: true }),
    }),
  )
  /** How many are now otherwise, and which; null where they are too many to be named. */
  .output(z.object({ count: z.number().int(), ids: z.array(z.string()).nullable() }))

/** What is absent stays; answers with the note as it then is, null when nothing is left of it. */
export const annotate = problems.input(noteChange.extend({ id: z.string() })).output(note.nullable())
