import type { Database } from 'better-sqlite3'
import type { Direction } from '../../../shared/domain/exchange.ts'
import { formatId, type RowId } from '../../../shared/domain/ids.ts'
import type { BatchState, BatchView, ReplayOptions } from '../../../shared/domain/replay.ts'

/** How a batch sends, as stored; its secret is sealed under the batch's id. */
export interface BatchOptions extends ReplayOptions {
  readonly rate?: number
  readonly speed?: number
}

export interface BatchRow {
  readonly id: RowId
  /** `choosing` while its items are being written. */
  readonly state: BatchState | 'choosing'
  readonly options: BatchOptions
  readonly place: string
  readonly total: number
  readonly made: number
  readonly refused: number
  readonly problem: string | null
  readonly createdAt: number
}

/** One exchange whose turn it is. */
export interface BatchItem {
  /** As people see it; null when it was removed. */
  readonly exchangeId: string | null
  /** When it happened; ms since 1970, 0 when it was removed. */
  readonly at: number
}

/** SQL of batches. What changes rows is called inside a writer's write. */
export interface Batches {
  insert(batch: BatchRow): void
  /** Adds items at these numbers, one after the other. */
  addItems(seq: number, first: number, exchangeSeqs: readonly number[]): void
  save(seq: number, changes: Pick<BatchRow, 'state' | 'total' | 'made' | 'refused' | 'problem'>): void
  find(seq: number): BatchRow | null
  /** Newest first. */
  list(limit: number): BatchRow[]
  /** Those that an earlier run left running or paused. */
  open(): BatchRow[]
  /** Forgets those whose items were never written whole. */
  dropUnfinished(): void
  items(seq: number, from: number, limit: number): BatchItem[]
  deliveries(seq: number): BatchView['deliveries']
}

interface Row {
  readonly id: number
  readonly tail: string
  readonly state: BatchRow['state']
  readonly options: string
  readonly place: string
  readonly total: number
  readonly made: number
  readonly refused: number
  readonly problem: string | null
  readonly created_at: number
}

export function createBatches(db: Database): Batches {
  const insert = db.prepare(
    'INSERT INTO batch (id, tail, state, options, place, total, made, refused, problem, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const addItem = db.prepare('INSERT INTO batch_item (batch_id, number, exchange_id) VALUES (?, ?, ?)')
  const save = db.prepare('UPDATE batch SET state = ?, total = ?, made = ?, refused = ?, problem = ? WHERE id = ?')
  const find = db.prepare<[number], Row>('SELECT * FROM batch WHERE id = ?')
  const list = db.prepare<[number], Row>("SELECT * FROM batch WHERE state <> 'choosing' ORDER BY id DESC LIMIT ?")
  const open = db.prepare<[], Row>("SELECT * FROM batch WHERE state IN ('running', 'paused') ORDER BY id")
  const dropItems = db.prepare("DELETE FROM batch_item WHERE batch_id IN (SELECT id FROM batch WHERE state = 'choosing')")
  const drop = db.prepare("DELETE FROM batch WHERE state = 'choosing'")
  const items = db.prepare<[number, number, number], { seq: number; tail: string | null; direction: Direction | null; at: number | null }>(
    `SELECT exchange_id AS seq, tail, direction, at FROM batch_item LEFT JOIN exchange ON exchange.id = exchange_id
     WHERE batch_id = ? AND number >= ? ORDER BY number LIMIT ?`,
  )
  const states = db.prepare<[number], { state: keyof BatchView['deliveries']; count: number }>(
    'SELECT state, count(*) AS count FROM delivery WHERE batch_id = ? GROUP BY state',
  )

  return {
    insert: ({ id, state, options, place, total, made, refused, problem, createdAt }) => {
      insert.run(id.seq, id.tail, state, JSON.stringify(options), place, total, made, refused, problem, createdAt)
    },
    addItems: (seq, first, exchangeSeqs) => {
      exchangeSeqs.forEach((exchange, index) => addItem.run(seq, first + index, exchange))
    },
    save: (seq, { state, total, made, refused, problem }) => {
      save.run(state, total, made, refused, problem, seq)
    },
    find: (seq) => {
      const row = find.get(seq)
      return row ? fromRow(row) : null
    },
    list: (limit) => list.all(limit).map(fromRow),
    open: () => open.all().map(fromRow),
    dropUnfinished: () => {
      dropItems.run()
      drop.run()
    },
    items: (seq, from, limit) =>
      items.all(seq, from, limit).map(({ seq: exchange, tail, direction, at }) => ({
        exchangeId: tail === null ? null : formatId(direction === 'in' ? 'capture' : 'attempt', { seq: exchange, tail }),
        at: at ?? 0,
      })),
    deliveries: (seq) => {
      const counts = { pending: 0, success: 0, failed: 0, cancelled: 0 }
      for (const { state, count } of states.all(seq)) counts[state] = count
      return counts
    },
  }
}

function fromRow({ id, tail, options, created_at: createdAt, ...row }: Row): BatchRow {
  return { ...row, id: { seq: id, tail }, options: JSON.parse(options) as BatchOptions, createdAt }
}
