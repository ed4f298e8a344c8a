import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { MIB } from '../../../../shared/domain/units.ts'
import type { Statements } from '../reads/statements.ts'
import { storedBodies } from '../reads/stored-body.ts'

/** Bodies are the same when so much of them and their lengths are. */
const HASHED_BYTES = MIB

/** Notes which captures repeat an earlier one of their inbox: the same event id, or the same body. */
export interface Fingerprints {
  /** The same whatever the order of calls, and however often. Call inside a transaction. */
  note(seq: number): void
}

interface CaptureRow {
  readonly inbox: number | null
  readonly eventId: string | null
  readonly bytes: number
}

const CAPTURE = `SELECT inbox_id AS inbox, event_id AS eventId, request_bytes AS bytes FROM exchange
WHERE id = ? AND direction = 'in' AND state = 'complete'`

/** `main` reads the captures, `search` is written. */
export function createFingerprints(main: Statements, search: Database): Fingerprints {
  const bodies = storedBodies(main)
  const select = main<CaptureRow>(CAPTURE)
  const insert = search.prepare('INSERT OR IGNORE INTO seen (hash, id) VALUES (?, ?)')
  const selectSeen = search.prepare<[bigint], number>('SELECT id FROM seen WHERE hash = ?').pluck()
  const moveSeen = search.prepare('UPDATE seen SET id = ? WHERE hash = ?')
  const insertDuplicate = search.prepare('INSERT OR IGNORE INTO duplicate (id) VALUES (?)')

  function see(hash: bigint, seq: number): void {
    if (insert.run(hash, seq).changes > 0) return
    const first = selectSeen.get(hash) ?? seq
    if (first < seq) insertDuplicate.run(seq)
    if (first > seq) {
      // An import can bring what was earlier.
      insertDuplicate.run(first)
      moveSeen.run(seq, hash)
    }
  }

  return {
    note: (seq) => {
      const row = select.get(seq)
      if (!row) return
      if (row.eventId !== null) see(hashOf(`event ${row.inbox} ${row.eventId}`), seq)
      const found = row.bytes === 0 ? null : bodies.find(seq, 'request')
      if (found) see(hashOf(`body ${row.inbox} ${row.bytes}`, bodies.range(found.body, 0, HASHED_BYTES)), seq)
    },
  }
}

function hashOf(label: string, bytes?: Uint8Array): bigint {
  const hash = createHash('sha256').update(label)
  if (bytes) hash.update(bytes)
  return hash.digest().readBigInt64BE()
}
