import Database from 'better-sqlite3'
import { closeSync, openSync, rmSync } from 'node:fs'
import { uptime } from 'node:os'
import { SECOND_MS } from '../../../../shared/domain/units.ts'
import { storeError } from '../failures.ts'

/** `Hksr` in the file header. */
const APPLICATION_ID = 0x48_6b_73_72
/** Raised whenever what is indexed, or how, changes: an older file is made anew. */
const VERSION = 2

const SCHEMA = `
CREATE TABLE state (
  workspace TEXT NOT NULL,              -- its first run: tells that this index belongs to that database
  through INTEGER NOT NULL,             -- every exchange up to this id was looked at
  written_at INTEGER                    -- ms since 1970: since then something may not be on the disk yet; null: all of it is
) STRICT;

-- Full text is cut into tables words_1, words_2, … so that no query, however common its words, takes long in one of them.
CREATE TABLE shard (
  number INTEGER PRIMARY KEY,
  first INTEGER NOT NULL,               -- exchanges from this id to before the next shard's
  documents INTEGER NOT NULL
) STRICT;

-- Looked at before they had ended: looked at again when the engine was cut off meanwhile.
CREATE TABLE unfinished (id INTEGER PRIMARY KEY) STRICT;

-- The first capture with a fingerprint: of its inbox and event id, or of its inbox and body.
CREATE TABLE seen (hash INTEGER PRIMARY KEY, id INTEGER NOT NULL) STRICT;
-- Captures that have a fingerprint that was seen before.
CREATE TABLE duplicate (id INTEGER PRIMARY KEY) STRICT;
`

/** A workspace's `search.db`, open for its one writer. */
export interface SearchFile {
  readonly db: Database.Database
  /**
   * Before each write. Nothing is synced from the first one on: captures, whose syncs would wait for these, go first.
   * The system keeps what a killed process wrote; whether the machine went down meanwhile is told by its uptime.
   */
  beforeWrite(): void
  /** All of it is on the disk afterwards. */
  close(): void
}

/**
 * Opens (or makes) a workspace's `search.db`. It holds nothing that the database does not: one that is damaged, older,
 * another workspace's, or was being written when the machine went down is thrown away and filled again.
 */
export function openSearch(file: string, workspace: string): SearchFile {
  try {
    const db = open(file)
    if (isUsable(db, workspace)) return searchFile(db)
    db.close()
  } catch (error) {
    if (!isDamage(error)) throw storeError(file, error)
  }
  removeSearch(file)
  const db = open(file)
  db.transaction(() => {
    db.exec(SCHEMA)
    db.prepare('INSERT INTO state VALUES (?, 0, NULL)').run(workspace)
    addShard(db, 1, 0)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${VERSION}`)
  }).immediate()
  return searchFile(db)
}

function searchFile(db: Database.Database): SearchFile {
  let isWritten = false
  const mark = db.prepare<[number | null]>('UPDATE state SET written_at = ?')

  function sync(): void {
    db.pragma('synchronous = FULL')
    // The copy syncs the database only when there is something to copy.
    mark.run(Date.now())
    const [copy] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (copy?.busy === 0) mark.run(null)
  }

  return {
    db,
    beforeWrite: () => {
      if (isWritten) return
      mark.run(Date.now())
      db.pragma('synchronous = OFF')
      isWritten = true
    },
    close: () => {
      try {
        if (isWritten) sync()
      } catch (error) {
        // The next one to open it finds out.
        if (!isDamage(error)) throw error
      } finally {
        db.close()
      }
    },
  }
}

/** Throws the file away; nobody may have it open. */
export function removeSearch(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
}

/** Whether an error says that a file is broken, so that it has to be made anew. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

/** Begins a shard; from `first` on exchanges belong to it. */
export function addShard(db: Database.Database, number: number, first: number): void {
  db.exec(`CREATE VIRTUAL TABLE words_${number} USING fts5 (
    head, request, response, note, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2")`)
  // Fewer, larger merges: half the cost of a commit.
  db.prepare(`INSERT INTO words_${number} (words_${number}, rank) VALUES ('automerge', 8)`).run()
  db.prepare('INSERT INTO shard VALUES (?, ?, 0)').run(number, first)
}

function open(file: string): Database.Database {
  // Created by us, not by SQLite, so that it never exists with wider rights.
  closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file)
  // Both are fixed by the first page written.
  db.pragma('page_size = 8192')
  db.pragma('auto_vacuum = INCREMENTAL')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('fullfsync = 1')
  db.pragma('cache_size = -8192')
  return db
}

function isUsable(db: Database.Database, workspace: string): boolean {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID || db.pragma('user_version', { simple: true }) !== VERSION)
    return false
  const shards = db.prepare<[], number>('SELECT number FROM shard').pluck().all()
  for (const number of shards) db.prepare(`SELECT rowid FROM words_${number} LIMIT 1`).get()
  const state = db.prepare<[], { workspace: string; written_at: number | null }>('SELECT workspace, written_at FROM state').get()
  return shards.length > 0 && state?.workspace === workspace && isWhole(state.written_at)
}

/** Whether the machine has been up since then: if not, some of what was written is on the disk and some may not be. */
function isWhole(writtenAt: number | null): boolean {
  const now = Date.now()
  return writtenAt === null || (now - uptime() * SECOND_MS <= writtenAt && writtenAt <= now)
}
