import { CHUNK_BYTES, REQUEST_SIDE, RESPONSE_SIDE, type Side } from '../bodies.ts'
import type { Statements } from './statements.ts'

/** Where a body stands: in one row, or in chunks of an owner. */
export interface StoredBody {
  readonly owner: number
  readonly side: Side
  readonly inline: Uint8Array | null
}

/** The bodies of exchanges as they are stored. */
export interface StoredBodies {
  /** The body of one side with that side's headers (JSON flat list); null when there is no such exchange. */
  find(seq: number, side: 'request' | 'response'): { readonly headers: string | null; readonly body: StoredBody } | null
  sizeOf(body: StoredBody): number
  /** In order. */
  pieces(body: StoredBody): Generator<Uint8Array>
  range(body: StoredBody, offset: number, length: number): Uint8Array
}

interface MessageRow {
  readonly headers: string | null
  readonly body: Uint8Array | null
  readonly bodyOf: number | null
}

/** A replay may name an attempt whose own body belongs to its event. */
const MAX_HOPS = 8

export function storedBodies(statements: Statements): StoredBodies {
  const selectRequest = statements<MessageRow>(REQUEST)
  const selectResponse = statements<MessageRow>(RESPONSE)
  const selectEvent = statements<{ body: Uint8Array | null }>('SELECT body FROM event WHERE id = ?')
  const selectChunk = statements<{ bytes: Uint8Array }>('SELECT bytes FROM chunk WHERE owner = ? AND side = ? AND number = ?')
  const selectPart = statements<{ bytes: Uint8Array }>(
    'SELECT substr(bytes, ?, ?) AS bytes FROM chunk WHERE owner = ? AND side = ? AND number = ?',
  )
  const selectLastChunk = statements<{ number: number; bytes: number }>(LAST_CHUNK)

  function requestBody(row: MessageRow, seq: number): StoredBody {
    let body: StoredBody = { owner: seq, side: REQUEST_SIDE, inline: row.body }
    let owner = row.bodyOf
    for (let hop = 0; owner !== null && hop < MAX_HOPS; hop++) {
      const event = selectEvent.get(owner)
      const message = event ? undefined : selectRequest.get(owner)
      body = { owner, side: REQUEST_SIDE, inline: event?.body ?? message?.body ?? null }
      owner = message?.bodyOf ?? null
    }
    return body
  }

  function* pieces(body: StoredBody): Generator<Uint8Array> {
    if (body.inline) return yield body.inline
    for (let number = 0; ; number++) {
      const chunk = selectChunk.get(body.owner, body.side, number)
      if (!chunk) return
      yield chunk.bytes
    }
  }

  return {
    find: (seq, side) => {
      const row = (side === 'request' ? selectRequest : selectResponse).get(seq)
      if (!row) return null
      const body: StoredBody = side === 'request' ? requestBody(row, seq) : { owner: seq, side: RESPONSE_SIDE, inline: row.body }
      return { headers: row.headers, body }
    },
    sizeOf: (body) => {
      if (body.inline) return body.inline.length
      const last = selectLastChunk.get(body.owner, body.side)
      return last ? last.number * CHUNK_BYTES + last.bytes : 0
    },
    pieces,
    range: (body, offset, length) => {
      if (body.inline) return body.inline.subarray(offset, offset + length)
      const parts: Uint8Array[] = []
      const end = offset + length
      for (let at = offset; at < end;) {
        const number = Math.floor(at / CHUNK_BYTES)
        const from = at - number * CHUNK_BYTES
        const wanted = Math.min(CHUNK_BYTES - from, end - at)
        // Cut by SQLite: whole chunks of many large bodies would be garbage faster than it is collected.
        const part = selectPart.get(from + 1, wanted, body.owner, body.side, number)?.bytes
        if (!part) break
        parts.push(part)
        at += part.length
        if (part.length < wanted) break
      }
      const [only] = parts
      return parts.length === 1 && only ? only : Buffer.concat(parts)
    },
  }
}

// A planned attempt has no message yet: its delivery knows the body.
const REQUEST = `SELECT message.request_headers AS headers, message.request_body AS body,
  CASE WHEN message.exchange_id IS NULL THEN delivery.body_of ELSE message.body_of END AS bodyOf
FROM exchange LEFT JOIN message ON message.exchange_id = exchange.id LEFT JOIN delivery ON delivery.id = exchange.delivery_id
WHERE exchange.id = +?`

const RESPONSE = `SELECT message.response_headers AS headers, message.response_body AS body, NULL AS bodyOf
FROM exchange LEFT JOIN message ON message.exchange_id = exchange.id WHERE exchange.id = +?`

const LAST_CHUNK = 'SELECT number, length(bytes) AS bytes FROM chunk WHERE owner = ? AND side = ? ORDER BY number DESC LIMIT 1'
