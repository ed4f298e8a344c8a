import type { Database } from 'better-sqlite3'
import { createSecretKey, type KeyObject } from 'node:crypto'
import type { RowId } from '../../../shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import type { Secrets } from '../services.ts'
import type { Sealer } from './key.ts'

export const WORKSPACE_OWNER = 'workspace'
export const TOKEN_OWNER = 'token'

interface SecretRow {
  readonly id: number
  readonly owner: string
  readonly sealed: Buffer
}

/** Whether anything is sealed in the database: then its key must be there. */
export function hasSecrets(db: Database): boolean {
  return db.prepare('SELECT 1 FROM secret LIMIT 1').get() !== undefined
}

/** Secrets of the database, opened when first used. An owner without one of its own uses the workspace's. */
export function createSecrets(db: Database, sealer: Sealer, ids: () => RowId, clock: Clock): Secrets {
  const select = db.prepare<[string, number], SecretRow>(
    'SELECT id, owner, sealed FROM secret WHERE owner = ? AND (ends_at IS NULL OR ends_at > ?) ORDER BY id DESC',
  )
  const selectAll = db.prepare<[string], SecretRow & { readonly endsAt: number | null }>(
    `SELECT id, owner, sealed, ends_at AS endsAt FROM secret WHERE owner <> ? AND owner NOT LIKE 'delivery!_%' ESCAPE '!' ORDER BY id DESC`,
  )
  const insert = db.prepare('INSERT INTO secret (id, tail, owner, sealed, created_at) VALUES (?, ?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM secret WHERE owner = ?')
  const opened = new Map<string, readonly KeyObject[]>()

  function texts(owner: string): string[] {
    return select.all(owner, clock.now()).map((row) => sealer.open(row.sealed, row.id))
  }

  function ownKeys(owner: string): readonly KeyObject[] {
    let keys = opened.get(owner)
    if (!keys) {
      keys = texts(owner).map((text) => createSecretKey(text, 'utf8'))
      // Owners of one delivery come and go by the thousand; forgetting all is cheaper than bookkeeping.
      if (opened.size > 1_000) opened.clear()
      // A write may be rolled back, and what it has put with it.
      if (!db.inTransaction) opened.set(owner, keys)
    }
    return keys
  }

  return {
    keys: (owner) => {
      const own = ownKeys(owner)
      return own.length > 0 || owner === TOKEN_OWNER ? own : ownKeys(WORKSPACE_OWNER)
    },
    revealOwn: (owner) => texts(owner)[0] ?? null,
    reveal: (owner) => texts(owner)[0] ?? (owner === TOKEN_OWNER ? null : (texts(WORKSPACE_OWNER)[0] ?? null)),
    stored: () =>
      selectAll.all(TOKEN_OWNER).map(({ id, owner, sealed, endsAt }) => ({
        owner,
        key: createSecretKey(sealer.open(sealed, id), 'utf8'),
        hasEnded: endsAt !== null && endsAt <= clock.now(),
      })),
    put: (owner, secret) => {
      remove.run(owner)
      opened.delete(owner)
      if (secret === null) return
      const id = ids()
      insert.run(id.seq, id.tail, owner, sealer.seal(secret, id.seq), clock.now())
    },
  }
}
