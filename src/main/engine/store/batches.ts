import type { Database } from 'better-sqlite3'
import type { Direction } from '../../../shared/domain/exchange.ts'
import { formatId, type RowId } from '../../../shared/domain/ids.ts'
import type { BatchFailure, BatchState, BatchView, ReplayOptions, ReplayPace } from '../../../shared/domain/replay.ts'

/** How a batch sends, as stored; its secret is sealed under the batch's id. */
export interface BatchOptions extends ReplayOptions, ReplayPace {}

export interface BatchRow {
  readonly id: RowId
  readonly state: BatchState
  readonly options: BatchOptions
  readonly place: string
  readonly filter: string | null
  readonly total: number
  readonly made: number
  readonly refused: number
  readonly problem: string | null
  readonly deliveries: BatchView['deliveries']
  readonly createdAt: number
  readonly endedAt: number | null
}

/** What of a batch changes; its deliveries are counted by the database. */
export type BatchProgress = Pick<BatchRow, 'state' | 'total' | 'made' | 'refused' | 'problem' | 'endedAt'>

/** One exchange whose turn it is. */
export interface BatchItem {
  /** Its place in the order of sending, from 0. */
  readonly number: number
  /** As people see it; null when it was removed. */
  readonly exchangeId: string | null
  /** When it happened; ms since 1970, 0 when it was removed. */
  readonly at: number
}

/** A failure and where the next page goes on. */
export type StoredFailure = BatchFailure & { readonly place: number }

/** SQL of batches. What changes rows is called inside a writer's write. */
export interface Batches {
  insert(batch: Omit<BatchRow, 'deliveries'>): void
  /** Adds items at these numbers, one after the other. */
  addItems(seq: number, first: number, exchangeSeqs: readonly number[]): void
  save(seq: number, progress: BatchProgress): void
  /** Notes why an item was refused. */
  refuse(seq: number, number: number, problem: string): void
  find(seq: number): BatchRow | null
  /** Newest first, those below a sequence. */
  list(before: number, limit: number): BatchRow[]
  /** Those of which something is still to come, oldest first. */
  open(): BatchRow[]
  items(seq: number, from: number, limit: number): BatchItem[]
  /** Failed deliveries, newest first, below a delivery's sequence. */
  failed(seq: number, before: number, limit: number): StoredFailure[]
  /** Refused items, last first, below an item's number. */
  refused(seq: number, before: number, limit: number): StoredFailure[]
}

interface Row {
  readonly id: number
  readonly tail: string
  readonly state: BatchState
  readonly options: string
  readonly place: string
  readonly filter: string | null
  readonly total: number
  readonly made: number
  readonly refused: number
  readonly problem: string | null
  readonly pending: number
  readonly success: number
  readonly failed: number
  readonly cancelled: number
  readonly created_at: number
  readonly ended_at: number | null
}

interface FailureRow {
  readonly place: number
  readonly exchange: number
  readonly tail: string | null
  readonly direction: Direction | null
  readonly type: string | null
  readonly problem: string | null
  readonly status: number | null
  readonly attempt: number | null
  readonly attempt_tail: string | null
}

const FAILED = `SELECT d.id AS place, d.source_id AS exchange, source.tail, source.direction, d.type, d.error AS problem, d.status,
  attempt.id AS attempt, attempt.tail AS attempt_tail
FROM delivery AS d LEFT JOIN exchange AS source ON source.id = d.source_id
  LEFT JOIN exchange AS attempt ON attempt.id = (SELECT max(id) FROM exchange WHERE delivery_id = d.id)
WHERE d.batch_id = ? AND d.state = 'failed' AND d.id < ? ORDER BY d.id DESC LIMIT ?`

const REFUSED = `SELECT number AS place, exchange_id AS exchange, source.tail, source.direction, source.type, problem, NULL AS status,
  NULL AS attempt, NULL AS attempt_tail
FROM batch_item LEFT JOIN exchange AS source ON source.id = exchange_id
WHERE batch_id = ? AND problem IS NOT NULL AND number < ? ORDER BY number DESC LIMIT ?`

