import type { Database } from 'better-sqlite3'

/**
 * How long a sliced read rests after a slice that took `workedMs`, in ms: as long again when something was committed
 * meanwhile, so that searching leaves half of a processor to captures and deliveries; not at all while nothing comes.
 */
export type Rest = (workedMs: number) => number

/** By what `db`, which only reads, can tell of commits by others. */
export function createRest(db: Database): Rest {
  const version = db.prepare<[], number>('PRAGMA data_version').pluck()
  let seen = version.get()
  return (workedMs) => {
    const now = version.get()
    const wasWritten = now !== seen
    seen = now
    return wasWritten ? workedMs : 0
  }
}
