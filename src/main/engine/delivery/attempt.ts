import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import type { NetworkError, Timings } from '../../../shared/domain/exchange.ts'
import { KIB, SECOND_MS } from '../../../shared/domain/units.ts'
import type { Clock } from '../clock.ts'
import type { Loopback, OwnAttempt } from '../services.ts'
import type { Connections } from './connections.ts'
import { type Failure, failureOf } from './network-errors.ts'

/**
 * ONE attempt on the wire: no redirect, no retry, no ladder; those belong to the caller.
 *
 * 1. The clock is monotonic and starts before DNS; `timeoutMs` runs to the end of the response head, whatever took the time.
 * 2. The status stands once the head is read; a body that is long, slow or cut is noted and changes nothing.
 * 3. Headers leave as given: order, case and duplicates. Nothing is added as long as they hold Connection and, with a body, Content-Length.
 * 4. A reset on a reused connection before any response byte is repeated once, at once, on a new connection, and noted.
 * 5. Never throws; `done` is called exactly once, never inside the call that started the attempt.
 */

/** Where a request goes, taken apart once. */
export interface Address {
  readonly isTls: boolean
  readonly hostname: string
  readonly port: number
  /** Host and port as in the Host header. */
  readonly authority: string
  /** Raw request target. */
  readonly path: string
}

export interface WireRequest {
  readonly address: Address
  readonly method: string
  /** Flat list in wire order, complete. */
  readonly headers: readonly string[]
  readonly body: Uint8Array
  readonly timeoutMs: number
  /** Most that is read of the answer's body; 256 KiB unless given. */
  readonly maxResponseBytes?: number
}

interface Observed {
  readonly timings: Timings
  /** `address:port` of the other side; null when there was no connection. */
  readonly remote: string | null
  /** Sentences about what was unusual. */
  readonly notes: readonly string[]
}

export interface Answered extends Observed {
  readonly kind: 'answered'
  readonly status: number
  readonly httpVersion: string
  readonly reasonPhrase: string
  /** Flat lists in wire order. */
  readonly headers: readonly string[]
  readonly trailers: readonly string[]
  /** As much as the request allows, as on the wire, content encoding included. */
  readonly body: Uint8Array
  /** False when the body was longer, slower or cut off. */
  readonly bodyComplete: boolean
}

export interface Unanswered extends Observed {
  readonly kind: 'unanswered'
  readonly error: NetworkError
  /** One sentence. */
  readonly message: string
}

/** Taken off the wire by us: nothing can be said about the other side. */
export interface Interrupted extends Observed {
  readonly kind: 'interrupted'
}

export type Outcome = Answered | Unanswered | Interrupted

export const MAX_RESPONSE_BYTES = 256 * KIB
const BODY_TIMEOUT_MS = 5 * SECOND_MS
const MAX_HEAD_BYTES = 64 * KIB
const EMPTY = new Uint8Array(0)

/** What an attempt needs around it. */
export interface Surroundings {
  readonly clock: Clock
  readonly connections: Connections
  /** Knows the attempt by its socket while it is on the wire. */
  readonly loopback: Pick<Loopback, 'set' | 'clear'>
}

