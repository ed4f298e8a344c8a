import type { Database } from 'better-sqlite3'
import type { EventIdentity } from '../../../shared/domain/event-identity.ts'
import type { CaptureState } from '../../../shared/domain/exchange.ts'
import type { RowId } from '../../../shared/domain/ids.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'

/** The answer of a capture as it goes on the wire. */
export interface AnswerRow {
  readonly status: number
  /** `HTTP/1.1 200 OK` */
  readonly statusLine: string
  /** JSON flat list. */
  readonly headers: string
  /** Body as sent; null when it is empty or stands in chunks. */
  readonly body: Buffer | null
  readonly bodyBytes: number
}

/** A capture as it is first stored. */
export interface CaptureRow {
  readonly id: RowId
  readonly state: CaptureState
  /** Arrival, ms since 1970. */
  readonly at: number
  readonly method: string
  /** Raw request target. */
  readonly path: string
  readonly type: string | null
  readonly eventId: string | null
  readonly inboxSeq: number | null
  readonly verdict: Verdict | null
  /** µs from arrival to the answer decided; null while there is none. */
  readonly tookUs: number | null
  readonly requestBytes: number
  /** Own attempt that made this request. */
  readonly attemptSeq: number | null
  /** `1.1`; empty when the request could not be read. */
  readonly httpVersion: string
  /** JSON flat list. */
  readonly requestHeaders: string
  readonly requestTrailers: string | null
  /** Up to 16 KiB; null when it is empty or stands in chunks. */
  readonly requestBody: Buffer | null
  /** null when no answer was decided (yet). */
  readonly answer: AnswerRow | null
  readonly verification: string | null
  /** `127.0.0.1:51324` */
  readonly remote: string
  /** JSON list of sentences; null when none. */
  readonly notes: string | null
}

/** What is known only once the body of a streamed capture has ended. */
export type CaptureEnd = Pick<
  CaptureRow,
  'id' | 'state' | 'type' | 'eventId' | 'verdict' | 'tookUs' | 'requestBytes' | 'requestTrailers' | 'answer' | 'verification' | 'notes'
>

/** SQL of captures. Everything but construction is called inside a writer's write. */
export interface Captures {
  insert(row: CaptureRow): void
  /** More of a body has been stored. */
  grow(seq: number, requestBytes: number): void
  end(row: CaptureEnd): void
  /** The answer that a forward target gave. */
  setAnswer(seq: number, answer: AnswerRow, tookUs: number): void
  /** What its body says it is about, read after the capture. */
  identify(seq: number, identity: EventIdentity): void
  markAborted(seq: number): void
  /** Every capture of this run up to `through` has had its answer sent or aborted. */
  moveAnsweredThrough(run: number, through: number): void
  /** Ends what an earlier run left in `receiving`; `note` says so on each. */
  sweepUnfinished(note: string): void
}

export function createCaptures(db: Database): Captures {
  const insertExchange = db.prepare(
    `INSERT INTO exchange (id, tail, direction, state, at, method, path, type, event_id, inbox_id, verdict, status, took_us,
       request_bytes, response_bytes, attempt_id) VALUES (?, ?, 'in', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertMessage = db.prepare(
    `INSERT INTO message (exchange_id, http_version, request_headers, request_trailers, request_body, status_line, response_headers,
       response_body, response_complete, verification, remote, notes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const growExchange = db.prepare('UPDATE exchange SET request_bytes = ? WHERE id = ?')
  const endExchange = db.prepare(
    `UPDATE exchange SET state = ?, type = ?, event_id = ?, verdict = ?, status = ?, took_us = ?, request_bytes = ?, response_bytes = ?
     WHERE id = ?`,
  )
  const endMessage = db.prepare(
    `UPDATE message SET request_trailers = ?, status_line = ?, response_headers = ?, response_body = ?, response_complete = ?,
       verification = ?, notes = ? WHERE exchange_id = ?`,
  )
  const answerExchange = db.prepare('UPDATE exchange SET status = ?, response_bytes = ?, took_us = ? WHERE id = ?')
  const answerMessage = db.prepare(
    'UPDATE message SET status_line = ?, response_headers = ?, response_body = ?, response_complete = 1 WHERE exchange_id = ?',
  )
  const identify = db.prepare('UPDATE exchange SET type = ?, event_id = ? WHERE id = ?')
  const abort = db.prepare("UPDATE exchange SET answer = 'aborted' WHERE id = ?")
  const moveThrough = db.prepare('UPDATE run SET answered_through = ? WHERE id = ?')
  // Word for word the condition of the index exchange_receiving, else SQLite does not use it.
  const selectReceiving = db.prepare("SELECT id FROM exchange WHERE state = 'receiving'").pluck() as { all(): unknown[] }
  const endUnfinished = db.prepare("UPDATE exchange SET state = 'incomplete' WHERE id = ?")
  const noteUnfinished = db.prepare('UPDATE message SET notes = ? WHERE exchange_id = ?')

  return {
    insert: (row) => {
      const { answer } = row
      insertExchange.run(
        row.id.seq,
        row.id.tail,
        row.state,
        row.at,
        row.method,
        row.path,
        row.type,
        row.eventId,
        row.inboxSeq,
        row.verdict,
        answer ? answer.status : null,
        row.tookUs,
        row.requestBytes,
        answer ? answer.bodyBytes : 0,
        row.attemptSeq,
      )
      insertMessage.run(
        row.id.seq,
        row.httpVersion,
        row.requestHeaders,
        row.requestTrailers,
        row.requestBody,
        answer ? answer.statusLine : null,
        answer ? answer.headers : null,
        answer ? answer.body : null,
        answer ? 1 : null,
        row.verification,
        row.remote,
        row.notes,
      )
    },
    grow: (seq, requestBytes) => {
      growExchange.run(requestBytes, seq)
    },
    end: (row) => {
      const { answer } = row
      endExchange.run(
        row.state,
        row.type,
        row.eventId,
        row.verdict,
        answer?.status ?? null,
        row.tookUs,
        row.requestBytes,
        answer?.bodyBytes ?? 0,
        row.id.seq,
      )
      endMessage.run(
        row.requestTrailers,
        answer?.statusLine ?? null,
        answer?.headers ?? null,
        answer?.body ?? null,
        answer ? 1 : null,
        row.verification,
        row.notes,
        row.id.seq,
      )
    },
    setAnswer: (seq, answer, tookUs) => {
      answerExchange.run(answer.status, answer.bodyBytes, tookUs, seq)
      answerMessage.run(answer.statusLine, answer.headers, answer.body, seq)
    },
    identify: (seq, { type, eventId }) => {
      identify.run(type, eventId, seq)
    },
    markAborted: (seq) => {
      abort.run(seq)
    },
    moveAnsweredThrough: (run, through) => {
      moveThrough.run(through, run)
    },
    sweepUnfinished: (note) => {
      const left = selectReceiving.all() as number[]
      const notes = JSON.stringify([note])
      for (const seq of left) {
        endUnfinished.run(seq)
        noteUnfinished.run(notes, seq)
      }
    },
  }
}
