import type { IncomingMessage } from 'node:http'
import { UNSIGNED } from '../../../shared/domain/signature/verify.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import { INLINE_BYTES, REQUEST_SIDE } from '../store/bodies.ts'
import type { CaptureRow } from '../store/captures.ts'
import { verificationToJson } from '../store/verification-json.ts'
import { answerBytes, answerRow, NO_TUNNEL, NOT_STORED, type PreparedAnswer } from './answers.ts'
import type { Connection } from './connection.ts'
import type { IntakeContext } from './intake-context.ts'
import { notVerified } from './judge.ts'
import { connectionAnswer, describeError, readMalformed, type ConnectionError } from './malformed.ts'

/** What is left unread must not reset the connection before the answer has been read. */
const LINGER_MS = SECOND_MS

type Unread = Pick<CaptureRow, 'state' | 'method' | 'path' | 'httpVersion' | 'requestHeaders' | 'verdict' | 'verification' | 'notes'>

/**
 * What Node reports when a connection or its bytes fail. One connection error is one capture: the request whose body was
 * arriving becomes `incomplete`; bytes that never became a request become `malformed`; an idle connection leaves no trace.
 * `captures` false: nothing is captured (the receiver is paused), the connection only ends.
 */
export function handleConnectionError(context: IntakeContext, connection: Connection, error: ConnectionError, captures: boolean): void {
  if (connection.hasFailed) return
  connection.hasFailed = true
  const { socket } = connection
  const unfinished = connection.unfinished()
  if (unfinished) {
    const sentence = describeError(error)
    const answer = socket.writable ? connectionAnswer(error, sentence) : null
    for (const request of connection.open) if (request.req === unfinished) request.interrupt(sentence, answer)
    connection.whenSettled(() => socket.destroySoon())
    return
  }
  const bytes = connection.headBytes(error)
  if (bytes.length === 0 || !captures) {
    connection.whenSettled(() => socket.destroySoon())
    return
  }
  const { method, path, hint, answer } = readMalformed(bytes, error)
  const unread: Unread = {
    state: 'malformed',
    method,
    path,
    httpVersion: '',
    requestHeaders: '[]',
    verdict: 'unchecked',
    verification: verificationToJson({ ...UNSIGNED, verdict: 'unchecked', reason: 'The request could not be read.' }),
    notes: JSON.stringify([hint]),
  }
  recordOnSocket(context, connection, unread, bytes, socket.writable ? answer : null)
}

/** A tunnel is asked for: captured like any request, answered 405. Node leaves such a socket to us. */
export function handleConnect(context: IntakeContext, connection: Connection, req: IncomingMessage): void {
  connection.hasFailed = true
  // Node has taken its own listener off; a reset is told by `close` all the same.
  connection.socket.on('error', () => {})
  const verification = notVerified(undefined, [], '')
  const request: Unread = {
    state: 'complete',
    method: 'CONNECT',
    path: req.url ?? '',
    httpVersion: req.httpVersion,
    requestHeaders: JSON.stringify(req.rawHeaders),
    verdict: verification.verdict,
    verification: verificationToJson(verification),
    notes: null,
  }
  recordOnSocket(context, connection, request, Buffer.alloc(0), NO_TUNNEL)
}

/** In its turn, so that it is captured after the requests that came before it. */
function recordOnSocket(
  context: IntakeContext,
  connection: Connection,
  unread: Unread,
  bytes: Buffer,
  answer: PreparedAnswer | null,
): void {
  connection.takeTurn(() => {
    record(context, connection, unread, bytes, answer)
    connection.endTurn()
  })
}

function record(context: IntakeContext, connection: Connection, unread: Unread, bytes: Buffer, answer: PreparedAnswer | null): void {
  const { core, recorder, loopback } = context
  const at = core.clock.now()
  const id = recorder.begin()
  const row: CaptureRow = {
    ...unread,
    id,
    at,
    type: null,
    eventId: null,
    inboxSeq: null,
    tookUs: answer ? 0 : null,
    requestBytes: bytes.length,
    attemptSeq: loopback.attemptAt(connection.remote)?.seq ?? null,
    requestTrailers: null,
    requestBody: bytes.length > 0 && bytes.length <= INLINE_BYTES ? bytes : null,
    answer: answer ? answerRow(answer, answer.head(at, false), true) : null,
    remote: connection.remote,
  }
  recorder.commit(
    id.seq,
    bytes.length,
    () => {
      recorder.captures.insert(row)
      if (bytes.length > INLINE_BYTES) recorder.bodies.writeChunks(id.seq, REQUEST_SIDE, bytes)
    },
    (error) => {
      if (error) endWith(context, connection, NOT_STORED, at, () => {})
      else if (answer) endWith(context, connection, answer, at, (outcome) => recorder[outcome](id.seq))
      else {
        recorder.unanswered(id.seq)
        connection.socket.destroy()
      }
    },
  )
}

/** Writes the last answer of a connection, after those of earlier requests. */
function endWith(
  context: IntakeContext,
  connection: Connection,
  answer: PreparedAnswer,
  at: number,
  onOver: (outcome: 'sent' | 'aborted') => void,
): void {
  const { socket } = connection
  connection.whenSettled(() => {
    if (socket.destroyed) {
      onOver('aborted')
      return
    }
    let isSent = false
    const stopLingering = context.core.clock.after(LINGER_MS, () => socket.destroy())
    socket.once('close', () => {
      stopLingering()
      if (!isSent) onOver('aborted')
    })
    socket.end(answerBytes(answer, answer.head(at, false)), () => {
      isSent = true
      onOver('sent')
    })
  })
}
