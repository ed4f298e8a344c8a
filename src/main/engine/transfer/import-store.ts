import { counted } from '../../../shared/domain/counted.ts'
import type { Database } from 'better-sqlite3'
import { capturedUrl, flattenHeaders } from '../../../shared/domain/http-message.ts'
import { formatId } from '../../../shared/domain/ids.ts'
import { CRM_POLICY } from '../../../shared/domain/retry-policy.ts'
import type {
  BundleDelivery,
  BundleEndpoint,
  BundleExchange,
  BundleInbox,
  BundleMessage,
  BundleSharedBody,
} from '../../../shared/domain/transfer/bundle.ts'
import { type Bodies, INLINE_BYTES, REQUEST_SIDE, RESPONSE_SIDE, type Side } from '../store/bodies.ts'
import type { Secrets } from '../store/secrets.ts'
import { verificationToJson } from '../store/verification-json.ts'
import { bodyBytes } from './body-text.ts'
import { ImportRefusal } from './import-problem.ts'
import type { Places } from './places.ts'
import { differs, type ExistingExchange } from './same-exchange.ts'

/** A body whose chunk lines have come. */
export interface ChunkedBody {
  readonly chunks: number
  /** It stood here already, with other bytes. */
  readonly differs: boolean
}

/** Chunks that have come for a record, by side. */
export type Chunked = Readonly<Partial<Record<'request' | 'response', ChunkedBody>>>

/** SQL of what a file brings. All is called inside a writer's write; what cannot be taken in throws `ImportRefusal`. */
export interface ImportStore {
  /** Its secret is the dummy that its captures were signed with anew; null: none. */
  inbox(record: BundleInbox, dummySecret: string | null): void
  endpoint(record: BundleEndpoint): void
  sharedBody(record: BundleSharedBody, place: number | null, chunked: Chunked): void
  delivery(record: BundleDelivery): void
  /** The sequence of the new row; null when the same exchange was here. `place`: where its chunks already stand. */
  exchange(record: BundleExchange, place: number | null, chunked: Chunked): number | null
}

/** An import sends nothing: what waited elsewhere is over here. */
const NOT_SENT_HERE = 'It was still pending where it was exported; an import sends nothing.'

