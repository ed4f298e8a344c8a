import type { Socket } from 'node:net'
import type { Timings } from '../../../shared/domain/exchange.ts'
import { KIB, SECOND_MS } from '../../../shared/domain/units.ts'
import type { Clock } from '../clock.ts'
import type { Loopback, OwnAttempt } from '../services.ts'
import { AnswerBody } from './answer-body.ts'
import { type AnswerHead, UnreadableAnswer } from './answer-framing.ts'
import { type AnswerListener, AnswerParser } from './answer-parser.ts'
import type { Connection, Connections, ConnectionUser } from './connections.ts'
import { type Failure, failureOf } from './network-errors.ts'
import type { Observed, Outcome } from './outcome.ts'
import { requestBytes, type WireRequest } from './request-bytes.ts'

/**
 * ONE attempt on the wire: no redirect, no retry, no ladder; those belong to the caller.
 *
 * 1. The clock is monotonic and starts before DNS; `timeoutMs` runs to the end of the response head, whatever took the time.
 * 2. The status stands once the head is read; a body that is long, slow or cut is noted and changes nothing.
 * 3. Headers leave as given: order, case and duplicates. Nothing is added but Transfer-Encoding to a body without a length.
 * 4. A reset on a reused connection before any response byte is repeated once, at once, on a new connection, and noted.
 * 5. Never throws; `done` is called exactly once, never inside the call that started the attempt.
 */

export const MAX_RESPONSE_BYTES = 256 * KIB
const BODY_TIMEOUT_MS = 5 * SECOND_MS
/** The other side ended the connection, and that is no error of a socket. */
const HUNG_UP = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })

/** What an attempt needs around it. */
export interface Surroundings {
  readonly clock: Clock
  readonly connections: Connections
  /** Knows the attempt by its socket while it is on the wire. */
  readonly loopback: Pick<Loopback, 'set' | 'clear'>
}

/** Starts one attempt; the returned function takes it off the wire (`interrupted`), and does nothing once it is over. */
export function startAttempt(request: WireRequest, own: OwnAttempt, around: Surroundings, done: (outcome: Outcome) => void): () => void {
  const attempt = new Attempt(request, own, around, done)
  attempt.begin()
  return () => attempt.interrupt()
}

class Attempt implements ConnectionUser, AnswerListener {
  readonly #request: WireRequest
  readonly #own: OwnAttempt
  readonly #around: Surroundings
  readonly #done: (outcome: Outcome) => void
  readonly #startedAt: number
  readonly #timings: { -readonly [K in keyof Timings]: Timings[K] } = {}
  readonly #notes: string[] = []
  #cancelTimer: () => void
  #connection: Connection | null = null
  readonly #parser: AnswerParser
  #isOver = false
  #isSent = false
  #hasRepeated = false
  /** Since it was last put on a connection. */
  #hasBytes = false
  #localAddress: string | null = null
  #remote: string | null = null
  #head: AnswerHead | null = null
  readonly #body: AnswerBody

  constructor(request: WireRequest, own: OwnAttempt, around: Surroundings, done: (outcome: Outcome) => void) {
    this.#request = request
    this.#own = own
    this.#around = around
    this.#done = done
    this.#parser = new AnswerParser(request.method, this)
    this.#body = new AnswerBody(this.#maxBytes())
    this.#startedAt = around.clock.monotonic()
    this.#cancelTimer = around.clock.after(request.timeoutMs, () => this.#timeOut())
  }

  begin(): void {
    this.#send(this.#around.connections.take)
  }

  interrupt(): void {
    if (this.#isOver) return
    this.#finish({ kind: 'interrupted', ...this.#observe() })
    this.#connection?.socket.destroy()
  }

  #maxBytes(): number {
    return this.#request.maxResponseBytes ?? MAX_RESPONSE_BYTES
  }

