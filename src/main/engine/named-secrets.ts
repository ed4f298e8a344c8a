import type { Database } from 'better-sqlite3'
import type { KeyObject } from 'node:crypto'
import type { NamedSecret } from '../../shared/domain/diagnosis/subject.ts'
import { parseId } from '../../shared/domain/ids.ts'
import type { Secrets } from './store/secrets.ts'
import { WORKSPACE_OWNER } from './store/secrets.ts'

/** The secrets of an owner, newest first, with the name of whose they are. */
export function secretsOf(db: Database, secrets: Secrets, owner: string): NamedSecret[] {
  const own = secrets.keys(owner)
  const name = nameOf(db, secrets.revealOwn(owner) === null ? WORKSPACE_OWNER : owner)
  return own.map((secret) => ({ name, secret }))
}

/** All secrets of inboxes, endpoints and the workspace that are not among those; ones that have ended say so. */
export function secretsBeside(db: Database, secrets: Secrets, used: readonly KeyObject[]): NamedSecret[] {
  return secrets
    .stored()
    .filter(({ key }) => !used.some((each) => each.equals(key)))
    .map(({ owner: other, key, hasEnded }) => ({ name: `${nameOf(db, other)}${hasEnded ? ', which has ended' : ''}`, secret: key }))
}

/** An owner in words; deleted ones have their id. */
function nameOf(db: Database, owner: string): string {
  const id = parseId(owner)
  if (id?.prefix === 'inbox') {
    const row = db.prepare<[number], { path: string }>('SELECT path FROM inbox WHERE id = ?').get(id.seq)
    return `inbox ${row?.path ?? owner}`
  }
  if (id?.prefix === 'webhook') {
    const row = db.prepare<[number], { name: string }>('SELECT name FROM endpoint WHERE id = ?').get(id.seq)
    return `endpoint ${row?.name ?? owner}`
  }
  return owner === WORKSPACE_OWNER ? 'the workspace' : owner
}
