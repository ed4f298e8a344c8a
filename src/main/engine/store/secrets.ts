import type { Database } from 'better-sqlite3'
import { createSecretKey, type KeyObject } from 'node:crypto'
import type { RowId } from '../../../shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import type { Sealer } from './key.ts'

export const WORKSPACE_OWNER = 'workspace'
export const TOKEN_OWNER = 'token'

interface SecretRow {
  readonly id: number
  readonly sealed: Buffer
  /** ms since 1970; null: until it is replaced. */
  readonly endsAt: number | null
}

interface OpenedSecrets {
  readonly keys: readonly KeyObject[]
  /** When the first of them ends, and they are to be read again. */
  readonly until: number
}

/** Signing secrets, sealed in the database under the workspace's key; opened ones are kept in memory as KeyObjects. */
export interface Secrets {
  /** Active secrets of an owner, newest first, as keys ready to sign with; empty when it has none. Owner: 'workspace' or an entity's id. */
  keys(owner: string): readonly KeyObject[]
  /** The newest active secret as text, for people; null when there is none. */
  reveal(owner: string): string | null
  /** The same without the workspace's in place of a missing one. */
  revealOwn(owner: string): string | null
  /** All of the workspace, its inboxes and endpoints, newest first, also those that have ended. Deliveries' own and the token are left out. */
  stored(): readonly { readonly owner: string; readonly key: KeyObject; readonly hasEnded: boolean }[]
  /** Replaces the owner's secrets by this one. Call inside a writer's write; `null` removes them. */
  put(owner: string, secret: string | null): void
  /** Removes the owner's secrets; the returned function puts them back as they were. Call both inside a writer's write. */
  take(owner: string): () => void
  /** Signs and verifies by this one from now on, and by those before it until `endsAt`. Call inside a writer's write. */
  rotate(owner: string, secret: string, endsAt: number): void
  /** When the last of the older ones ends; null when there is only one. */
  olderUntil(owner: string): number | null
}

/** Whether anything is sealed in the database: then its key must be there. */
export function hasSecrets(db: Database): boolean {
  return db.prepare('SELECT 1 FROM secret LIMIT 1').get() !== undefined
}

/** Secrets of the database, opened when first used. An owner without one of its own uses the workspace's. */
export function createSecrets(db: Database, sealer: Sealer, ids: () => RowId, clock: Clock): Secrets {
  const select = db.prepare<[string, number], SecretRow>(
    'SELECT id, sealed, ends_at AS endsAt FROM secret WHERE owner = ? AND (ends_at IS NULL OR ends_at > ?) ORDER BY id DESC',
  )
  const selectAll = db.prepare<[string], SecretRow & { readonly owner: string }>(
    `SELECT id, owner, sealed, ends_at AS endsAt FROM secret WHERE owner <> ? AND owner NOT LIKE 'delivery!_%' ESCAPE '!' ORDER BY id DESC`,
  )
  const selectWhole = db.prepare<[string], SecretRow & { readonly tail: string; readonly createdAt: number }>(
    'SELECT id, tail, sealed, created_at AS createdAt, ends_at AS endsAt FROM secret WHERE owner = ?',
  )
  const insert = db.prepare('INSERT INTO secret (id, tail, owner, sealed, created_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM secret WHERE owner = ?')
  const endOthers = db.prepare('UPDATE secret SET ends_at = min(coalesce(ends_at, @endsAt), @endsAt) WHERE owner = @owner')
  const removeEnded = db.prepare('DELETE FROM secret WHERE owner = ? AND ends_at <= ?')
  const opened = new Map<string, OpenedSecrets>()
  /** Owners whose secrets were changed in this turn: until it is over the write may be rolled back, and what it has put with it. */
  const changing = new Set<string>()

  function forget(owner: string): void {
    opened.delete(owner)
    if (changing.has(owner)) return
    changing.add(owner)
    queueMicrotask(() => changing.delete(owner))
  }

  function texts(owner: string): string[] {
    return select.all(owner, clock.now()).map((row) => sealer.open(row.sealed, row.id))
  }

  function add(owner: string, secret: string, endsAt: number | null): void {
    const id = ids()
    insert.run(id.seq, id.tail, owner, sealer.seal(secret, id.seq), clock.now(), endsAt)
  }

  function ownKeys(owner: string): readonly KeyObject[] {
    const kept = opened.get(owner)
    if (kept && (kept.until === Infinity || kept.until > clock.now())) return kept.keys
    const rows = select.all(owner, clock.now())
    const keys = rows.map((row) => createSecretKey(sealer.open(row.sealed, row.id), 'utf8'))
    const until = Math.min(...rows.map(({ endsAt }) => endsAt ?? Infinity))
    // Owners of one delivery come and go by the thousand; forgetting all is cheaper than bookkeeping.
    if (opened.size > 1_000) opened.clear()
    if (!changing.has(owner)) opened.set(owner, { keys, until })
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
      forget(owner)
      if (secret !== null) add(owner, secret, null)
    },
    take: (owner) => {
      const rows = selectWhole.all(owner)
      remove.run(owner)
      forget(owner)
      return () => {
        for (const row of rows) insert.run(row.id, row.tail, owner, row.sealed, row.createdAt, row.endsAt)
        forget(owner)
      }
    },
    rotate: (owner, secret, endsAt) => {
      removeEnded.run(owner, clock.now())
      const borrowed = texts(owner).length === 0 && owner !== WORKSPACE_OWNER ? texts(WORKSPACE_OWNER)[0] : undefined
      // The workspace's was good here until now, so it goes on for the same while.
      if (borrowed !== undefined) add(owner, borrowed, endsAt)
      endOthers.run({ endsAt, owner })
      add(owner, secret, null)
      forget(owner)
    },
    olderUntil: (owner) => {
      const ends = select.all(owner, clock.now()).flatMap(({ endsAt }) => (endsAt === null ? [] : [endsAt]))
      return ends.length === 0 ? null : Math.max(...ends)
    },
  }
}
