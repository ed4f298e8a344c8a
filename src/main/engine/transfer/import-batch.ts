import type { Database } from 'better-sqlite3'
import { assertNever } from '../../../shared/domain/assert.ts'
import type { BundleRecord } from '../../../shared/domain/transfer/bundle.ts'
import type { ImportProblem } from '../../../shared/domain/transfer/formats.ts'
import type { Secrets } from '../store/secrets.ts'
import { createBodies } from '../store/bodies.ts'
import type { Writer } from '../store/writer.ts'
import { createImportChunks } from './import-chunks.ts'
import { ImportRefusal } from './import-problem.ts'
import { createImportStore } from './import-store.ts'
import { createPlaces } from './places.ts'

/** A record and where it stood. */
export interface Numbered {
  readonly line: number
  readonly record: BundleRecord
}

/** What became of some records. */
export interface BatchResult {
  /** Sequences of new exchanges. */
  readonly imported: readonly number[]
  readonly known: number
  readonly problems: readonly ImportProblem[]
}

/** Stores records, some at a time, each batch in one write; a record that cannot be taken in leaves the others alone. */
export interface ImportBatches {
  store(records: readonly Numbered[], bytes: number, dummySecret: string | null): Promise<BatchResult>
  /** Removes parts of records that never came. */
  end(): Promise<void>
}

export function createImportBatches(parts: {
  readonly db: Database
  readonly writer: Writer
  readonly secrets: Secrets
  readonly now: () => number
  /** The sequence that the next row of this workspace's own will have at least. */
  readonly limit: () => number
}): ImportBatches {
  const { db, writer, secrets, now } = parts
  let limit = 0
  let dummySecret: string | null = null
  const bodies = createBodies(db)
  const places = createPlaces(db, () => limit)
  const chunks = createImportChunks(db, { bodies, places })
  const store = createImportStore(db, { bodies, places, secrets, now })

  /** The sequence of a new exchange, 'known' for one that was here, null for all else. */
  function take(record: BundleRecord): number | 'known' | null {
    switch (record.kind) {
      case 'inbox':
        store.inbox(record, dummySecret)
        return null
      case 'endpoint':
        store.endpoint(record)
        return null
      case 'chunk':
        chunks.add(record)
        return null
      case 'delivery':
        store.delivery(record)
        return null
      case 'body': {
        const { place, chunked } = chunks.take(record.id)
        store.sharedBody(record, place, chunked)
        return null
      }
      case 'exchange': {
        const { place, chunked } = chunks.take(record.id)
        return store.exchange(record, place, chunked) ?? 'known'
      }
      default:
        return assertNever(record)
    }
  }

  function storeAll(records: readonly Numbered[]): BatchResult {
    const imported: number[] = []
    const problems: ImportProblem[] = []
    let known = 0
    // A savepoint for each: what one leaves half done does not stay.
    const alone = db.transaction(take)
    for (const { line, record } of records) {
      const before = chunks.save()
      try {
        const result = alone(record)
        if (result === 'known') known++
        else if (result !== null) imported.push(result)
      } catch (error) {
        if (!isRefusal(error)) throw error
        // The parts of a refused record stay open, so that they are removed at the end.
        if (record.kind === 'exchange' || record.kind === 'body') chunks.restore(before)
        problems.push({ line, message: error instanceof ImportRefusal ? error.message : 'It contradicts itself and cannot be stored.' })
      }
    }
    chunks.note()
    return { imported, known, problems }
  }

  return {
    store: async (records, bytes, dummy) => {
      dummySecret = dummy
      limit = parts.limit()
      const before = chunks.save()
      // A write may run twice.
      return writer.commit(() => {
        chunks.restore(before)
        return storeAll(records)
      }, bytes)
    },
    end: () => writer.commit(() => chunks.drop()),
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof ImportRefusal) return true
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT')
}