/** Starts one attempt; the returned function takes it off the wire (`interrupted`), and does nothing once it is over. */
export function startAttempt(request: WireRequest, own: OwnAttempt, around: Surroundings, done: (outcome: Outcome) => void): () => void {
  const { clock, connections, loopback } = around
  const maxResponseBytes = request.maxResponseBytes ?? MAX_RESPONSE_BYTES
  const startedAt = clock.monotonic()
  const notes: string[] = []
  let isOver = false
  let req: ClientRequest | undefined
  let localAddress: string | undefined
  let remote: string | null = null
  let isConnected = false
  let hasRepeated = false
  let bytesBefore = 0
  let dnsMs: number | undefined
  let connectMs: number | undefined
  let tlsMs: number | undefined
  let sentMs: number | undefined
  let firstByteMs: number | undefined
  let cancelTimer = clock.after(request.timeoutMs, timeOut)

  function elapsed(): number {
    // Whole microseconds: more digits would only be noise in what is stored.
    return Math.round((clock.monotonic() - startedAt) * 1_000) / 1_000
  }

  function send(pool: Connections['reusing' | 'fresh']): void {
    const { address } = request
    const options = {
      agent: address.isTls ? pool.https : pool.http,
      host: address.hostname,
      port: address.port,
      method: request.method,
      path: address.path,
      headers: request.headers,
      setHost: false,
      maxHeaderSize: MAX_HEAD_BYTES,
    }
    try {
      req = address.isTls ? requestHttps(options) : requestHttp(options)
    } catch (error) {
      const failure = failureOf(error, address.authority)
      setImmediate(fail, { ...failure, error: 'unsendable' })
      return
    }
    req.on('socket', takeSocket)
    req.on('finish', () => {
      sentMs = elapsed()
    })
    req.on('information', forgetFirstByte)
    req.on('response', readAnswer)
    req.on('upgrade', refuseUpgrade)
    req.on('error', onError)
    req.end(request.body.length > 0 ? request.body : undefined)
  }

  function takeSocket(socket: Socket): void {
    if (isOver) return
    bytesBefore = socket.bytesRead
    socket.prependOnceListener('data', markFirstByte)
    if (!socket.connecting) return register(socket)
    socket.once('lookup', () => {
      dnsMs ??= elapsed()
    })
    socket.once('connect', () => {
      connectMs = elapsed()
      register(socket)
    })
    if (request.address.isTls) {
      socket.once('secureConnect', () => {
        tlsMs = elapsed()
      })
    }
  }

  /** Runs before a byte of the request leaves, so that an own receiver knows the attempt. */
  function register(socket: Socket): void {
    if (isOver) return
    isConnected = true
    localAddress = `${socket.localAddress}:${socket.localPort}`
    loopback.set(localAddress, own)
    remote =
      socket.remoteFamily === 'IPv6' ? `[${socket.remoteAddress}]:${socket.remotePort}` : `${socket.remoteAddress}:${socket.remotePort}`
  }

  function markFirstByte(): void {
    firstByteMs ??= elapsed()
  }

  /** 1xx do not count. */
  function forgetFirstByte(): void {
    firstByteMs = undefined
    req?.socket?.prependOnceListener('data', markFirstByte)
  }

  function onError(error: Error): void {
    if (isOver) return
    const failure = failureOf(error, request.address.authority)
    const isStale = failure.error === 'reset' && req?.reusedSocket === true && req.socket?.bytesRead === bytesBefore
    if (!isStale || hasRepeated) return fail(failure)
    hasRepeated = true
    unregister()
    notes.push('The kept connection had been closed by the other side; the request was repeated at once on a new one.')
    isConnected = false
    sentMs = undefined
    send(connections.fresh)
  }

  function timeOut(): void {
    const seconds = request.timeoutMs / SECOND_MS
    fail({
      error: 'timeout',
      message: isConnected ? `No answer within ${seconds} s` : `No connection to ${request.address.authority} within ${seconds} s`,
    })
  }

  function refuseUpgrade(_: IncomingMessage, socket: Socket): void {
    socket.destroy()
    fail({ error: 'unreadable', message: `${request.address.authority} answered 101 Switching Protocols, which was not asked for` })
  }

  function readAnswer(res: IncomingMessage): void {
    if (isOver) return
    cancelTimer()
    cancelTimer = clock.after(BODY_TIMEOUT_MS, () =>
      cut(res, `The body of the answer had not ended ${BODY_TIMEOUT_MS / SECOND_MS} s after its head.`),
    )
    markFirstByte()
    const pieces: Uint8Array[] = []
    let bytes = 0

    function cut(from: IncomingMessage, note: string): void {
      if (isOver) return
      notes.push(note)
      from.destroy()
      answer(false)
    }

    function answer(isComplete: boolean): void {
      const body = pieces.length === 1 ? (pieces[0] as Uint8Array) : pieces.length === 0 ? EMPTY : Buffer.concat(pieces, bytes)
      // The server answered without reading the request to its end; the connection cannot be used again.
      if (req?.writableFinished !== true) req?.destroy()
      finish({
        kind: 'answered',
        status: res.statusCode ?? 0,
        httpVersion: res.httpVersion,
        reasonPhrase: res.statusMessage ?? '',
        headers: res.rawHeaders,
        trailers: res.rawTrailers,
        body,
        bodyComplete: isComplete,
        ...observe(),
      })
    }

    res.on('data', (piece: Uint8Array) => {
      if (isOver) return
      const room = maxResponseBytes - bytes
      pieces.push(piece.length > room ? piece.subarray(0, room) : piece)
      bytes += Math.min(piece.length, room)
      if (piece.length > room) cut(res, `The body of the answer was longer than ${maxResponseBytes / KIB} KiB; the rest was not read.`)
    })
    res.on('end', () => {
      if (!isOver) answer(true)
    })
    res.on('error', () => cut(res, 'The connection broke before the body of the answer had ended.'))
  }

  function observe(): Observed {
    const timings: { -readonly [K in keyof Timings]: Timings[K] } = {}
    if (dnsMs !== undefined) timings.dnsMs = dnsMs
    if (connectMs !== undefined) timings.connectMs = connectMs
    if (tlsMs !== undefined) timings.tlsMs = tlsMs
    if (sentMs !== undefined) timings.sentMs = sentMs
    if (firstByteMs !== undefined) timings.firstByteMs = firstByteMs
    timings.totalMs = elapsed()
    return { timings, remote, notes }
  }

  function fail(failure: Failure): void {
    if (isOver) return
    finish({ kind: 'unanswered', error: failure.error, message: failure.message, ...observe() })
    req?.destroy()
  }

  function unregister(): void {
    if (localAddress !== undefined) loopback.clear(localAddress)
    localAddress = undefined
  }

  function finish(outcome: Outcome): void {
    isOver = true
    cancelTimer()
    unregister()
    done(outcome)
  }

  send(connections.reusing)
  return () => {
    if (isOver) return
    finish({ kind: 'interrupted', ...observe() })
    req?.destroy()
  }
}
