import type { Database } from 'better-sqlite3'
import { parseId, type RowId } from '../../../shared/domain/ids.ts'
import { ImportRefusal } from './import-problem.ts'

type Table = 'inbox' | 'endpoint' | 'event' | 'delivery' | 'exchange'

/**
 * Where records of other workspaces stand in this one. An id is its time, a counter and a random tail; two workspaces can
 * have given the same time and counter, so a record is known by time and tail and may stand under another counter.
 */
export interface Places {
  /** Sequence of the row that has this id, whatever its counter; null when there is none. */
  find(table: Table, id: string): number | null
  /** A sequence for a new row with this id: its own, or the next free one of its time. */
  free(id: string): RowId
  /** What a reference to a row that may come later says: its place when there is one, else its own sequence if nobody has that. */
  refer(table: Table, id: string): number | null
}

const COUNTERS = 2048
const TABLES: readonly Table[] = ['inbox', 'endpoint', 'event', 'delivery', 'exchange']

/** `limit`: ids from this sequence on are still to be given by this workspace itself. */
export function createPlaces(db: Database, limit: () => number): Places {
  const finds = new Map(
    TABLES.map((table) => [
      table,
      db.prepare<[number, number, string], number>(`SELECT id FROM ${table} WHERE id BETWEEN ? AND ? AND tail = ?`).pluck(),
    ]),
  )
  const anywhere = TABLES.map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE id = wanted)`).join(' OR ')
  const taken = db.prepare<[number]>(`SELECT 1 FROM (SELECT ? AS wanted) WHERE ${anywhere}`).pluck()

  function find(table: Table, id: string): number | null {
    const { seq, tail } = parsed(id)
    const first = seq - (seq % COUNTERS)
    return finds.get(table)?.get(first, first + COUNTERS - 1, tail) ?? null
  }

  return {
    find,
    free: (id) => {
      const { seq, tail } = parsed(id)
      const first = seq - (seq % COUNTERS)
      if (first + COUNTERS > limit()) throw new ImportRefusal(`${id} was made in the future, as the clock of this machine has it.`)
      for (let step = 0; step < COUNTERS; step++) {
        const place = first + ((seq - first + step) % COUNTERS)
        if (taken.get(place) === undefined) return { seq: place, tail }
      }
      throw new ImportRefusal(`There is no place left for ${id}: its millisecond is full.`)
    },
    // A body that outlived its exchange keeps the exchange's number.
    refer: (table, id) => find(table, id) ?? find('event', id) ?? (taken.get(parsed(id).seq) === undefined ? parsed(id).seq : null),
  }
}

function parsed(id: string): RowId {
  const found = parseId(id)
  if (!found) throw new ImportRefusal(`${id} is no id.`)
  return found
}
