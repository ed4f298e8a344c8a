import type { Direction, ExchangeState } from '../../../../shared/domain/exchange.ts'
import { firstHeader, pairHeaders, type RawHeaders } from '../../../../shared/domain/http-message.ts'
import { KIB, MIB } from '../../../../shared/domain/units.ts'
import { splitEncodings } from './decode-body.ts'
import { decodeStart } from './decode-start.ts'
import type { Statements } from './statements.ts'
import { storedBodies } from './stored-body.ts'

/** So much of a decoded body is read where every row is. */
export const SCANNED_BYTES = MIB

/** What search looks at in an exchange. Bodies are decoded and cut off; those that are no text are empty. */
export interface SearchedText {
  /** Event id and type, path, url, headers and trailers. */
  readonly head: string
  readonly request: string
  readonly response: string
  /** Note and tags. */
  readonly note: string
}

/** An exchange as search sees it. */
export interface Searched {
  readonly state: ExchangeState
  readonly direction: Direction
  /** Sequence; null when unmatched, and for attempts. */
  readonly inbox: number | null
  readonly eventId: string | null
  readonly requestBytes: number
  text(maxBytes: number): SearchedText
  /** The beginning of the request's body as it is stored. */
  stored(maxBytes: number): Uint8Array
}

export interface SearchedTexts {
  /** In the order asked; null where there is no such exchange. One query for all: a fifth of what each for itself takes. */
  read(seqs: readonly number[]): (Searched | null)[]
  /** The request's body as it was written; null when it is no text. */
  request(seq: number, maxBytes: number): string | null
}

interface SearchedRow {
  readonly id: number
  readonly direction: Direction
  readonly state: ExchangeState
  readonly inbox: number | null
  readonly type: string | null
  readonly eventId: string | null
  readonly path: string
  readonly requestBytes: number
  readonly responseBytes: number
  readonly url: string | null
  readonly requestHeaders: string | null
  readonly requestTrailers: string | null
  readonly requestBody: Uint8Array | null
  readonly responseHeaders: string | null
  readonly responseTrailers: string | null
  readonly responseBody: Uint8Array | null
  readonly note: string | null
  readonly tags: string | null
}

// Most attempts send an event's body as it is.
const SEARCHED = `SELECT exchange.id, exchange.direction, exchange.state, exchange.inbox_id AS inbox, exchange.type, exchange.event_id AS eventId, exchange.path,
  exchange.request_bytes AS requestBytes, exchange.response_bytes AS responseBytes, message.url,
  message.request_headers AS requestHeaders, message.request_trailers AS requestTrailers, coalesce(message.request_body, event.body) AS requestBody,
  message.response_headers AS responseHeaders, message.response_trailers AS responseTrailers, message.response_body AS responseBody,
  note.text AS note, note.tags
FROM json_each(?) AS asked CROSS JOIN exchange ON exchange.id = asked.value LEFT JOIN message ON message.exchange_id = exchange.id
  LEFT JOIN event ON event.id = message.body_of LEFT JOIN note ON note.exchange_id = exchange.id`

const NO_BYTES = new Uint8Array(0)

/** Reads what search looks at. */
export function searchedTexts(statements: Statements): SearchedTexts {
  const bodies = storedBodies(statements)
  const select = statements<SearchedRow>(SEARCHED)

  /** Most bodies stand in the row that was read; the others are looked for. */
  function stored(row: SearchedRow, side: 'request' | 'response', maxBytes: number): Uint8Array {
    const inline = side === 'request' ? row.requestBody : row.responseBody
    if (inline) return inline.subarray(0, maxBytes)
    // Of an attempt only its event knows whether it has a body.
    const isEmpty = side === 'request' ? row.direction === 'in' && row.requestBytes === 0 : row.responseBytes === 0
    const found = isEmpty ? null : bodies.find(row.id, side)
    return found ? bodies.range(found.body, 0, maxBytes) : NO_BYTES
  }

  function textOf(row: SearchedRow, maxBytes: number): SearchedText {
    const [request, response] = [headersOf(row.requestHeaders), headersOf(row.responseHeaders)]
    const headers = [...request, ...headersOf(row.requestTrailers), ...response, ...headersOf(row.responseTrailers)]
    const head = [
      row.eventId,
      row.type,
      row.url && plainUrl(row.url),
      plainUrl(row.path),
      ...headers.map(([name, value]) => `${name}: ${value}`),
    ]
    return {
      head: head.filter((each) => each !== null).join('\n'),
      request: readable(stored(row, 'request', maxBytes), request, maxBytes),
      response: readable(stored(row, 'response', maxBytes), response, maxBytes),
      note: row.note === null ? '' : [row.note, ...(JSON.parse(row.tags ?? '[]') as string[])].join('\n'),
    }
  }

  return {
    read: (seqs) => {
      const rows = new Map(select.all(JSON.stringify(seqs)).map((row) => [row.id, row]))
      return seqs.map((seq) => {
        const row = rows.get(seq)
        if (!row) return null
        const { state, direction, inbox, eventId, requestBytes } = row
        return {
          state,
          direction,
          inbox,
          eventId,
          requestBytes,
          text: (maxBytes) => textOf(row, maxBytes),
          stored: (maxBytes) => stored(row, 'request', maxBytes),
        }
      })
    },
    request: (seq, maxBytes) => {
      const found = bodies.find(seq, 'request')
      return found && decoded(bodies.range(found.body, 0, maxBytes), headersOf(found.headers), maxBytes)
    },
  }
}

/** Null when it is no text. */
function decoded(stored: Uint8Array, headers: RawHeaders, maxBytes: number): string | null {
  if (stored.length === 0) return null
  const bytes = decodeStart(stored, splitEncodings(firstHeader(headers, 'content-encoding')), maxBytes)
  return bytes && decodeText(bytes, firstHeader(headers, 'content-type') ?? '')
}

function readable(stored: Uint8Array, headers: RawHeaders, maxBytes: number): string {
  const text = decoded(stored, headers, maxBytes)
  return text === null ? '' : unescaped(text, firstHeader(headers, 'content-type') ?? '')
}

function headersOf(json: string | null): RawHeaders {
  return json === null ? [] : pairHeaders(JSON.parse(json) as string[])
}

/** Enough to tell a picture from a text. */
const LOOKED_AT = 4 * KIB

function decodeText(bytes: Uint8Array, contentType: string): string | null {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  if (!/^utf-?16/i.test(charset) && bytes.subarray(0, LOOKED_AT).includes(0)) return null
  if (/^utf-?8$/i.test(charset)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  }
}

/** Form fields and JSON escapes as people read them; where nothing is escaped, the text itself. */
function unescaped(text: string, contentType: string): string {
  if (/x-www-form-urlencoded/i.test(contentType)) return plainForm(text)
  if (!text.includes('\\')) return text
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([nrtbf])|(["\\/]))/g, (_whole, code?: string, space?: string, char?: string) =>
    code === undefined ? (space === undefined ? (char ?? '') : ' ') : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

function plainForm(text: string): string {
  return percentDecoded(text.replaceAll('+', ' '))
}

/** An url as it is, and readable beside it where that differs. */
function plainUrl(url: string): string {
  if (!url.includes('%') && !url.includes('+')) return url
  return `${url}\n${plainForm(url)}`
}

function percentDecoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
}
