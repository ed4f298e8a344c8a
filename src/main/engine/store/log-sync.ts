import type { Database } from 'better-sqlite3'
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'

/**
 * Makes commits durable off the engine's thread. With synchronous=NORMAL SQLite writes the log and leaves its sync to
 * us; what it does itself stays safe: it syncs the log before it copies it into the database, and the database after.
 */
export interface LogSync {
  /** Calls `done` once every commit made before this call is on the disk. */
  start(done: (error: Error | null) => void): void
  /** The same in this call; throws what went wrong. */
  now(): void
  /** Lets go of the log, and SQLite sync again by itself. */
  close(): void
}

/** Of a database in WAL mode, which from now on syncs no commit by itself; one in memory has nothing to sync. */
export function createLogSync(db: Database): LogSync {
  if (db.memory) return { start: (done) => void setImmediate(done, null), now: () => {}, close: () => {} }
  // Made by the first read, should this be the first.
  db.prepare('SELECT count(*) FROM sqlite_schema').get()
  // A file of its own, not the database: closing that would drop the locks SQLite holds on it.
  const log = openSync(`${db.name}-wal`, 'r+')
  db.pragma('synchronous = NORMAL')
  return {
    start: (done) => fdatasync(log, done),
    now: () => fdatasyncSync(log),
    close: () => {
      db.pragma('synchronous = FULL')
      closeSync(log)
    },
  }
}
