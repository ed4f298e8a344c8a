import type { Database } from 'better-sqlite3'
import type { Direction } from '../../../shared/domain/exchange.ts'
import { formatId } from '../../../shared/domain/ids.ts'
import { isNoNote, NO_NOTE, type Note } from '../../../shared/domain/note.ts'

/** SQL of notes. `put` is called inside a writer's write. */
export interface Notes {
  /** Null when there is no exchange of that id. */
  get(id: { readonly seq: number; readonly tail: string }): Note | null
  /** With the exchange's id; null when there is none. */
  at(seq: number): { readonly id: string; readonly note: Note } | null
  put(seq: number, note: Note, now: number): void
}

export interface NoteRow {
  readonly text: string | null
  readonly pinned: 0 | 1 | null
  readonly tags: string | null
}

export function createNotes(db: Database): Notes {
  const select = db.prepare<[number, string], NoteRow>(
    'SELECT text, pinned, tags FROM exchange LEFT JOIN note ON exchange_id = id WHERE id = ? AND tail = ?',
  )
  const selectAt = db.prepare<[number], NoteRow & { direction: Direction; tail: string }>(
    'SELECT direction, tail, text, pinned, tags FROM exchange LEFT JOIN note ON exchange_id = id WHERE id = ?',
  )
  const upsert = db.prepare('INSERT OR REPLACE INTO note (exchange_id, text, pinned, tags, updated_at) VALUES (?, ?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM note WHERE exchange_id = ?')

  return {
    get: ({ seq, tail }) => {
      const row = select.get(seq, tail)
      return row ? (noteOf(row) ?? NO_NOTE) : null
    },
    at: (seq) => {
      const row = selectAt.get(seq)
      return row
        ? { id: formatId(row.direction === 'in' ? 'capture' : 'attempt', { seq, tail: row.tail }), note: noteOf(row) ?? NO_NOTE }
        : null
    },
    put: (seq, note, now) => {
      if (isNoNote(note)) remove.run(seq)
      else upsert.run(seq, note.text, Number(note.pinned), JSON.stringify(note.tags), now)
    },
  }
}

/** Null where nobody added anything. */
export function noteOf({ text, pinned, tags }: NoteRow): Note | null {
  return text === null ? null : { text, pinned: pinned === 1, tags: JSON.parse(tags ?? '[]') as string[] }
}
