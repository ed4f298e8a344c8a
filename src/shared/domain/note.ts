import { counted } from './counted.ts'

/** What people added to an exchange. */
export interface Note {
  /** Empty: none. */
  readonly text: string
  /** Kept by retention. */
  readonly pinned: boolean
  /** In the order they were given, no two alike without case. */
  readonly tags: readonly string[]
}

/** A change of a note; what is absent stays. */
export interface NoteChange {
  /** Empty removes it. */
  readonly text?: string
  readonly pinned?: boolean
  readonly addTags?: readonly string[]
  readonly removeTags?: readonly string[]
}

export const MAX_NOTE_CHARS = 10_000
export const MAX_TAGS = 20
export const MAX_TAG_CHARS = 50

export const NO_NOTE: Note = { text: '', pinned: false, tags: [] }

/** Whether nothing is left of a note. */
export function isNoNote(note: Note): boolean {
  return note.text === '' && !note.pinned && note.tags.length === 0
}

/** The note after a change. */
export function changeNote(note: Note, change: NoteChange): Note {
  const removed = new Set(change.removeTags?.map(keyOf))
  const tags = new Map(note.tags.filter((tag) => !removed.has(keyOf(tag))).map((tag) => [keyOf(tag), tag]))
  for (const tag of change.addTags ?? []) if (!tags.has(keyOf(tag))) tags.set(keyOf(tag), tag.trim())
  return { text: (change.text ?? note.text).trim(), pinned: change.pinned ?? note.pinned, tags: [...tags.values()] }
}

/** Why something cannot be kept, and what to do. */
export interface NoteProblem {
  readonly message: string
  readonly remedy: string
}

/** What is wrong with a note first of all; null when it can be kept. */
export function noteProblem(note: Note): NoteProblem | null {
  if (note.text.length > MAX_NOTE_CHARS) {
    const had = counted(note.text.length, 'character')
    return { message: `The note has ${had}; at most ${MAX_NOTE_CHARS.toLocaleString('en')} are kept.`, remedy: 'Shorten it and try again.' }
  }
  if (note.tags.length > MAX_TAGS) {
    return { message: `An exchange has at most ${MAX_TAGS} tags; this would be ${note.tags.length}.`, remedy: 'Take some away first.' }
  }
  for (const tag of note.tags) {
    if (tag === '') return { message: 'A tag is empty.', remedy: 'Give it a word.' }
    if (tag.length > MAX_TAG_CHARS) {
      return { message: `A tag has ${tag.length} characters; at most ${MAX_TAG_CHARS} are kept.`, remedy: 'Shorten it and try again.' }
    }
    if (/\s/u.test(tag)) {
      const joined = tag.replaceAll(/\s+/gu, '-')
      return { message: `A tag is one word; ${JSON.stringify(tag)} has a space.`, remedy: `Write ${joined}, or give a tag for each word.` }
    }
    if (/\p{C}/u.test(tag)) return { message: 'A tag holds a character that cannot be seen.', remedy: 'Type it anew.' }
  }
  return null
}

function keyOf(tag: string): string {
  return tag.trim().toLowerCase()
}
