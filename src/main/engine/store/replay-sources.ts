import type { Database } from 'better-sqlite3'
import type { Direction, ExchangeState } from '../../../shared/domain/exchange.ts'
import { pairHeaders, type RawHeaders } from '../../../shared/domain/http-message.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { schemeFromText } from './scheme-text.ts'

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
  /** Raw request target of a capture after its inbox's prefix, query included; of an attempt the query alone. */
  readonly rest: string
  /** Scheme that verified the capture or signed the attempt; null: none did. */
  readonly scheme: SchemeChoice | null
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
  readonly path: string
  readonly inbox_path: string | null
  readonly scheme: string | null
}

/** The request of one exchange; null when there is no exchange of that id. A planned attempt has no headers yet. */
export function selectReplaySource(db: Database, id: { readonly seq: number; readonly tail: string }): ReplaySource | null {
  const row = db
    .prepare<[number], Row>(
      `SELECT x.tail, x.direction, x.state, x.method, x.type, x.event_id, request_headers, request_trailers, message.body_of, x.request_bytes,
         x.path, inbox.path AS inbox_path, coalesce(delivery.scheme, endpoint.scheme, inbox.scheme) AS scheme
       FROM exchange AS x LEFT JOIN message ON exchange_id = x.id LEFT JOIN inbox ON inbox.id = x.inbox_id
         LEFT JOIN delivery ON delivery.id = x.delivery_id AND x.direction = 'out' LEFT JOIN endpoint ON endpoint.id = x.endpoint_id
       WHERE x.id = ?`,
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
    rest: restOf(row),
    scheme: schemeFromText(row.scheme),
  }
}

function restOf({ path, inbox_path: prefix }: Row): string {
  if (prefix !== null && path.startsWith(prefix)) return path.slice(prefix.length)
  const query = path.indexOf('?')
  return query < 0 ? '' : path.slice(query)
}
