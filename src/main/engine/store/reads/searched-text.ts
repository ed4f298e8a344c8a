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
  /** Path, url, headers and trailers. */
  readonly head: string
  readonly request: string
  readonly response: string
  /** Note and tags. */
  readonly note: string
}

export interface SearchedTexts {
  /** Null when there is no such exchange. */
  read(seq: number, maxBytes: number): SearchedText | null
  /** The request's body as it was written; null when it is no text. */
  request(seq: number, maxBytes: number): string | null
}

interface HeadRow {
  readonly path: string
  readonly url: string | null
  readonly requestHeaders: string | null
  readonly requestTrailers: string | null
  readonly responseHeaders: string | null
  readonly responseTrailers: string | null
  readonly note: string | null
  readonly tags: string | null
}

const HEAD = `SELECT exchange.path, message.url, message.request_headers AS requestHeaders, message.request_trailers AS requestTrailers,
  message.response_headers AS responseHeaders, message.response_trailers AS responseTrailers, note.text AS note, note.tags
FROM exchange LEFT JOIN message ON message.exchange_id = exchange.id LEFT JOIN note ON note.exchange_id = exchange.id WHERE exchange.id = ?`

/** Reads what search looks at. */
export function searchedTexts(statements: Statements): SearchedTexts {
  const bodies = storedBodies(statements)
  const selectHead = statements<HeadRow>(HEAD)

  function body(seq: number, side: 'request' | 'response', maxBytes: number): { text: string; type: string } | null {
    const found = bodies.find(seq, side)
    if (!found) return null
    const headers = headersOf(found.headers)
    const stored = bodies.range(found.body, 0, maxBytes)
    if (stored.length === 0) return null
    const bytes = decodeStart(stored, splitEncodings(firstHeader(headers, 'content-encoding')), maxBytes)
    const type = firstHeader(headers, 'content-type') ?? ''
    const text = bytes === null ? null : decodeText(bytes, type)
    return text === null ? null : { text, type }
  }

  function readable(seq: number, side: 'request' | 'response', maxBytes: number): string {
    const found = body(seq, side, maxBytes)
    return found === null ? '' : unescaped(found.text, found.type)
  }

  return {
    read: (seq, maxBytes) => {
      const row = selectHead.get(seq)
      if (!row) return null
      const headers = [row.requestHeaders, row.requestTrailers, row.responseHeaders, row.responseTrailers].flatMap((each) =>
        headersOf(each).map(([name, value]) => `${name}: ${value}`),
      )
      return {
        head: [...(row.url === null ? [] : [plainUrl(row.url)]), plainUrl(row.path), ...headers].join('\n'),
        request: readable(seq, 'request', maxBytes),
        response: readable(seq, 'response', maxBytes),
        note: row.note === null ? '' : [row.note, ...(JSON.parse(row.tags ?? '[]') as string[])].join('\n'),
      }
    },
    request: (seq, maxBytes) => body(seq, 'request', maxBytes)?.text ?? null,
  }
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
