import type { Database } from 'better-sqlite3'
import type { Ladder, Progress } from '../../../shared/domain/delivery.ts'
import type { Direction } from '../../../shared/domain/exchange.ts'
import { formatId, type RowId } from '../../../shared/domain/ids.ts'
import type { RetryPolicy, Speed } from '../../../shared/domain/retry-policy.ts'
import {
  deliveryFromRow,
  parsed,
  policyText,
  SELECT_DELIVERY,
  type NewDelivery,
  type SelectedDelivery,
  type StoredDelivery,
} from './delivery-row.ts'
import { schemeToText } from './scheme-text.ts'

export interface EndpointName {
  readonly id: RowId
  readonly name: string
  readonly url: string
  readonly isActive: boolean
  readonly isDeleted: boolean
}

/** SQL of deliveries. What changes rows is called inside a writer's write. */
export interface DeliveryRows {
  /** Counts it in its batch, too. `claimedBy`: the run that has its first attempt on the wire from the start; null while it waits. */
  insert(delivery: NewDelivery, progress: Progress, claimedBy: number | null): void
  find(seq: number): StoredDelivery | null
  /** The endpoint a delivery went to, deleted or not. */
  endpoint(seq: number): EndpointName | null
  /** Id, as people see it, of the exchange a replay was made from; null when that was removed. */
  source(seq: number): string | null
  /** It came from a file: it was sent elsewhere. */
  isImported(seq: number): boolean
  /** Sequences of one endpoint's deliveries, newest first. */
  listOf(endpointSeq: number, before: number, limit: number): number[]
  /** Sequences of all deliveries, newest first. */
  list(before: number, limit: number): number[]
  /** Waiting deliveries of a lane that are due, earliest first, in order of creation where due at once. Only those made after `after`. */
  due(lane: string, now: number, limit: number, after: number): StoredDelivery[]
  /** When the next waiting delivery of a lane is due; null when none waits. */
  nextDue(lane: string, after: number): number | null
  /** Lanes in which a delivery waits. */
  lanes(): string[]
  /** Those with an attempt on the wire, by any run. */
  claimed(): number[]
  /** Writes that an attempt is on the wire, for this run. `dueAt` as `advance` has it. */
  claim(seq: number, dueAt: number | null, run: number): void
  /** Writes the progress of a delivery with nothing on the wire. */
  save(seq: number, progress: Progress): void
  askCancel(seq: number): void
  isCancelAsked(seq: number): boolean
  /** `advance(…, endpoint deleted)` for an endpoint's deliveries on the wire and up to `limit` of those waiting; those that changed. */
  cancelOf(endpointSeq: number, limit: number): number[]
  /** Moves due times beyond `latest(ladder, rung)` back to it; how many were. */
  clampDue(now: number, latest: (ladder: Ladder, rung: number) => number): number
}