export function createImportStore(
  db: Database,
  parts: { bodies: Bodies; places: Places; secrets: Secrets; now: () => number },
): ImportStore {
  const { bodies, places, secrets, now } = parts
  const insertInbox =
    db.prepare(`INSERT INTO inbox (id, tail, path, scheme, answer, refuse_bad_signatures, is_built_in, created_at, updated_at, deleted_at)
    VALUES (?, ?, ?, ?, '{}', 0, 0, ?, ?, ?)`)
  const insertEndpoint =
    db.prepare(`INSERT INTO endpoint (id, tail, name, url, events, is_active, is_built_in, scheme, headers, policy, concurrency,
      created_at, updated_at, deleted_at) VALUES (?, ?, ?, ?, '["*"]', 0, 0, 'crm', '[]', ?, 1, ?, ?, ?)`)
  const insertEvent = db.prepare(
    'INSERT INTO event (id, tail, type, event_id, tenant_id, at, body_bytes, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const deleteEvent = db.prepare('DELETE FROM event WHERE id = ?')
  const insertDelivery =
    db.prepare(`INSERT INTO delivery (id, tail, body_of, type, event_id, endpoint_id, url, method, scheme, headers, policy, speed,
      source_id, source_changes, state, attempts, rung, interruptions, status, error, last_attempt_at, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const moveDelivery = db.prepare(`UPDATE delivery SET state = ?, attempts = ?, rung = ?, status = ?, error = ?, last_attempt_at = ?
    WHERE id = ? AND state IN ('failed', 'cancelled') AND claimed_by IS NULL AND attempts < ?`)
  const insertExchange =
    db.prepare(`INSERT INTO exchange (id, tail, direction, state, at, method, path, type, event_id, inbox_id, endpoint_id, verdict,
      status, error, took_us, request_bytes, response_bytes, delivery_id, attempt, manual, attempt_id, answer, imported)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`)
  const insertNote = db.prepare('INSERT INTO note (exchange_id, text, pinned, tags, updated_at) VALUES (?, ?, ?, ?, ?)')
  const insertMessage =
    db.prepare(`INSERT INTO message (exchange_id, url, http_version, request_headers, request_trailers, body_of, request_body,
      status_line, response_headers, response_trailers, response_body, response_complete, verification, timings, remote, notes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const selectExisting = db.prepare<[number], ExistingExchange>(`SELECT method, path, state, status, request_bytes AS requestBytes,
      response_bytes AS responseBytes, request_headers AS requestHeaders, request_body AS requestBody, response_headers AS responseHeaders,
      response_body AS responseBody, body_of AS bodyOf FROM exchange LEFT JOIN message ON exchange_id = exchange.id WHERE exchange.id = +?`)

  /** What goes into the row; a larger body that came in one piece becomes chunks here. */
  function placeBody(owner: number, side: Side, body: BundleMessage['body'], chunked: ChunkedBody | undefined): Buffer | null {
    if ('of' in body) return null
    if ('chunks' in body) {
      if (chunked?.chunks !== body.chunks) throw new ImportRefusal('Parts of its body are missing.')
      return null
    }
    const bytes = bodyBytes(body) ?? Buffer.alloc(0)
    if (bytes.length !== body.bytes) throw new ImportRefusal(`Its body has ${counted(bytes.length, 'byte')}, not ${body.bytes}.`)
    if (bytes.length <= INLINE_BYTES) return bytes.length === 0 ? null : bytes
    bodies.writeChunks(owner, side, bytes)
    return null
  }

  function required(table: 'event' | 'exchange' | 'delivery', id: string, what: string): number {
    const found = places.find(table, id)
    if (found === null) throw new ImportRefusal(`${what} ${id} is not in the file.`)
    return found
  }

  function bodyOwner(id: string): number {
    return places.find('event', id) ?? required('exchange', id, 'Its body')
  }

  return {
    inbox: ({ id, path, scheme }, dummySecret) => {
      if (places.find('inbox', id) !== null) return
      const place = places.free(id)
      insertInbox.run(place.seq, place.tail, path, scheme, now(), now(), now())
      if (dummySecret !== null) secrets.put(formatId('inbox', place), dummySecret)
    },

    endpoint: ({ id, name, url }) => {
      if (places.find('endpoint', id) !== null) return
      const place = places.free(id)
      insertEndpoint.run(place.seq, place.tail, name, url, JSON.stringify(CRM_POLICY), now(), now(), now())
    },

    sharedBody: ({ id, type, eventId, tenantId, at, body }, placed, chunked) => {
      if (places.find('event', id) !== null || places.find('exchange', id) !== null) return
      const { seq, tail } = placed === null ? places.free(id) : { seq: placed, tail: id.slice(-13) }
      insertEvent.run(seq, tail, type, eventId, tenantId, at, body.bytes, placeBody(seq, REQUEST_SIDE, body, chunked.request))
    },

    delivery: (record) => {
      const isPending = record.state === 'pending'
      const state = isPending ? 'cancelled' : record.state
      const error = isPending ? (record.error ?? NOT_SENT_HERE) : record.error
      const known = places.find('delivery', record.id)
      if (known !== null) {
        moveDelivery.run(state, record.attempts, record.rung, record.status, error, record.lastAttemptAt, known, record.attempts)
        return
      }
      if ((record.endpointId === null) === (record.url === null)) throw new ImportRefusal(`${record.id} names no target, or two.`)
      const endpoint = record.endpointId === null ? null : places.find('endpoint', record.endpointId)
      if (record.endpointId !== null && endpoint === null) throw new ImportRefusal(`Its endpoint ${record.endpointId} is not in the file.`)
      const place = places.free(record.id)
      insertDelivery.run(
        place.seq,
        place.tail,
        bodyOwner(record.bodyOf),
        record.type,
        record.eventId,
        endpoint,
        record.url,
        record.method,
        record.scheme,
        JSON.stringify(record.policy),
        JSON.stringify(record.speed),
        record.replayOf === null ? null : places.refer('exchange', record.replayOf),
        record.changes.length > 0 ? JSON.stringify(record.changes) : null,
        state,
        record.attempts,
        record.rung,
        record.interruptions,
        record.status,
        error,
        record.lastAttemptAt,
        record.createdAt,
      )
    },

    exchange: (record, placed, chunked) => {
      const known = places.find('exchange', record.id)
      if (known !== null) {
        const existing = selectExisting.get(known)
        if (
          !existing ||
          differs(existing, record, chunked, (side) => bodies.readWhole(known, side === 'request' ? REQUEST_SIDE : RESPONSE_SIDE))
        ) {
          throw new ImportRefusal(`${record.id} is here already with other content, which was left as it is.`)
        }
        return null
      }
      if (
        (record.direction === 'out') !== (record.deliveryId !== null) ||
        (record.direction === 'out') !== record.id.startsWith('attempt_')
      ) {
        throw new ImportRefusal(`${record.id} is neither a capture nor an attempt of a delivery.`)
      }
      if (chunked.request?.differs)
        throw new ImportRefusal(`The body of ${record.id} is here already with other bytes, which were left as they are.`)
      const delivery = record.deliveryId === null ? null : required('delivery', record.deliveryId, 'Its delivery')
      const { body } = record.request
      const owner = 'of' in body ? bodyOwner(body.of) : null
      // A body that outlived its exchange stands under the exchange's own number.
      const kept = owner === null ? places.find('event', record.id) : null
      const { seq, tail } =
        kept !== null || placed !== null ? { seq: kept ?? placed ?? 0, tail: record.id.slice(-13) } : places.free(record.id)
      const { response, timings, tookMs } = record
      insertExchange.run(
        seq,
        tail,
        record.direction,
        record.state,
        record.at,
        record.method,
        record.path,
        record.type,
        record.eventId,
        record.inboxId === null ? null : places.find('inbox', record.inboxId),
        record.endpointId === null ? null : places.find('endpoint', record.endpointId),
        record.verification?.verdict ?? null,
        record.status,
        record.error,
        tookMs === null ? null : Math.round(tookMs * 1_000),
        body.bytes,
        response?.body.bytes ?? 0,
        delivery,
        record.attempt,
        record.manual ? 1 : 0,
        record.madeBy === null ? null : places.refer('exchange', record.madeBy),
        record.answer === 'sent' ? null : record.answer,
      )
      if (kept !== null) deleteEvent.run(kept)
      const { note } = record
      if (note) insertNote.run(seq, note.text, Number(note.pinned), JSON.stringify(note.tags), note.updatedAt)
      if (record.direction === 'out' && record.url === null) return seq
      insertMessage.run(
        seq,
        urlBeside(record),
        record.httpVersion,
        headersJson(record.request.headers),
        trailersJson(record.request.trailers),
        owner,
        kept !== null && 'chunks' in body ? null : requestBody(seq, kept !== null),
        response?.startLine ?? null,
        response ? headersJson(response.headers) : null,
        response ? trailersJson(response.trailers) : null,
        response ? placeBody(seq, RESPONSE_SIDE, response.body, chunked.response) : null,
        response ? Number(response.complete) : null,
        record.verification === null ? null : verificationToJson(record.verification),
        timings === null ? null : JSON.stringify(timings),
        record.remoteAddress,
        record.notes.length > 0 ? JSON.stringify(record.notes) : null,
      )
      return seq

      /** Chunks that a kept body left behind are this one's. */
      function requestBody(own: number, isKept: boolean): Buffer | null {
        if (isKept && body.bytes > INLINE_BYTES) return null
        return placeBody(own, REQUEST_SIDE, body, chunked.request)
      }
    },
  }
}

/** The url as far as nothing else says it: of a capture Host and path do, unless a HAR knew more, such as https. */
function urlBeside({ direction, url, path, request }: BundleExchange): string | null {
  return direction === 'in' && url === capturedUrl(path, request.headers) ? null : url
}

function headersJson(headers: BundleMessage['headers']): string {
  return JSON.stringify(flattenHeaders(headers))
}

function trailersJson(trailers: BundleMessage['trailers']): string | null {
  return trailers.length > 0 ? headersJson(trailers) : null
}