export function createBatches(db: Database): Batches {
  const insert = db.prepare(
    `INSERT INTO batch (id, tail, state, options, place, filter, total, made, refused, problem, created_at, ended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addItem = db.prepare('INSERT INTO batch_item (batch_id, number, exchange_id) VALUES (?, ?, ?)')
  const save = db.prepare('UPDATE batch SET state = ?, total = ?, made = ?, refused = ?, problem = ?, ended_at = ? WHERE id = ?')
  const refuse = db.prepare('UPDATE batch_item SET problem = ? WHERE batch_id = ? AND number = ?')
  const find = db.prepare<[number], Row>('SELECT * FROM batch WHERE id = ?')
  const list = db.prepare<[number, number], Row>('SELECT * FROM batch WHERE id < ? ORDER BY id DESC LIMIT ?')
  const open = db.prepare<[], Row>("SELECT * FROM batch WHERE state IN ('choosing', 'running', 'paused') OR pending > 0 ORDER BY id")
  const items = db.prepare<
    [number, number, number],
    { number: number; seq: number; tail: string | null; direction: Direction | null; at: number | null }
  >(
    `SELECT number, exchange_id AS seq, tail, direction, at FROM batch_item LEFT JOIN exchange ON exchange.id = exchange_id
     WHERE batch_id = ? AND number >= ? ORDER BY number LIMIT ?`,
  )
  const failed = db.prepare<[number, number, number], FailureRow>(FAILED)
  const refused = db.prepare<[number, number, number], FailureRow>(REFUSED)

  return {
    insert: ({ id, state, options, place, filter, total, made, refused: refusals, problem, createdAt, endedAt }) => {
      insert.run(id.seq, id.tail, state, JSON.stringify(options), place, filter, total, made, refusals, problem, createdAt, endedAt)
    },
    addItems: (seq, first, exchangeSeqs) => {
      exchangeSeqs.forEach((exchange, index) => addItem.run(seq, first + index, exchange))
    },
    save: (seq, { state, total, made, refused: refusals, problem, endedAt }) => {
      save.run(state, total, made, refusals, problem, endedAt, seq)
    },
    refuse: (seq, number, problem) => {
      refuse.run(problem, seq, number)
    },
    find: (seq) => {
      const row = find.get(seq)
      return row ? fromRow(row) : null
    },
    list: (before, limit) => list.all(before, limit).map(fromRow),
    open: () => open.all().map(fromRow),
    items: (seq, from, limit) =>
      items.all(seq, from, limit).map(({ number, seq: exchange, tail, direction, at }) => ({
        number,
        exchangeId: exchangeId(exchange, tail, direction),
        at: at ?? 0,
      })),
    failed: (seq, before, limit) => failed.all(seq, before, limit).map((row) => failureOf('failed', row)),
    refused: (seq, before, limit) => refused.all(seq, before, limit).map((row) => failureOf('refused', row)),
  }
}

function fromRow({
  id,
  tail,
  options,
  pending,
  success,
  failed,
  cancelled,
  created_at: createdAt,
  ended_at: endedAt,
  ...row
}: Row): BatchRow {
  return {
    ...row,
    id: { seq: id, tail },
    options: JSON.parse(options) as BatchOptions,
    deliveries: { pending, success, failed, cancelled },
    createdAt,
    endedAt,
  }
}

function failureOf(
  kind: BatchFailure['kind'],
  { place, exchange, tail, direction, attempt, attempt_tail, ...row }: FailureRow,
): StoredFailure {
  return {
    place,
    kind,
    exchangeId: exchangeId(exchange, tail, direction),
    attemptId: attempt === null || attempt_tail === null ? null : formatId('attempt', { seq: attempt, tail: attempt_tail }),
    type: row.type,
    status: row.status,
    problem: row.problem ?? 'It was not taken.',
  }
}

function exchangeId(seq: number, tail: string | null, direction: Direction | null): string | null {
  return tail === null ? null : formatId(direction === 'in' ? 'capture' : 'attempt', { seq, tail })
}
