import { STATUS_CODES } from 'node:http'
import { flattenHeaders, type RawHeaders } from '../../../shared/domain/http-message.ts'
import { belongsToConnection } from '../../../shared/domain/replay-headers.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import { INLINE_BYTES } from '../store/bodies.ts'
import type { AnswerRow } from '../store/captures.ts'

/** Said in `Keep-Alive`, so that senders let go of a connection before we do. */
export const KEEP_ALIVE_SECONDS = 5

/** An answer with everything made that can be made before a request comes. */
export interface PreparedAnswer {
  readonly status: number
  readonly reason: string
  readonly delayMs: number
  readonly body: Buffer
  /** The same as latin1: text leaves in one write with its head, bytes in one of their own. */
  readonly text: string
  /** The headers of this second, complete: Node adds none. */
  head(nowMs: number, keepAlive: boolean): AnswerHead
}

export interface AnswerHead {
  /** Node's flat list. */
  readonly flat: readonly string[]
  /** The same as JSON, as it is stored. */
  readonly json: string
}

/**
 * `headers` are the answer's own; framing and connection headers among them are left out, they are ours to write.
 * `contentLength`: said instead of the body's length, of an answer to HEAD; null says none.
 */
export function prepareAnswer(answer: {
  readonly status: number
  readonly reason?: string
  readonly headers: RawHeaders
  readonly body: string | Buffer
  readonly contentLength?: string | null
  readonly delayMs?: number
}): PreparedAnswer {
  const mayHaveBody = answer.status !== 204 && answer.status !== 304
  const body = mayHaveBody ? Buffer.from(answer.body) : Buffer.alloc(0)
  const contentLength = answer.contentLength === undefined ? String(body.length) : answer.contentLength
  const own = answer.headers.filter(([name]) => !belongsToConnection(name) && name.toLowerCase() !== 'content-length')
  const hasDate = own.some(([name]) => name.toLowerCase() === 'date')
  const heads: { kept: AnswerHead | null; closed: AnswerHead | null; second: number } = { kept: null, closed: null, second: -1 }

  function render(second: number, keepAlive: boolean): AnswerHead {
    const headers: [string, string][] = own.map(([name, value]) => [name, value])
    if (!hasDate) headers.push(['Date', new Date(second * SECOND_MS).toUTCString()])
    if (keepAlive) headers.push(['Connection', 'keep-alive'], ['Keep-Alive', `timeout=${KEEP_ALIVE_SECONDS}`])
    else headers.push(['Connection', 'close'])
    if (mayHaveBody && contentLength !== null) headers.push(['Content-Length', contentLength])
    const flat = flattenHeaders(headers)
    return { flat, json: JSON.stringify(flat) }
  }

  return {
    status: answer.status,
    reason: answer.reason ?? STATUS_CODES[answer.status] ?? 'Unknown',
    delayMs: answer.delayMs ?? 0,
    body,
    text: body.toString('latin1'),
    head: (nowMs, keepAlive) => {
      const second = Math.floor(nowMs / SECOND_MS)
      if (second !== heads.second) {
        heads.second = second
        heads.kept = null
        heads.closed = null
      }
      if (keepAlive) return (heads.kept ??= render(second, true))
      return (heads.closed ??= render(second, false))
    },
  }
}

/** An answer of the receiver itself: a short JSON body. */
export function prepareJson(status: number, body: Readonly<Record<string, unknown>>, headers: RawHeaders = []): PreparedAnswer {
  return prepareAnswer({ status, headers: [['Content-Type', 'application/json'], ...headers], body: JSON.stringify(body) })
}

/** How an answer is stored. Bodies over 16 KiB go to chunks: `body` is null then. */
export function answerRow(answer: PreparedAnswer, head: AnswerHead, withBody: boolean): AnswerRow {
  const bodyBytes = withBody ? answer.body.length : 0
  return {
    status: answer.status,
    statusLine: `HTTP/1.1 ${answer.status} ${answer.reason}`,
    headers: head.json,
    body: bodyBytes > 0 && bodyBytes <= INLINE_BYTES ? answer.body : null,
    bodyBytes,
  }
}

/** The answer as bytes, for connections that Node's response does not serve (any more). */
export function answerBytes(answer: PreparedAnswer, head: AnswerHead): Buffer {
  let text = `HTTP/1.1 ${answer.status} ${answer.reason}\r\n`
  for (let i = 0; i + 1 < head.flat.length; i += 2) text += `${head.flat[i]}: ${head.flat[i + 1]}\r\n`
  return Buffer.concat([Buffer.from(`${text}\r\n`, 'latin1'), answer.body])
}

const RETRY_SOON: RawHeaders = [['Retry-After', '1']]

export const PAUSED = prepareJson(503, { error: 'This receiver is paused.' }, RETRY_SOON)
export const NOT_STORED = prepareJson(503, { error: 'The request could not be stored. Send it again.' }, RETRY_SOON)
export const NO_TUNNEL = prepareJson(405, { error: 'Hookscope captures requests; it makes no tunnels.' })
