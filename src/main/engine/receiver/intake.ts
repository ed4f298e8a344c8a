import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EventIdentity } from '../../../shared/domain/event-identity.ts'
import type { RowId } from '../../../shared/domain/ids.ts'
import { CHUNK_BYTES } from '../store/bodies.ts'
import { answerRow, NOT_STORED, type AnswerHead, type PreparedAnswer } from './answers.ts'
import { arrivalOf, type Arrival } from './arrival.ts'
import { announcedBytes } from './arrived-request.ts'
import { Body } from './body.ts'
import { endedRow } from './capture-row.ts'
import { writeChunk, writeEnd, writeLongAnswer } from './capture-writes.ts'
import type { Connection, OpenRequest } from './connection.ts'
import { complete, incomplete, tooLarge, type Ending } from './endings.ts'
import { forwardedAnswer, type ForwardOutcome } from './forward.ts'
import type { IntakeContext } from './intake-context.ts'
import { IDENTIFIED_BYTES } from './judge.ts'
import type { Route } from './routes.ts'
import { sendAnswer, type Answering } from './send-answer.ts'

/**
 * One request from its head to its answer.
 *
 *   waiting → reading → committing → answering → settled
 *
 * 1. `waiting` for its turn on the connection and for room in the memory gate; `reading` its body.
 * 2. While the body is small nothing is stored; from 256 KiB on each full chunk is committed, state `receiving`, and the
 *    request is paused until that commit is done.
 * 3. Left by `end`, once, in one of the states complete, incomplete, too_large: the last commit holds that state, the
 *    verdict and the answer decided.
 * 4. The answer leaves only after that commit; when a commit fails it is 503 and nothing is acknowledged.
 * 5. `settled` when the answer has left, when the connection is gone, or when there is nobody to answer.
 */
export class Intake implements OpenRequest, Answering {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  private readonly context: IntakeContext
  private readonly connection: Connection
  private readonly expectsContinue: boolean
  private readonly startedAt: number
  private readonly arrival: Arrival
  private readonly body: Body

  private phase: 'waiting' | 'reading' | 'committing' | 'answering' | 'settled' = 'waiting'
  private hasTurn = false
  private hasContinued = false
  private isGone = false
  private id: RowId | null = null
  /** Bytes of the body in committed chunks. */
  private stored = 0
  /** A chunk could not be stored: nothing after it may be, and nothing is acknowledged. */
  private hasLostChunk = false
  /** Bytes of room held in the memory gate. */
  private reserved = 0
  private stopAnswer: (() => void) | null = null
  /** Sends the capture on; null when it is not waiting for room to do so. */
  private sendOn: (() => void) | null = null

  constructor(context: IntakeContext, connection: Connection, req: IncomingMessage, res: ServerResponse, expectsContinue: boolean) {
    this.context = context
    this.connection = connection
    this.req = req
    this.res = res
    this.expectsContinue = expectsContinue
    this.startedAt = context.core.clock.monotonic()
    this.arrival = arrivalOf(context, connection.remote, req)
    this.body = new Body(context.limits.bodyBytes)
    connection.open.add(this)
    connection.takeTurn(this.enter)
  }

  get isBodyComing(): boolean {
    const isHeldBack = this.expectsContinue && !this.hasContinued
    return !this.req.complete && !this.req.socket.readableEnded && !isHeldBack
  }

  interrupt(reason: string, answer: PreparedAnswer | null): void {
    if (this.phase === 'waiting' || this.phase === 'reading') this.endEarly(reason, answer)
  }

  abandon(): void {
    this.isGone = true
    if (this.phase === 'answering') {
      this.stopAnswer?.()
      this.settle('aborted')
    } else if (this.sendOn && this.context.forwardGate.leave(this.sendOn)) {
      // Its sender got no answer and will send it again.
      this.settle('aborted')
    } else {
      this.interrupt('The connection was closed before the body was complete.', null)
    }
  }

