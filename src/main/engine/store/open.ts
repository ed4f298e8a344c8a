import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { storeError } from './failures.ts'
import { migrate } from './migrate.ts'

/** `Hksp` in the file header: tells our files from other people's. */
export const APPLICATION_ID = 0x48_6b_73_70
const PAGE_BYTES = 8192

/**
 * Opens (or makes) the database of a workspace for its one writer: WAL, checked and migrated. Commits sync by themselves until a writer does it.
 * Never repairs, replaces or falls back to memory: a damaged, foreign or newer file stays as it is and the error says so.
 * `wasUsed`: the workspace has held data before, so a file without any has lost it.
 */
export function openDatabase(file: string, wasUsed = false): Database.Database {
  const isNew = !existsSync(file) || statSync(file).size === 0
  if (isNew && wasUsed) throw lost(file)
  // Created by us, not by SQLite, so that it never exists with wider rights.
  if (isNew) closeSync(openSync(file, 'a', 0o600))
  const db = worded(file, () => new Database(file))
  try {
    worded(file, () => prepareFile(db, file, wasUsed))
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function prepareFile(db: Database.Database, file: string, wasUsed: boolean): void {
  // Without a table nothing was ever kept: a new file, or one whose making was cut off.
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (isEmpty && wasUsed) throw lost(file)
  if (isEmpty) {
    // Both are fixed by the first page written.
    db.pragma(`page_size = ${PAGE_BYTES}`)
    db.pragma('auto_vacuum = INCREMENTAL')
  } else if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new HookscopeError(
      'database_foreign',
      `${file} is not a Hookscope database.`,
      'Choose another workspace folder, or move that file away.',
    )
  }
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('fullfsync = 1')
  db.pragma('foreign_keys = ON')
  // Four times this and sixteen large uploads at once no longer fit into 250 MB.
  db.pragma('cache_size = -8192')
  if (isEmpty) db.pragma(`application_id = ${APPLICATION_ID}`)
  else {
    // What a run that ended badly left in the log was perhaps never kept by the disk: written again here, into the
    // database, and the log begun anew.
    db.pragma('wal_checkpoint(TRUNCATE)')
    checkHealth(db)
  }
  migrate(db, file)
}

/** Reads the structure, not the data: a full check of a large file would delay every start. Damage deeper down surfaces at its first read. */
function checkHealth(db: Database.Database): void {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[]
  for (const table of tables) db.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get()
}

function lost(file: string): HookscopeError {
  return new HookscopeError(
    'database_damaged',
    `The database ${file} is ${existsSync(file) ? 'empty' : 'missing'}, and this workspace held data before.`,
    'Restore a copy of it, or start with another workspace (--workspace DIR); to begin anew here, move key.json away as well.',
  )
}

function worded<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storeError(file, error)
  }
}
