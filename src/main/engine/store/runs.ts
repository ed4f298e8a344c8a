import type { Database } from 'better-sqlite3'
import type { RowId } from '../../../shared/domain/ids.ts'

/** The largest sequence in the file: where the id generator goes on, also when the clock has jumped back. */
export function largestSeq(db: Database): number {
  const tables = ['run', 'secret', 'endpoint', 'inbox', 'event', 'entity', 'delivery', 'exchange']
  return Math.max(0, ...tables.map((table) => (db.prepare(`SELECT max(id) FROM ${table}`).pluck().get() as number | null) ?? 0))
}

export function insertRun(db: Database, run: RowId, startedAt: number): void {
  db.prepare('INSERT INTO run (id, tail, started_at, answered_through) VALUES (?, ?, ?, ?)').run(run.seq, run.tail, startedAt, run.seq)
}

export function endRun(db: Database, run: RowId, endedAt: number): void {
  db.prepare('UPDATE run SET ended_at = ? WHERE id = ?').run(endedAt, run.seq)
}
