import type { Database } from 'better-sqlite3'
import type { RowId } from '../../../shared/domain/ids.ts'
import { type Bodies, INLINE_BYTES, REQUEST_SIDE } from './bodies.ts'

/** An event as stored: its bytes, and what they say of themselves. */
export interface EventRow {
  readonly id: RowId
  /** null for bytes that name none. */
  readonly type: string | null
  readonly eventId: string | null
  readonly tenantId: string | null
  readonly at: number
  readonly body: Uint8Array
  /** Which entity's change raised it, and the first event of that change; absent for events that no change raised. */
  readonly raisedBy?: { readonly entitySeq: number; readonly changeSeq: number }
}

/** An event of the guide's envelope, less its body. */
export interface PublishedRow {
  readonly id: RowId
  readonly type: string
  readonly eventId: string
  readonly tenantId: string
  readonly at: number
}

/** SQL of events. `insert` is called inside a writer's write. */
export interface Events {
  insert(event: EventRow): void
  /** The request body that an event or exchange owns; null when there is neither. */
  body(owner: number): Uint8Array | null
  /** Below a sequence, newest first: events of the guide's envelope, not bytes that are kept for their deliveries only. */
  published(below: number, limit: number): PublishedRow[]
  /** Of one event, oldest first. */
  deliveriesOf(seq: number): RowId[]
}

export function createEvents(db: Database, bodies: Bodies): Events {
  const insert = db.prepare(
    'INSERT INTO event (id, tail, type, event_id, tenant_id, at, body_bytes, body, entity_id, change_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const selectEvent = db.prepare<[number], OwnedBody>('SELECT body_bytes AS bytes, body FROM event WHERE id = ?')
  const selectMessage = db.prepare<[number], OwnedBody>(
    'SELECT exchange.request_bytes AS bytes, request_body AS body FROM message JOIN exchange ON exchange.id = exchange_id WHERE exchange_id = +?',
  )
  const published = db.prepare<[number, number], { id: number; tail: string; type: string; eventId: string; tenantId: string; at: number }>(
    `SELECT id, tail, type, event_id AS eventId, tenant_id AS tenantId, at FROM event
     WHERE id < ? AND type IS NOT NULL AND event_id IS NOT NULL AND tenant_id IS NOT NULL ORDER BY id DESC LIMIT ?`,
  )
  const deliveries = db.prepare<[number], { seq: number; tail: string }>(
    'SELECT id AS seq, tail FROM delivery WHERE body_of = +? ORDER BY id',
  )

  return {
    insert: ({ id, type, eventId, tenantId, at, body, raisedBy }) => {
      const isInline = body.length <= INLINE_BYTES
      const { entitySeq = null, changeSeq = null } = raisedBy ?? {}
      insert.run(id.seq, id.tail, type, eventId, tenantId, at, body.length, isInline ? body : null, entitySeq, changeSeq)
      if (!isInline) bodies.writeChunks(id.seq, REQUEST_SIDE, body)
    },
    body: (owner) => {
      const owned = selectEvent.get(owner) ?? selectMessage.get(owner)
      if (!owned) return null
      return owned.body ?? (owned.bytes === 0 ? new Uint8Array(0) : bodies.readWhole(owner, REQUEST_SIDE))
    },
    published: (below, limit) => published.all(below, limit).map(({ id, tail, ...rest }) => ({ id: { seq: id, tail }, ...rest })),
    deliveriesOf: (seq) => deliveries.all(seq),
  }
}

interface OwnedBody {
  readonly bytes: number
  readonly body: Buffer | null
}
