import type { Database } from 'better-sqlite3'
import { SCANNED_BYTES, searchedTexts } from './searched-text.ts'
import type { Statements } from './statements.ts'

/**
 * Gives a reading connection the functions that filters use on bodies: SQLite itself undoes no codings.
 * They read over another connection (`others`): while this one runs a filter it can run nothing else.
 *   request_text(id)           the request's body as text, up to 1 MiB decoded; NULL when it is no text
 *   readable_has(id, needle)   whether what search looks at has a text in it, which is given in lower case
 *   lower_case(text)           in lower case, letters beyond ASCII too
 */
export function addTextFunctions(db: Database, others: Statements): void {
  const texts = searchedTexts(others)
  const requestText = forOneRow((id) => texts.request(id, SCANNED_BYTES))
  const readable = forOneRow((id) => {
    const text = texts.read([id])[0]?.text(SCANNED_BYTES)
    return text === undefined ? null : [text.head, text.request, text.response, text.note].join('\n').toLowerCase()
  })
  db.function('request_text', (id: unknown) => requestText(Number(id)))
  db.function('readable_has', (id: unknown, needle: unknown) => {
    const text = readable(Number(id))
    return text === null ? null : Number(text.includes(String(needle)))
  })
  db.function('lower_case', { deterministic: true }, (text: unknown) => (typeof text === 'string' ? text.toLowerCase() : text))
}

/**
 * Keeps what was read of the last row, for the other terms of a filter that ask the same row. Only within the turn: notes,
 * answers and bodies that are still arriving are others at the next.
 */
function forOneRow(read: (id: number) => string | null): (id: number) => string | null {
  let last: { readonly id: number; readonly text: string | null } | null = null
  return (id) => {
    if (last?.id === id) return last.text
    if (last === null) queueMicrotask(() => (last = null))
    last = { id, text: read(id) }
    return last.text
  }
}
