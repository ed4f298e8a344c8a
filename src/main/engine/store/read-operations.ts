import type { Database } from 'better-sqlite3'
import { bodyReads, type BodyReads } from './reads/body.ts'
import { countReads, type CountReads } from './reads/count.ts'
import { detailReads, type DetailReads } from './reads/detail.ts'
import { findReads, type FindReads } from './reads/find.ts'
import { listReads, type ListReads } from './reads/list.ts'
import type { Implemented } from './reads/read-context.ts'
import { schemaReads, type SchemaReads } from './reads/schemas.ts'
import { createStatements } from './reads/statements.ts'
import { addTextFunctions } from './reads/text-functions.ts'

/** Everything the reader thread can be asked; arguments and results are plain data. A new noun is a new file in `reads/`. */
export interface ReadOperations extends ListReads, CountReads, DetailReads, BodyReads, FindReads, SchemaReads {}

/** The operations over read-only connections: `db` answers, `texts` reads the bodies that an answer asks for meanwhile. */
export function createReadOperations(db: Database, texts: Database, monotonic: () => number): Implemented<ReadOperations> {
  const statements = createStatements(db)
  addTextFunctions(db, createStatements(texts))
  const context = { statements, monotonic }
  return {
    ...listReads(context),
    ...countReads(context),
    ...detailReads(context),
    ...bodyReads(context),
    ...findReads(context),
    ...schemaReads(context),
  }
}
