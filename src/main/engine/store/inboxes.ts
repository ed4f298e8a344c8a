import type { Database } from 'better-sqlite3'
import type { HandshakeChoice } from '../../../shared/domain/handshake/handshake.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import type { Answer, Inbox } from '../../../shared/domain/inbox.ts'
import { schemeFromText, schemeToText } from './scheme-text.ts'

/** An inbox as stored: the domain's less what is computed when asked. */
export type StoredInbox = Omit<Inbox, 'url'> & { readonly seq: number }

interface InboxRow {
  readonly id: number
  readonly tail: string
  readonly path: string
  readonly scheme: string | null
  readonly answer: string
  readonly refuse_bad_signatures: 0 | 1
  readonly forward_to: string | null
  readonly public_url: string | null
  readonly handshake: HandshakeChoice
  readonly verify_token: string | null
  readonly is_built_in: 0 | 1
  readonly created_at: number
  readonly updated_at: number
}

/** Not deleted ones, oldest first. */
export function selectInboxes(db: Database): StoredInbox[] {
  return (db.prepare('SELECT * FROM inbox WHERE deleted_at IS NULL ORDER BY id').all() as InboxRow[]).map(fromRow)
}

/** Inserts or replaces the row of this id. */
export function saveInbox(db: Database, inbox: StoredInbox): void {
  db.prepare(
    `INSERT INTO inbox (id, tail, path, scheme, answer, refuse_bad_signatures, forward_to, public_url, handshake, verify_token, is_built_in, created_at, updated_at)
     VALUES (@id, @tail, @path, @scheme, @answer, @refuseBadSignatures, @forwardTo, @publicUrl, @handshake, @verifyToken, @isBuiltIn, @createdAt, @updatedAt)
     ON CONFLICT (id) DO UPDATE SET path = excluded.path, scheme = excluded.scheme, answer = excluded.answer,
       refuse_bad_signatures = excluded.refuse_bad_signatures, forward_to = excluded.forward_to, public_url = excluded.public_url,
       handshake = excluded.handshake, verify_token = excluded.verify_token, updated_at = excluded.updated_at`,
  ).run({
    id: inbox.seq,
    tail: parseId(inbox.id)?.tail,
    path: inbox.path,
    scheme: schemeToText(inbox.scheme),
    answer: JSON.stringify(inbox.answer),
    refuseBadSignatures: Number(inbox.refuseBadSignatures),
    forwardTo: inbox.forwardTo,
    publicUrl: inbox.publicUrl,
    handshake: inbox.handshake,
    verifyToken: inbox.verifyToken,
    isBuiltIn: Number(inbox.isBuiltIn),
    createdAt: inbox.createdAt,
    updatedAt: inbox.updatedAt,
  })
}

export function markInboxDeleted(db: Database, seq: number, at: number): void {
  db.prepare('UPDATE inbox SET deleted_at = ? WHERE id = ?').run(at, seq)
}

export function unmarkInboxDeleted(db: Database, seq: number): void {
  db.prepare('UPDATE inbox SET deleted_at = NULL WHERE id = ?').run(seq)
}

function fromRow(row: InboxRow): StoredInbox {
  return {
    seq: row.id,
    id: formatId('inbox', { seq: row.id, tail: row.tail }),
    path: row.path,
    scheme: schemeFromText(row.scheme),
    answer: JSON.parse(row.answer) as Answer,
    refuseBadSignatures: row.refuse_bad_signatures === 1,
    forwardTo: row.forward_to,
    publicUrl: row.public_url,
    handshake: row.handshake,
    verifyToken: row.verify_token,
    isBuiltIn: row.is_built_in === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
