import Database from 'better-sqlite3'
import { closeSync, openSync, rmSync } from 'node:fs'
import { storeError } from '../failures.ts'

/** `Hksr` in the file header. */
const APPLICATION_ID = 0x48_6b_73_72
/** Raised whenever what is indexed, or how, changes: an older file is made anew. */
const VERSION = 1

const SCHEMA = `
CREATE TABLE state (
  workspace TEXT NOT NULL,              -- its first run: tells that this index belongs to that database
  through INTEGER NOT NULL              -- every exchange up to this id was looked at
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

/**
 * Opens (or makes) a workspace's `search.db` for its one writer. It holds nothing that the database does not: one that
 * is damaged, older, or another workspace's is thrown away and filled again.
 */
export function openSearch(file: string, workspace: string): Database.Database {
  try {
    const db = open(file)
    if (isUsable(db, workspace)) return db
    db.close()
  } catch (error) {
    if (!isDamage(error)) throw storeError(file, error)
  }
  removeSearch(file)
  const db = open(file)
  db.transaction(() => {
    db.exec(SCHEMA)
    db.prepare('INSERT INTO state VALUES (?, 0)').run(workspace)
    addShard(db, 1, 0)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${VERSION}`)
  }).immediate()
  return db
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
  // What a power cut takes is indexed again.
  db.pragma('synchronous = NORMAL')
  db.pragma('cache_size = -8192')
  return db
}

function isUsable(db: Database.Database, workspace: string): boolean {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID || db.pragma('user_version', { simple: true }) !== VERSION)
    return false
  const shards = db.prepare<[], number>('SELECT number FROM shard').pluck().all()
  for (const number of shards) db.prepare(`SELECT rowid FROM words_${number} LIMIT 1`).get()
  return shards.length > 0 && db.prepare('SELECT workspace FROM state').pluck().get() === workspace
}
