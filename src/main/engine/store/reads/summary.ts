import type { DeliveryState, Direction, ExchangeState, ExchangeSummary, NetworkError } from '../../../../shared/domain/exchange.ts'
import { formatId, type IdPrefix } from '../../../../shared/domain/ids.ts'
import { noteOf, type NoteRow } from '../notes.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'

export const SUMMARY_COLUMNS = `exchange.id, exchange.tail, exchange.direction, exchange.state, exchange.at, exchange.method, exchange.path,
  exchange.type, exchange.event_id AS eventId, exchange.verdict, exchange.status, exchange.error, exchange.took_us AS tookUs,
  exchange.request_bytes AS requestBytes, exchange.response_bytes AS responseBytes, exchange.attempt, exchange.imported,
  note.text, note.pinned, note.tags,
  inbox.id AS inboxSeq, inbox.tail AS inboxTail, inbox.path AS inboxPath,
  endpoint.id AS endpointSeq, endpoint.tail AS endpointTail, endpoint.name AS endpointName,
  delivery.id AS deliverySeq, delivery.tail AS deliveryTail, delivery.url AS deliveryUrl, delivery.state AS deliveryState,
  delivery.due_at AS dueAt,
  max(json_array_length(delivery.policy, '$.delaysMs'), delivery.attempts, exchange.attempt) AS attempts,
  other.id AS otherSeq, other.tail AS otherTail, source.id AS sourceSeq, source.tail AS sourceTail, source.direction AS sourceDirection`

/** One attempt can have made two captures: a reset on a reused connection is repeated once. */
export const SUMMARY_FROM = `FROM exchange
  LEFT JOIN inbox ON inbox.id = exchange.inbox_id
  LEFT JOIN endpoint ON endpoint.id = exchange.endpoint_id
  LEFT JOIN delivery ON delivery.id = exchange.delivery_id
  LEFT JOIN exchange AS other ON other.id = CASE exchange.direction
    WHEN 'in' THEN exchange.attempt_id
    ELSE (SELECT max(made.id) FROM exchange AS made WHERE made.attempt_id = exchange.id) END
  LEFT JOIN exchange AS source ON source.id = delivery.source_id
  LEFT JOIN note ON note.exchange_id = exchange.id`

export interface SummaryRow extends NoteRow {
  readonly id: number
  readonly tail: string
  readonly direction: Direction
  readonly state: ExchangeState
  readonly at: number
  readonly method: string
  readonly path: string
  readonly type: string | null
  readonly eventId: string | null
  readonly verdict: Verdict | null
  readonly status: number | null
  readonly error: NetworkError | null
  readonly tookUs: number | null
  readonly requestBytes: number
  readonly responseBytes: number
  readonly attempt: number | null
  readonly imported: 0 | 1
  readonly inboxSeq: number | null
  readonly inboxTail: string | null
  readonly inboxPath: string | null
  readonly endpointSeq: number | null
  readonly endpointTail: string | null
  readonly endpointName: string | null
  readonly deliverySeq: number | null
  readonly deliveryTail: string | null
  readonly deliveryUrl: string | null
  readonly deliveryState: DeliveryState | null
  readonly dueAt: number | null
  readonly attempts: number | null
  readonly otherSeq: number | null
  readonly otherTail: string | null
  readonly sourceSeq: number | null
  readonly sourceTail: string | null
  readonly sourceDirection: Direction | null
}

export function summaryOf(row: SummaryRow): ExchangeSummary {
  return {
    id: formatId(exchangePrefix(row.direction), { seq: row.id, tail: row.tail }),
    direction: row.direction,
    state: row.state,
    at: row.at,
    method: row.method,
    path: row.path,
    type: row.type,
    eventId: row.eventId,
    inboxId: idOf('inbox', row.inboxSeq, row.inboxTail),
    endpointId: idOf('webhook', row.endpointSeq, row.endpointTail),
    place: row.endpointName ?? (row.deliveryUrl === null ? row.inboxPath : hostOf(row.deliveryUrl)),
    verdict: row.verdict,
    status: row.status,
    error: row.error,
    tookMs: row.tookUs === null ? null : row.tookUs / 1000,
    requestBytes: row.requestBytes,
    responseBytes: row.responseBytes,
    deliveryId: idOf('delivery', row.deliverySeq, row.deliveryTail),
    deliveryState: row.deliveryState,
    attempt: row.attempt === null || row.attempts === null ? null : { number: row.attempt, of: row.attempts },
    nextAttemptAt: row.dueAt,
    counterpartId: idOf(exchangePrefix(row.direction === 'in' ? 'out' : 'in'), row.otherSeq, row.otherTail),
    replayOf: idOf(exchangePrefix(row.sourceDirection ?? 'in'), row.sourceSeq, row.sourceTail),
    isImported: row.imported === 1,
    note: noteOf(row),
  }
}

export function exchangePrefix(direction: Direction): 'capture' | 'attempt' {
  return direction === 'in' ? 'capture' : 'attempt'
}

function idOf(prefix: IdPrefix, seq: number | null, tail: string | null): string | null {
  return seq === null || tail === null ? null : formatId(prefix, { seq, tail })
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url
}
