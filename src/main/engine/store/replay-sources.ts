import type { Database } from 'better-sqlite3'
import type { Direction, ExchangeState } from '../../../shared/domain/exchange.ts'
import { pairHeaders, type RawHeaders } from '../../../shared/domain/http-message.ts'

/** The request of an exchange, as far as a replay needs it. */
export interface ReplaySource {
  readonly direction: Direction
  readonly state: ExchangeState
  readonly method: string
  readonly type: string | null
  readonly eventId: string | null
  readonly headers: RawHeaders
  readonly hasTrailers: boolean
  /** Event or exchange that owns the body. */
  readonly bodyOf: number
  readonly bodyBytes: number
}

interface Row {
  readonly tail: string
  readonly direction: Direction
  readonly state: ExchangeState
  readonly method: string
  readonly type: string | null
  readonly event_id: string | null
  readonly request_headers: string | null
  readonly request_trailers: string | null
  readonly body_of: number | null
  readonly request_bytes: number
}

/** The request of one exchange; null when there is no exchange of that id. A planned attempt has no headers yet. */
export function selectReplaySource(db: Database, id: { readonly seq: number; readonly tail: string }): ReplaySource | null {
  const row = db
    .prepare<[number], Row>(
      `SELECT tail, direction, state, method, type, event_id, request_headers, request_trailers, body_of, request_bytes
       FROM exchange LEFT JOIN message ON exchange_id = id WHERE id = ?`,
    )
    .get(id.seq)
  if (!row || row.tail !== id.tail) return null
  return {
    direction: row.direction,
    state: row.state,
    method: row.method,
    type: row.type,
    eventId: row.event_id,
    headers: row.request_headers === null ? [] : pairHeaders(JSON.parse(row.request_headers) as string[]),
    hasTrailers: row.request_trailers !== null,
    bodyOf: row.body_of ?? id.seq,
    bodyBytes: row.request_bytes,
  }
}
