import type { Database } from 'better-sqlite3'
import { SCANNED_BYTES, searchedTexts } from './searched-text.ts'
import type { Statements } from './statements.ts'

/**
 * Gives a reading connection the functions that filters use on bodies: SQLite itself undoes no codings.
 * They read over another connection (`others`): while this one runs a filter it can run nothing else.
 *   request_text(id)   the request's body as text, up to 1 MiB decoded; NULL when it is no text
 *   readable_text(id)  all that search looks at, in lower case
 *   lower_case(text)   in lower case, letters beyond ASCII too
 */
export function addTextFunctions(db: Database, others: Statements): void {
  const texts = searchedTexts(others)
  db.function('request_text', (id: unknown) => texts.request(Number(id), SCANNED_BYTES))
  db.function('readable_text', (id: unknown) => {
    const text = texts.read([Number(id)])[0]?.text(SCANNED_BYTES)
    return text === undefined ? null : [text.head, text.request, text.response, text.note].join('\n').toLowerCase()
  })
  db.function('lower_case', { deterministic: true }, (text: unknown) => (typeof text === 'string' ? text.toLowerCase() : text))
}