  private readonly enter = (): void => {
    if (this.phase !== 'waiting') {
      this.connection.endTurn()
      return
    }
    this.hasTurn = true
    const announced = announcedBytes(this.req)
    // Expect: 100-continue asks first; a body that is announced too large is then never sent.
    if (this.expectsContinue && announced !== null && announced > this.context.limits.bodyBytes) {
      this.endTooLarge(`${announced} bytes were announced and none of them asked for`)
      return
    }
    this.reserved = Math.min(announced ?? CHUNK_BYTES, CHUNK_BYTES)
    if (this.reserved === 0 || this.context.gate.reserve(this.reserved, this.read)) this.read()
  }

  private readonly read = (): void => {
    this.phase = 'reading'
    if (this.expectsContinue) {
      this.hasContinued = true
      this.res.writeContinue()
    }
    this.req.on('data', (piece: Buffer) => this.take(piece))
    this.req.on('end', () => {
      if (this.phase === 'reading') this.endComplete()
    })
  }

  private take(piece: Buffer): void {
    if (this.phase !== 'reading') return
    if (!this.body.add(piece)) this.endTooLarge('it was kept up to there')
    else if (this.body.hasFullChunk) this.storeChunk()
  }

  /** Commits one full chunk while the body is still arriving. */
  private storeChunk(): void {
    const { recorder } = this.context
    this.req.pause()
    const chunk = this.body.takeChunk(this.arrival.route, this.arrival.arrived)
    this.context.collectPieces(chunk.bytes.length)
    const id = (this.id ??= recorder.begin())
    recorder.commit(
      id.seq,
      chunk.bytes.length,
      () => {
        // Stays set when one of these throws: an end in the same commit must not store past the gap.
        this.hasLostChunk = true
        writeChunk(recorder, id, this.arrival, chunk)
        this.hasLostChunk = false
      },
      (error) => {
        if (error) this.hasLostChunk = true
        else this.stored = chunk.end
        if (this.phase !== 'reading') return
        if (error) this.endIncomplete('A part of the body could not be stored; what came before it was kept.', null)
        else this.req.resume()
      },
    )
  }

  private endComplete(): void {
    const rest = this.body.takeRest()
    this.end(rest, complete(this.arrival, this.body, rest))
  }

  private endTooLarge(what: string): void {
    this.end(this.body.takeRest(), tooLarge(this.arrival, this.context.limits.bodyBytes, what))
  }

  /** What Node still holds of the body counts: it had arrived. */
  private endEarly(reason: string, answer: PreparedAnswer | null): void {
    if (this.context.gate.leave(this.read)) this.reserved = 0
    this.req.removeAllListeners('data')
    for (let piece: unknown = this.req.read(); Buffer.isBuffer(piece); piece = this.req.read()) this.body.add(piece)
    if (this.req.complete) this.endComplete()
    else this.endIncomplete(reason, answer)
  }

  private endIncomplete(reason: string, answer: PreparedAnswer | null): void {
    this.end(this.body.takeRest(), incomplete(this.arrival, reason, answer))
  }

