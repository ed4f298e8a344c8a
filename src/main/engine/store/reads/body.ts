import { firstHeader, pairHeaders } from '../../../../shared/domain/http-message.ts'
import { CHUNK_BYTES, REQUEST_SIDE, RESPONSE_SIDE, type Side } from '../bodies.ts'
import { decodeRange, splitEncodings } from './decode-body.ts'
import type { Implemented, ReadContext } from './read-context.ts'

export interface BodyReads {
  /** A range of a body, as stored or with its Content-Encoding undone; null when there is no such exchange. */
  body(query: { seq: number; side: 'request' | 'response'; offset: number; length: number; decoded: boolean }): BodyRange | null
}

export interface BodyRange {
  readonly bytes: Uint8Array
  /** Of the whole body in this form; null when the decoded size is not known. */
  readonly totalBytes: number | null
  /** What was undone, `gzip`; null when nothing was. */
  readonly encoding: string | null
  /** Why it could not be decoded, or not to the end; one sentence. */
  readonly problem: string | null
}

/** Where a body stands: in one row, or in chunks of an owner. */
interface StoredBody {
  readonly owner: number
  readonly side: Side
  readonly inline: Uint8Array | null
}

interface MessageRow {
  readonly headers: string | null
  readonly body: Uint8Array | null
  readonly bodyOf: number | null
}

/** A replay may name an attempt whose own body belongs to its event. */
const MAX_HOPS = 8

export function bodyReads({ statements }: ReadContext): Implemented<BodyReads> {
  function requestBody(row: MessageRow, seq: number): StoredBody {
    let body: StoredBody = { owner: seq, side: REQUEST_SIDE, inline: row.body }
    let owner = row.bodyOf
    for (let hop = 0; owner !== null && hop < MAX_HOPS; hop++) {
      const event = statements<{ body: Uint8Array | null }>('SELECT body FROM event WHERE id = ?').get(owner)
      const message = event ? undefined : statements<MessageRow>(REQUEST).get(owner)
      body = { owner, side: REQUEST_SIDE, inline: event?.body ?? message?.body ?? null }
      owner = message?.bodyOf ?? null
    }
    return body
  }

  function sizeOf(body: StoredBody): number {
    if (body.inline) return body.inline.length
    const last = statements<{ number: number; bytes: number }>(LAST_CHUNK).get(body.owner, body.side)
    return last ? last.number * CHUNK_BYTES + last.bytes : 0
  }

  function* pieces(body: StoredBody, from = 0): Generator<Uint8Array> {
    if (body.inline) return yield body.inline
    for (let number = from; ; number++) {
      const chunk = statements<{ bytes: Uint8Array }>('SELECT bytes FROM chunk WHERE owner = ? AND side = ? AND number = ?').get(
        body.owner,
        body.side,
        number,
      )
      if (!chunk) return
      yield chunk.bytes
    }
  }

  function storedRange(body: StoredBody, offset: number, length: number): Uint8Array {
    if (body.inline) return body.inline.subarray(offset, offset + length)
    const first = Math.floor(offset / CHUNK_BYTES)
    const skipped = offset - first * CHUNK_BYTES
    const parts: Uint8Array[] = []
    let have = 0
    for (const piece of pieces(body, first)) {
      if (have >= skipped + length) break
      parts.push(piece)
      have += piece.length
    }
    return Buffer.concat(parts).subarray(skipped, skipped + length)
  }

  return {
    body: ({ seq, side, offset, length, decoded }) => {
      const row = statements<MessageRow>(side === 'request' ? REQUEST : RESPONSE).get(seq)
      if (!row) return null
      const body: StoredBody = side === 'request' ? requestBody(row, seq) : { owner: seq, side: RESPONSE_SIDE, inline: row.body }
      const encodings = decoded
        ? splitEncodings(
            row.headers === null ? undefined : firstHeader(pairHeaders(JSON.parse(row.headers) as string[]), 'content-encoding'),
          )
        : []
      if (encodings.length > 0)
        return decodeRange(() => pieces(body), encodings, {
          offset,
          length,
          storedBytes: sizeOf(body),
          stored: () => storedRange(body, offset, length),
        })
      return { bytes: storedRange(body, offset, length), totalBytes: sizeOf(body), encoding: null, problem: null }
    },
  }
}

// A planned attempt has no message yet: its delivery knows the body.
const REQUEST = `SELECT message.request_headers AS headers, message.request_body AS body,
  CASE WHEN message.exchange_id IS NULL THEN delivery.body_of ELSE message.body_of END AS bodyOf
FROM exchange LEFT JOIN message ON message.exchange_id = exchange.id LEFT JOIN delivery ON delivery.id = exchange.delivery_id
WHERE exchange.id = ?`

const RESPONSE = `SELECT message.response_headers AS headers, message.response_body AS body, NULL AS bodyOf
FROM exchange LEFT JOIN message ON message.exchange_id = exchange.id WHERE exchange.id = ?`

const LAST_CHUNK = 'SELECT number, length(bytes) AS bytes FROM chunk WHERE owner = ? AND side = ? ORDER BY number DESC LIMIT 1'