export function createDeliveryRows(db: Database): DeliveryRows {
  // Why `+?`: see `Statements`.
  const insert = db.prepare(`
    INSERT INTO delivery (id, tail, body_of, type, event_id, endpoint_id, url, method, scheme, headers, policy, speed, source_id, source_changes,
      state, attempts, rung, interruptions, due_at, created_at, age_ms, batch_id, concurrency, claimed_by)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const countMade = db.prepare(`
    UPDATE batch SET pending = pending + (@state = 'pending'), success = success + (@state = 'success'),
      failed = failed + (@state = 'failed'), cancelled = cancelled + (@state = 'cancelled') WHERE id = @batch`)
  const find = db.prepare<[number]>(`${SELECT_DELIVERY} WHERE d.id = +?`).raw()
  const endpoint = db.prepare<[number], { tail: string; name: string; url: string; is_active: 0 | 1; deleted_at: number | null }>(
    'SELECT tail, name, url, is_active, deleted_at FROM endpoint WHERE id = ?',
  )
  const source = db.prepare<[number], RowIdOf>('SELECT id AS seq, tail, direction FROM exchange WHERE id = ?')
  const isImported = db.prepare<[number]>('SELECT EXISTS (SELECT 1 FROM exchange WHERE delivery_id = ? AND imported = 1)').pluck()
  const listOf = db
    .prepare<[number, number, number]>('SELECT id FROM delivery WHERE endpoint_id = ? AND id < ? ORDER BY id DESC LIMIT ?')
    .pluck()
  const list = db.prepare<[number, number], number>('SELECT id FROM delivery WHERE id < ? ORDER BY id DESC LIMIT ?').pluck()
  const due = db
    .prepare<[string, number, number, number]>(
      `${SELECT_DELIVERY} WHERE d.lane = +? AND d.due_at <= ? AND d.claimed_by IS NULL AND d.id > ? ORDER BY d.due_at, d.id LIMIT +?`,
    )
    .raw()
  const nextDue = db
    .prepare<[string, number]>(
      'SELECT due_at FROM delivery WHERE lane = +? AND due_at IS NOT NULL AND claimed_by IS NULL AND id > ? ORDER BY due_at LIMIT 1',
    )
    .pluck()
  const firstLane = db.prepare<[string]>('SELECT lane FROM delivery WHERE due_at IS NOT NULL AND lane > ? ORDER BY lane LIMIT 1').pluck()
  const claimed = db.prepare('SELECT id FROM delivery WHERE claimed_by IS NOT NULL').pluck()
  const claim = db.prepare('UPDATE delivery SET due_at = ?, claimed_by = ? WHERE id = ?')
  const save = db.prepare(`
    UPDATE delivery SET state = ?, attempts = ?, rung = ?, interruptions = ?, due_at = ?, claimed_by = NULL, cancel_asked = 0, status = ?, error = ?,
      last_attempt_at = ?
    WHERE id = ?`)
  const askCancel = db.prepare('UPDATE delivery SET cancel_asked = 1 WHERE id = ?')
  const isCancelAsked = db.prepare<[number]>('SELECT cancel_asked FROM delivery WHERE id = ?').pluck()
  const cancelWaiting = db
    .prepare<[string, number]>(
      `UPDATE delivery SET state = 'cancelled', due_at = NULL
       WHERE id IN (SELECT id FROM delivery WHERE lane = ? AND due_at IS NOT NULL AND claimed_by IS NULL ORDER BY due_at LIMIT ?) RETURNING id`,
    )
    .pluck()
  // By its endpoint SQLite would look at all that it ever had; few are on the wire.
  const cancelRunning = db
    .prepare<[number]>(
      "UPDATE delivery INDEXED BY delivery_claimed SET cancel_asked = 1 WHERE claimed_by IS NOT NULL AND endpoint_id = ? AND state = 'pending' AND cancel_asked = 0 RETURNING id",
    )
    .pluck()
  const farDue = db.prepare<[number], { policy: string; speed: string; rung: number }>(
    'SELECT DISTINCT policy, speed, rung FROM delivery INDEXED BY delivery_due WHERE due_at > ?',
  )
  const clamp = db.prepare(
    'UPDATE delivery INDEXED BY delivery_due SET due_at = ? WHERE due_at > ? AND policy = ? AND speed = ? AND rung = ?',
  )

  return {
    insert: (delivery, progress, claimedBy) => {
      insert.run(
        delivery.id.seq,
        delivery.id.tail,
        delivery.bodyOf,
        delivery.type,
        delivery.eventId,
        delivery.endpointSeq,
        delivery.url,
        delivery.method,
        schemeToText(delivery.scheme),
        JSON.stringify(delivery.headers),
        policyText(delivery.ladder.policy),
        JSON.stringify(delivery.ladder.speed),
        delivery.sourceSeq,
        delivery.sourceChanges.length > 0 ? JSON.stringify(delivery.sourceChanges) : null,
        progress.state,
        progress.attempts,
        progress.rung,
        progress.interruptions,
        progress.dueAt,
        delivery.createdAt,
        delivery.ageMs ?? 0,
        delivery.batchSeq ?? null,
        delivery.concurrency ?? null,
        claimedBy,
      )
      if (delivery.batchSeq !== undefined && delivery.batchSeq !== null) countMade.run({ state: progress.state, batch: delivery.batchSeq })
    },
    find: (seq) => {
      const row = find.get(seq) as SelectedDelivery | undefined
      return row ? deliveryFromRow(row) : null
    },
    endpoint: (seq) => {
      const row = endpoint.get(seq)
      return row
        ? { id: { seq, tail: row.tail }, name: row.name, url: row.url, isActive: row.is_active === 1, isDeleted: row.deleted_at !== null }
        : null
    },
    source: (seq) => {
      const row = source.get(seq)
      return row ? formatId(row.direction === 'in' ? 'capture' : 'attempt', row) : null
    },
    isImported: (seq) => isImported.get(seq) === 1,
    listOf: (endpointSeq, before, limit) => listOf.all(endpointSeq, before, limit) as number[],
    list: (before, limit) => list.all(before, limit),
    due: (lane, now, limit, after) => (due.all(lane, now, after, limit) as SelectedDelivery[]).map(deliveryFromRow),
    nextDue: (lane, after) => (nextDue.get(lane, after) as number | undefined) ?? null,
    lanes: () => {
      // One step down the index a lane: a plain DISTINCT would walk every waiting delivery.
      const lanes: string[] = []
      for (let lane = firstLane.get(''); typeof lane === 'string'; lane = firstLane.get(lane)) lanes.push(lane)
      return lanes
    },
    claimed: () => claimed.all() as number[],
    claim: (seq, dueAt, run) => {
      claim.run(dueAt, run, seq)
    },
    save: (seq, progress) => {
      save.run(
        progress.state,
        progress.attempts,
        progress.rung,
        progress.interruptions,
        progress.dueAt,
        progress.status,
        progress.error,
        progress.lastAttemptAt,
        seq,
      )
    },
    askCancel: (seq) => {
      askCancel.run(seq)
    },
    isCancelAsked: (seq) => isCancelAsked.get(seq) === 1,
    cancelOf: (endpointSeq, limit) => [
      ...(cancelWaiting.all(String(endpointSeq), limit) as number[]),
      ...(cancelRunning.all(endpointSeq) as number[]),
    ],
    clampDue: (now, latest) => {
      let moved = 0
      for (const { policy, speed, rung } of farDue.all(now)) {
        const at = latest({ policy: parsed<RetryPolicy>(policy), speed: parsed<Speed>(speed) }, rung)
        moved += clamp.run(at, at, policy, speed, rung).changes
      }
      return moved
    },
  }
}

interface RowIdOf extends RowId {
  readonly direction: Direction
}
