import type { Database } from 'better-sqlite3'
import { exportReads, type ExportReads } from '../transfer/export-reads.ts'
import { bodyReads, type BodyReads } from './reads/body.ts'
import { countReads, type CountReads } from './reads/count.ts'
import { detailReads, type DetailReads } from './reads/detail.ts'
import { diagnosisReads, type DiagnosisReads } from './reads/diagnosis.ts'
import { findReads, type FindReads } from './reads/find.ts'
import { healthReads, type HealthReads } from './reads/health.ts'
import { histogramReads, type HistogramReads } from './reads/histogram.ts'
import { identityReads, type IdentityReads } from './reads/identity.ts'
import { indexReads, type IndexReads } from './reads/index-reads.ts'
import { listReads, type ListReads } from './reads/list.ts'
import { lineageReads, type LineageReads } from './reads/lineage.ts'
import type { Implemented } from './reads/read-context.ts'
import { orderedReads, type OrderedReads } from './reads/ordered.ts'
import { schemaReads, type SchemaReads } from './reads/schemas.ts'
import { createStatements } from './reads/statements.ts'
import { addTextFunctions } from './reads/text-functions.ts'
import type { SearchIndex } from './search/search-index.ts'

/** Everything the reader thread can be asked; arguments and results are plain data. A new noun is a new file in `reads/`. */
export interface ReadOperations
  extends
    ListReads,
    OrderedReads,
    CountReads,
    DetailReads,
    BodyReads,
    FindReads,
    HealthReads,
    HistogramReads,
    IndexReads,
    SchemaReads,
    DiagnosisReads,
    LineageReads,
    ExportReads,
    IdentityReads {}

/** What the operations work on. */
export interface Reading {
  /** Read-only; answers. */
  readonly db: Database
  /** Read-only; reads the bodies that an answer asks for meanwhile. */
  readonly texts: Database
  readonly search: () => SearchIndex
  readonly monotonic: () => number
}

export function createReadOperations({ db, texts, search, monotonic }: Reading): Implemented<ReadOperations> {
  addTextFunctions(db, createStatements(texts))
  const context = { statements: createStatements(db), search, monotonic }
  const counts = countReads(context)
  const health = healthReads(context)
  return {
    ...listReads(context),
    ...counts,
    ...health,
    forgetTotal: () => {
      void counts.forgetTotal()
      void health.forgetHealth()
    },
    ...orderedReads(context),
    ...detailReads(context),
    ...bodyReads(context),
    ...findReads(context),
    ...histogramReads(context),
    ...identityReads(context),
    ...schemaReads(context),
    ...indexReads(context),
    ...diagnosisReads(context),
    ...lineageReads(context),
    ...exportReads(context),
  }
}
