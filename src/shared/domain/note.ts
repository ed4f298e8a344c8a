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

/** Why a note cannot be kept, as one sentence; null when it can. */
export function noteProblem(note: Note): string | null {
  if (note.text.length > MAX_NOTE_CHARS) return `A note has at most ${MAX_NOTE_CHARS.toLocaleString('en')} characters.`
  if (note.tags.length > MAX_TAGS) return `An exchange has at most ${MAX_TAGS} tags.`
  const wrong = note.tags.find((tag) => tag === '' || tag.length > MAX_TAG_CHARS || /[\p{C}\s]/u.test(tag))
  return wrong === undefined ? null : `A tag is one word of at most ${MAX_TAG_CHARS} characters.`
}

function keyOf(tag: string): string {
  return tag.trim().toLowerCase()
}
