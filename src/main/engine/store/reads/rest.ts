import type { Database } from 'better-sqlite3'

/**
 * Runs one slice of a sliced read; tells what it returned and how long the read rests after it, in ms: as long as the slice
 * took when something was committed meanwhile, so that a search leaves half of its time to captures and deliveries, else
 * not at all.
 */
export type Rest = <T>(slice: () => T) => readonly [result: T, restMs: number]

/** By what `db`, which only reads, can tell of commits by others. */
export function createRest(db: Database, monotonic: () => number): Rest {
  const version = db.prepare<[], number>('PRAGMA data_version').pluck()
  return (slice) => {
    const before = version.get()
    const startedAt = monotonic()
    const result = slice()
    return [result, version.get() === before ? 0 : monotonic() - startedAt]
  }
}
