import type { Database } from 'better-sqlite3'
import { closeSync, fdatasync, fdatasyncSync, fstatSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { HookscopeError } from '../../../shared/domain/errors.ts'

/**
 * Makes commits durable off the engine's thread. With synchronous=NORMAL SQLite writes the log and leaves its sync to
 * us; what it does itself stays safe: it syncs the log before it copies it into the database, and the database after.
 */
export interface LogSync {
  /** Calls `done` once every commit made before this call is on the disk. */
  start(done: (error: Error | null) => void): void
  /** The same in this call; throws what went wrong, also what a sync still running will be told. */
  now(): void
  /** Lets go of the log, and SQLite syncs again by itself. Not while a sync runs. */
  close(): void
}

/** Of a database in WAL mode, which from now on syncs no commit by itself; one in memory has nothing to sync. */
export function createLogSync(db: Database): LogSync {
  if (db.memory) return { start: (done) => void setImmediate(done, null), now: () => {}, close: () => {} }
  // Makes the log, should this be the first read.
  db.prepare('SELECT count(*) FROM sqlite_schema').get()
  const file = `${pathOf(db)}-wal`
  // Files of their own, not the database: closing that would drop the locks SQLite holds on it. And two of them: the
  // system tells of a failed write once for each, so that neither kind of sync hides the other's failure.
  const log = openSync(file, 'r+')
  const logNow = openSync(file, 'r+')
  syncFolder(dirname(file))
  // Some network file systems count no names.
  const countsNames = fstatSync(log).nlink > 0
  const deletion = (descriptor: number): Error | null => (countsNames && fstatSync(descriptor).nlink === 0 ? deletedFolder(file) : null)
  db.pragma('synchronous = NORMAL')
  let isOpen = true
  return {
    start: (done) => {
      if (isOpen) fdatasync(log, (error) => done(error ?? deletion(log)))
      else setImmediate(done, null)
    },
    now: () => {
      if (!isOpen) return
      fdatasyncSync(logNow)
      const deleted = deletion(logNow)
      if (deleted) throw deleted
    },
    close: () => {
      db.pragma('synchronous = FULL')
      isOpen = false
      closeSync(log)
      closeSync(logNow)
    },
  }
}

/** A deleted log takes writes and syncs as before, until the last one who has it open lets go. */
function deletedFolder(file: string): HookscopeError {
  return new HookscopeError(
    'store_failed',
    `The workspace ${dirname(file)} was deleted while Hookscope worked on it.`,
    'Put its folder back and start Hookscope again; started without it, it makes an empty one.',
  )
}

/** Where SQLite keeps the log: a link to the database is followed. */
function pathOf(db: Database): string {
  const [main] = db.pragma('database_list') as { readonly file: string }[]
  return main?.file ?? db.name
}

/** A new log is found again after a power loss only when its name is on the disk too. Windows does that by itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
