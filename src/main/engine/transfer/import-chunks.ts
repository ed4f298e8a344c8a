import type { Database } from 'better-sqlite3'
import type { BundleChunk } from '../../../shared/domain/transfer/bundle.ts'
import { type Bodies, REQUEST_SIDE, RESPONSE_SIDE, type Side } from '../store/bodies.ts'
import type { Chunked } from './import-store.ts'
import { ImportRefusal } from './import-problem.ts'
import type { Places } from './places.ts'

/**
 * Chunk lines of bodies whose record has not come yet. Each is stored at once, under the place its record will have, so
 * that a body of any size passes through; bodies that stand here already are compared instead.
 *
 * 1. What is stored without its record is named in the setting `import.open`, in the same write.
 * 2. The record takes its chunks over (`take`); what nobody took is removed at the end of the import, or at the next start.
 */
export interface ImportChunks {
  /** Call inside a writer's write. */
  add(chunk: BundleChunk): void
  /** Place and chunks of a record that comes now; the place is null when it has none. */
  take(id: string): { readonly place: number | null; readonly chunked: Chunked }
  /** State of the bookkeeping, to go back to when a write is rolled back. */
  save(): ReadonlyMap<string, OpenBody>
  restore(saved: ReadonlyMap<string, OpenBody>): void
  /** Names what stands without a record, for the next start. Call inside a writer's write, after the records. */
  note(): void
  /** Removes what nobody took. Call inside a writer's write. */
  drop(): void
}

interface OpenSide {
  readonly chunks: number
  readonly differs: boolean
  /** Stored by this import; false: it stood here before. */
  readonly isNew: boolean
}

interface OpenBody {
  readonly place: number
  readonly hasRow: boolean
  readonly request?: OpenSide
  readonly response?: OpenSide
}

const SETTING = 'import.open'

export function createImportChunks(db: Database, { bodies, places }: { bodies: Bodies; places: Places }): ImportChunks {
  const stored = db.prepare<[number, Side, number]>('SELECT bytes FROM chunk WHERE owner = ? AND side = ? AND number = ?').pluck()
  const setSetting = db.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
  const clearSetting = db.prepare('DELETE FROM setting WHERE name = ?')
  let open = new Map<string, OpenBody>()
  let isNoted = false

  function start(id: string): OpenBody {
    const exchange = places.find('exchange', id)
    const event = exchange === null ? places.find('event', id) : null
    const place = exchange ?? event ?? places.free(id).seq
    return { place, hasRow: exchange !== null || event !== null }
  }

  return {
    add: ({ of, side, number, base64 }) => {
      const body = open.get(of) ?? start(of)
      const before = body[side] ?? { chunks: 0, differs: false, isNew: false }
      if (number !== before.chunks) throw new ImportRefusal(`Part ${number} of the body of ${of} came where part ${before.chunks} was due.`)
      const bytes = Buffer.from(base64, 'base64')
      const sideNumber = side === 'request' ? REQUEST_SIDE : RESPONSE_SIDE
      const here = stored.get(body.place, sideNumber, number) as Buffer | undefined
      // The response of an exchange whose request body alone outlived it is new under an old number.
      const isNew = here === undefined && (number === 0 || before.isNew)
      if (isNew) bodies.writeChunk(body.place, sideNumber, number, bytes)
      const differs = before.differs || (!isNew && here?.equals(bytes) !== true)
      open.set(of, { ...body, [side]: { chunks: number + 1, differs, isNew } })
    },
    take: (id) => {
      const body = open.get(id)
      open.delete(id)
      if (!body) return { place: null, chunked: {} }
      return {
        place: body.hasRow ? null : body.place,
        chunked: { ...(body.request && { request: body.request }), ...(body.response && { response: body.response }) },
      }
    },
    save: () => new Map(open),
    restore: (saved) => {
      open = new Map(saved)
    },
    note: () => {
      const orphans = orphansIn(open)
      if (orphans.length > 0) setSetting.run(SETTING, JSON.stringify(orphans))
      else if (isNoted) clearSetting.run(SETTING)
      isNoted = orphans.length > 0
    },
    drop: () => {
      removeOrphans(db, orphansIn(open))
      open = new Map()
      isNoted = false
      clearSetting.run(SETTING)
    },
  }
}

/** Removes chunks that an import left behind when Hookscope ended in its middle. Call it once at start. */
export function sweepImport(db: Database): void {
  const orphans = db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck().get(SETTING)
  if (orphans === undefined) return
  removeOrphans(db, JSON.parse(orphans) as Orphan[])
  db.prepare('DELETE FROM setting WHERE name = ?').run(SETTING)
}

type Orphan = readonly [owner: number, side: Side]

function orphansIn(open: ReadonlyMap<string, OpenBody>): Orphan[] {
  return [...open.values()].flatMap(({ place, request, response }): Orphan[] => [
    ...(request?.isNew ? [[place, REQUEST_SIDE] as const] : []),
    ...(response?.isNew ? [[place, RESPONSE_SIDE] as const] : []),
  ])
}

function removeOrphans(db: Database, orphans: readonly Orphan[]): void {
  const remove = db.prepare('DELETE FROM chunk WHERE owner = ? AND side = ?')
  for (const [owner, side] of orphans) remove.run(owner, side)
}