  #elapsed(): number {
    // Whole microseconds: more digits would only be noise in what is stored.
    return Math.round((this.#around.clock.monotonic() - this.#startedAt) * 1_000) / 1_000
  }

  #send(connect: Connections['take' | 'open']): void {
    let bytes: readonly Uint8Array[]
    try {
      bytes = requestBytes(this.#request)
      this.#connection = connect(this.#request.address, this)
    } catch (error) {
      const failure: Failure = { ...failureOf(error, this.#request.address), error: 'unsendable' }
      setImmediate(() => this.#fail(failure))
      return
    }
    const { socket, isReused } = this.#connection
    if (!isReused) return this.#writeOnceConnected(socket, bytes)
    this.#register(socket)
    this.#write(socket, bytes)
  }

  #writeOnceConnected(socket: Socket, bytes: readonly Uint8Array[]): void {
    const { isTls } = this.#request.address
    const lookedUp = (): void => {
      this.#timings.dnsMs ??= this.#elapsed()
    }
    socket.once('lookup', lookedUp)
    socket.once('connect', () => {
      // An IP address is not looked up: the connection would hold this attempt with its bodies as long as it lasts.
      socket.off('lookup', lookedUp)
      this.#timings.connectMs = this.#elapsed()
      this.#register(socket)
      if (!isTls) this.#write(socket, bytes)
    })
    if (!isTls) return
    socket.once('secureConnect', () => {
      this.#timings.tlsMs = this.#elapsed()
      this.#write(socket, bytes)
    })
  }

  #write(socket: Socket, bytes: readonly Uint8Array[]): void {
    if (this.#isOver) return
    const sent = (error?: Error | null): void => {
      if (error || this.#isOver || this.#connection?.socket !== socket) return
      this.#isSent = true
      this.#timings.sentMs = this.#elapsed()
    }
    const last = bytes.length - 1
    if (last > 0) socket.cork()
    for (let i = 0; i < last; i++) socket.write(bytes[i] as Uint8Array)
    socket.write(bytes[last] as Uint8Array, sent)
    if (last > 0) socket.uncork()
  }

  /** Before a byte of the request leaves, so that an own receiver knows the attempt. */
  #register(socket: Socket): void {
    if (this.#isOver) return
    const { localAddress, localPort, remoteAddress, remotePort, remoteFamily } = socket
    this.#localAddress = `${localAddress}:${localPort}`
    this.#around.loopback.set(this.#localAddress, this.#own)
    this.#remote = remoteFamily === 'IPv6' ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`
  }

  onBytes(bytes: Buffer): void {
    if (this.#isOver) return
    this.#hasBytes = true
    this.#timings.firstByteMs ??= this.#elapsed()
    try {
      this.#parser.read(bytes)
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error
      this.#onUnreadable(error)
    }
  }

  #onUnreadable(error: UnreadableAnswer): void {
    if (this.#head) this.#cut(`The body of the answer could not be read to its end: ${error.message}.`)
    else this.#fail(failureOf(error, this.#request.address))
  }

  onClosed(error: Error | null): void {
    if (this.#isOver) return
    if (error === null && this.#parser.close()) return
    if (this.#head) return this.#cut('The connection broke before the body of the answer had ended.')
    const failure = failureOf(error ?? HUNG_UP, this.#request.address)
    const isStale = failure.error === 'reset' && this.#connection?.isReused === true && !this.#hasBytes
    if (isStale && !this.#hasRepeated) this.#repeat()
    else this.#fail(failure)
  }

  #repeat(): void {
    this.#hasRepeated = true
    this.#unregister()
    this.#notes.push('The kept connection had been closed by the other side; the request was repeated at once on a new one.')
    this.#remote = null
    this.#isSent = false
    delete this.#timings.sentMs
    this.#send(this.#around.connections.open)
  }

  /** 1xx do not count. */
  onInformation(status: number): void {
    delete this.#timings.firstByteMs
    if (status !== 101) return
    const { authority } = this.#request.address
    this.#fail({ error: 'unreadable', message: `${authority} answered 101 Switching Protocols, which was not asked for` })
  }

  onHead(head: AnswerHead): void {
    if (this.#isOver) return
    this.#head = head
    this.#timings.firstByteMs ??= this.#elapsed()
    this.#cancelTimer()
    this.#cancelTimer = this.#around.clock.after(BODY_TIMEOUT_MS, () =>
      this.#cut(`The body of the answer had not ended ${BODY_TIMEOUT_MS / SECOND_MS} s after its head.`),
    )
  }

  onPiece(piece: Uint8Array): void {
    if (this.#isOver) return
    if (this.#body.append(piece)) return
    this.#cut(`The body of the answer was longer than ${this.#maxBytes() / KIB} KiB; the rest was not read.`)
  }

  onEnd(trailers: readonly string[]): void {
    if (!this.#isOver) this.#answer(true, trailers)
  }

  #cut(note: string): void {
    if (this.#isOver) return
    this.#notes.push(note)
    this.#answer(false, [])
  }

  #answer(isComplete: boolean, trailers: readonly string[]): void {
    const body = this.#body.bytes()
    this.#finish({ kind: 'answered', ...(this.#head as AnswerHead), trailers, body, bodyComplete: isComplete, ...this.#observe() })
    this.#leave(isComplete)
  }

  /** A server that answered without reading the request to its end leaves a connection that cannot be used again. */
  #leave(isComplete: boolean): void {
    const connection = this.#connection as Connection
    if (isComplete && this.#isSent && this.#parser.mayReuse) this.#around.connections.giveBack(connection)
    else connection.socket.destroy()
  }

  #timeOut(): void {
    const { timeoutMs, address } = this.#request
    const seconds = timeoutMs / SECOND_MS
    this.#fail({
      error: 'timeout',
      message: this.#remote === null ? `No connection to ${address.authority} within ${seconds} s` : `No answer within ${seconds} s`,
    })
  }

  #fail({ error, message }: Failure): void {
    if (this.#isOver) return
    this.#finish({ kind: 'unanswered', error, message, ...this.#observe() })
    this.#connection?.socket.destroy()
  }

  #observe(): Observed {
    this.#timings.totalMs = this.#elapsed()
    return { timings: this.#timings, remote: this.#remote, notes: this.#notes }
  }

  #finish(outcome: Outcome): void {
    this.#isOver = true
    this.#cancelTimer()
    this.#unregister()
    this.#done(outcome)
  }

  #unregister(): void {
    if (this.#localAddress !== null) this.#around.loopback.clear(this.#localAddress)
    this.#localAddress = null
  }
}