  /** Queues the last commit of this capture; `rest` is what of the body is not stored yet. */
  private end(rest: Buffer, ending: Ending): void {
    const { core, recorder, gate } = this.context
    const { route } = this.arrival
    const isForwarding = route?.isForwarding === true && ending.answer === route.answer
    const answer = isForwarding ? null : ending.answer
    const head = answer ? answer.head(core.clock.now(), this.keepsAlive()) : null
    const id = (this.id ??= recorder.begin())
    const size = this.hasLostChunk ? this.stored : this.body.length
    const inline = size > 0 && this.body.isInline ? rest : null
    const decided = answer && head ? answerRow(answer, head, this.mayHaveBody()) : null
    const row = endedRow(id, this.arrival, ending, { bytes: size, inline }, decided, decided ? this.tookUs() : null)
    this.phase = 'committing'
    recorder.commit(
      id.seq,
      rest.length + row.requestHeaders.length,
      () => {
        writeEnd(recorder, row, this.body.chunks, this.hasLostChunk ? null : rest)
        if (answer && this.mayHaveBody()) writeLongAnswer(recorder, id.seq, answer)
      },
      (error) => {
        if (this.reserved > 0) gate.release(this.reserved)
        if (this.body.length > IDENTIFIED_BYTES && ending.state === 'complete' && !error) this.context.identifyLater(id.seq)
        if (error || this.hasLostChunk) this.refuse()
        else if (isForwarding) this.forward(id, ending.identity)
        else if (answer && head) this.answer(answer, head)
        else this.settle('unanswered')
      },
    )
    if (this.hasTurn) this.connection.endTurn()
  }

  private answer(answer: PreparedAnswer, head: AnswerHead): void {
    this.phase = 'answering'
    if (this.isGone) this.settle('aborted')
    else this.stopAnswer = sendAnswer(this.context.core.clock, this, answer, head, () => this.settle('sent'))
  }

  /** Nothing was stored, so nothing is acknowledged and no account is kept of the answer. */
  private refuse(): void {
    const { clock } = this.context.core
    this.phase = 'answering'
    if (this.isGone) this.settle('unanswered')
    else
      this.stopAnswer = sendAnswer(clock, this, NOT_STORED, NOT_STORED.head(clock.now(), this.keepsAlive()), () =>
        this.settle('unanswered'),
      )
  }

  /** The answer is known only now: it gets a commit of its own before it leaves. */
  private forward(id: RowId, identity: EventIdentity): void {
    const { core, forward, forwardGate } = this.context
    const { inbox } = this.arrival.route as Route
    const capture = {
      id,
      inbox,
      forwardTo: inbox.forwardTo ?? '',
      method: this.req.method ?? '',
      headers: this.arrival.headers,
      bodyBytes: this.body.length,
      ...identity,
    }
    const { bodyBytes, method } = capture
    const unsent = (error: unknown): ForwardOutcome => {
      core.log('error', 'A capture could not be sent on.', error)
      return { kind: 'unanswered', sentence: 'The request could not be sent on.' }
    }
    this.sendOn = () => {
      void forward(capture)
        .catch(unsent)
        .then((outcome) => {
          if (bodyBytes > 0) forwardGate.release(bodyBytes)
          this.answerForwarded(id, forwardedAnswer(outcome, method))
        })
    }
    if (bodyBytes === 0 || forwardGate.reserve(bodyBytes, this.sendOn)) this.sendOn()
    else if (this.isGone) this.abandon()
  }

  private answerForwarded(id: RowId, answer: PreparedAnswer): void {
    const { core, recorder } = this.context
    const head = answer.head(core.clock.now(), this.keepsAlive())
    const tookUs = this.tookUs()
    recorder.commit(
      id.seq,
      answer.body.length,
      () => {
        recorder.captures.setAnswer(id.seq, answerRow(answer, head, this.mayHaveBody()), tookUs)
        if (this.mayHaveBody()) writeLongAnswer(recorder, id.seq, answer)
      },
      // Also when it could not be stored: the capture is, and the target has it.
      () => this.answer(answer, head),
    )
  }

  private settle(outcome: 'sent' | 'aborted' | 'unanswered'): void {
    if (this.phase === 'settled') return
    this.phase = 'settled'
    if (this.id) this.context.recorder[outcome](this.id.seq)
    this.connection.settle(this)
  }

  private keepsAlive(): boolean {
    return this.req.complete && this.res.shouldKeepAlive
  }

  private mayHaveBody(): boolean {
    return this.req.method !== 'HEAD'
  }

  private tookUs(): number {
    return Math.round((this.context.core.clock.monotonic() - this.startedAt) * 1000)
  }
}
