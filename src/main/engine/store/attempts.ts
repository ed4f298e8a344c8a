import type { Database } from 'better-sqlite3'
import type { AttemptState, NetworkError, Timings } from '../../../shared/domain/exchange.ts'
import type { RowId } from '../../../shared/domain/ids.ts'
import { type Bodies, INLINE_BYTES, RESPONSE_SIDE } from './bodies.ts'

/** An attempt as it enters the feed. */
export interface AttemptRow {
  readonly id: RowId
  readonly deliverySeq: number
  readonly endpointSeq: number | null
  /** 1, 2, … within its delivery. */
  readonly number: number
  readonly manual: boolean
  readonly at: number
  readonly method: string
  readonly path: string
  readonly type: string | null
  readonly eventId: string | null
  readonly requestBytes: number
}

/** The request of an attempt as it leaves. */
export interface RequestHead {
  readonly url: string
  /** Flat list in wire order. */
  readonly headers: readonly string[]
  readonly bodyOf: number
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly state: Extract<AttemptState, 'settled' | 'interrupted'>
  readonly status: number | null
  readonly error: NetworkError | null
  readonly tookMs: number | null
  readonly response: AttemptResponse | null
  readonly timings: Timings
  readonly remote: string | null
  readonly notes: readonly string[]
}

export interface AttemptResponse {
  readonly statusLine: string
  readonly headers: readonly string[]
  readonly trailers: readonly string[]
  readonly body: Uint8Array
  readonly isComplete: boolean
}

/** One attempt in a delivery's history. */
export interface StoredAttempt {
  readonly id: RowId
  readonly number: number
  readonly state: AttemptState
  readonly manual: boolean
  readonly at: number
  readonly status: number | null
  readonly error: NetworkError | null
  readonly tookMs: number | null
  readonly timings: Timings | null
}

/** SQL of attempts: rows of `exchange` and `message` that go out. All but `history` is called inside a writer's write. */
export interface AttemptRows {
  /** The first attempt of a new delivery, not started. */
  plan(attempt: AttemptRow): void
  /** Starts the planned attempt. */
  startPlanned(attempt: AttemptRow, head: RequestHead): void
  /** Appends an attempt that starts now. */
  startNew(attempt: AttemptRow, head: RequestHead): void
  settle(seq: number, end: AttemptEnd): void
  /** Closes a running attempt that nobody watches any more; its sequence, null when there is none. */
  interruptOf(deliverySeq: number): number | null
  cancelPlanned(deliverySeq: number): void
  /** Number of the next attempt. */
  nextNumber(deliverySeq: number): number
  /** Oldest first. */
  history(deliverySeq: number): StoredAttempt[]
}

export function createAttemptRows(db: Database, bodies: Bodies): AttemptRows {
  const insert = db.prepare(`
    INSERT INTO exchange (id, tail, direction, state, at, method, path, type, event_id, endpoint_id, request_bytes, response_bytes, delivery_id, attempt, manual)
    VALUES (?, ?, 'out', ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`)
  const startPlanned = db.prepare("UPDATE exchange SET state = 'running', at = ?, method = ?, path = ?, manual = ? WHERE id = ?")
  const insertHead = db.prepare("INSERT INTO message (exchange_id, url, http_version, request_headers, body_of) VALUES (?, ?, '1.1', ?, ?)")
  const settle = db.prepare('UPDATE exchange SET state = ?, status = ?, error = ?, took_us = ?, response_bytes = ? WHERE id = ?')
  const settleHead = db.prepare(`
    UPDATE message SET status_line = ?, response_headers = ?, response_trailers = ?, response_body = ?, response_complete = ?, timings = ?, remote = ?, notes = ?
    WHERE exchange_id = ?`)
  const interrupt = db
    .prepare<[number]>("UPDATE exchange SET state = 'interrupted' WHERE delivery_id = ? AND state = 'running' RETURNING id")
    .pluck()
  const cancelPlanned = db.prepare("UPDATE exchange SET state = 'cancelled' WHERE delivery_id = ? AND state = 'planned'")
  const lastNumber = db.prepare<[number]>('SELECT max(attempt) FROM exchange WHERE delivery_id = +?').pluck()
  const history = db.prepare<[number], HistoryRow>(`
    SELECT id, tail, attempt, state, manual, at, status, error, took_us, timings
    FROM exchange LEFT JOIN message ON exchange_id = id WHERE delivery_id = +? ORDER BY id`)

  function insertAs(state: AttemptState, a: AttemptRow): void {
    insert.run(
      a.id.seq,
      a.id.tail,
      state,
      a.at,
      a.method,
      a.path,
      a.type,
      a.eventId,
      a.endpointSeq,
      a.requestBytes,
      a.deliverySeq,
      a.number,
      a.manual ? 1 : 0,
    )
  }

  return {
    plan: (attempt) => insertAs('planned', attempt),
    startPlanned: (attempt, head) => {
      startPlanned.run(attempt.at, attempt.method, attempt.path, attempt.manual ? 1 : 0, attempt.id.seq)
      insertHead.run(attempt.id.seq, head.url, JSON.stringify(head.headers), head.bodyOf)
    },
    startNew: (attempt, head) => {
      insertAs('running', attempt)
      insertHead.run(attempt.id.seq, head.url, JSON.stringify(head.headers), head.bodyOf)
    },
    settle: (seq, { state, status, error, tookMs, response, timings, remote, notes }) => {
      const body = response?.body
      const isInline = body !== undefined && body.length <= INLINE_BYTES
      settle.run(state, status, error, tookMs === null ? null : Math.round(tookMs * 1_000), body?.length ?? 0, seq)
      settleHead.run(
        response?.statusLine ?? null,
        response ? JSON.stringify(response.headers) : null,
        response && response.trailers.length > 0 ? JSON.stringify(response.trailers) : null,
        isInline ? body : null,
        response ? Number(response.isComplete) : null,
        JSON.stringify(timings),
        remote,
        notes.length > 0 ? JSON.stringify(notes) : null,
        seq,
      )
      if (body !== undefined && !isInline) bodies.writeChunks(seq, RESPONSE_SIDE, body)
    },
    interruptOf: (deliverySeq) => (interrupt.get(deliverySeq) as number | undefined) ?? null,
    cancelPlanned: (deliverySeq) => {
      cancelPlanned.run(deliverySeq)
    },
    nextNumber: (deliverySeq) => ((lastNumber.get(deliverySeq) as number | null) ?? 0) + 1,
    history: (deliverySeq) =>
      history.all(deliverySeq).map((row) => ({
        id: { seq: row.id, tail: row.tail },
        number: row.attempt,
        state: row.state,
        manual: row.manual === 1,
        at: row.at,
        status: row.status,
        error: row.error,
        tookMs: row.took_us === null ? null : row.took_us / 1_000,
        timings: row.timings === null ? null : (JSON.parse(row.timings) as Timings),
      })),
  }
}

interface HistoryRow {
  readonly id: number
  readonly tail: string
  readonly attempt: number
  readonly state: AttemptState
  readonly manual: 0 | 1
  readonly at: number
  readonly status: number | null
  readonly error: NetworkError | null
  readonly took_us: number | null
  readonly timings: string | null
}
