import type { Note } from '../../shared/domain/note.ts'
import type { Paint } from './output.ts'
import { printable, printableLine } from './text.ts'

/** What people added, in lines: `pinned  #case-4711`, then the note. */
export function formatNote({ text, pinned, tags }: Note, paint: Paint): string[] {
  const marks = [...(pinned ? ['pinned'] : []), ...tags.map((tag) => `#${printableLine(tag)}`)].join('  ')
  return [...(marks === '' ? [] : [paint('cyan', marks)]), ...(text === '' ? [] : printable(text).split('\n'))]
}
