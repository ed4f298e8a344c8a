import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { KIB } from '../../../../shared/domain/units.ts'
import type { Searched } from '../reads/searched-text.ts'

/** Bodies are the same when so much of them and their lengths are. */
const HASHED_BYTES = 256 * KIB

/** Notes which captures repeat an earlier one of their inbox: the same event id, or the same body. */
export interface Fingerprints {
  /** The same whatever the order of calls, and however often. Call inside a transaction. */
  note(seq: number, exchange: Searched): void
}

export function createFingerprints(search: Database): Fingerprints {
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
    note: (seq, { direction, state, inbox, eventId, requestBytes, stored }) => {
      if (direction !== 'in' || state !== 'complete') return
      if (eventId !== null) see(hashOf(`event ${inbox} ${eventId}`), seq)
      if (requestBytes > 0) see(hashOf(`body ${inbox} ${requestBytes}`, stored(HASHED_BYTES)), seq)
    },
  }
}

function hashOf(label: string, bytes?: Uint8Array): bigint {
  const hash = createHash('sha256').update(label)
  if (bytes) hash.update(bytes)
  return hash.digest().readBigInt64BE()
}
