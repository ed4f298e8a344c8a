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

/** What is absent stays; answers with the note as it then is, null when nothing is left of it. */
export const annotate = problems.input(noteChange.extend({ id: z.string() })).output(note.nullable())
