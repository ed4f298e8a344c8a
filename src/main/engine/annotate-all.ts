import { HookscopeError } from '../../shared/domain/errors.ts'
import { changeNote, noteProblem, type Note, type NoteChange } from '../../shared/domain/note.ts'
import type { Core } from './core.ts'
import type { Notes } from './store/notes.ts'

/** What was changed on many exchanges. */
export interface AnnotatedAll {
  /** Exchanges that are now otherwise. */
  readonly count: number
  /** Their ids; null when they are too many to be named. */
  readonly ids: string[] | null
}

const MAX_NAMED = 1_000
/** Notes of one commit. */
const COMMIT_ROWS = 500

/** Changes the notes of exchanges, batch by batch; what would be no note any more (too many tags) is refused before its batch is written. */
export async function annotateAll(
  core: Core,
  notes: Notes,
  batches: AsyncIterable<readonly number[]> | Iterable<readonly number[]>,
  change: NoteChange,
): Promise<AnnotatedAll> {
  const ids: string[] = []
  let count = 0
  for await (const batch of batches) {
    for (let start = 0; start < batch.length; start += COMMIT_ROWS) {
      const changed = await core.writer.commit(() => changeThese(core, notes, batch.slice(start, start + COMMIT_ROWS), change))
      count += changed.length
      ids.push(...changed.slice(0, MAX_NAMED + 1 - ids.length).map(({ id }) => id))
      if (changed.length > 0)
        core.changes.emit(
          'exchanges',
          changed.map(({ seq }) => seq),
        )
    }
  }
  return { count, ids: count > MAX_NAMED ? null : ids }
}

function changeThese(core: Core, notes: Notes, seqs: readonly number[], change: NoteChange): { seq: number; id: string }[] {
  return seqs.flatMap((seq) => {
    const found = notes.at(seq)
    if (!found) return []
    const after = changeNote(found.note, change)
    if (isSame(found.note, after)) return []
    const problem = noteProblem(after)
    if (problem !== null) throw new HookscopeError('bad_input', problem.message, problem.remedy)
    notes.put(seq, after, core.clock.now())
    return [{ seq, id: found.id }]
  })
}

function isSame(a: Note, b: Note): boolean {
  return (
    a.text === b.text && a.pinned === b.pinned && a.tags.length === b.tags.length && a.tags.every((tag, index) => tag === b.tags[index])
  )
}
