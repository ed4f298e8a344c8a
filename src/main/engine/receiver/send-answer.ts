import type { IncomingMessage, ServerResponse } from 'node:http'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { Clock } from '../clock.ts'
import type { AnswerHead, PreparedAnswer } from './answers.ts'

/** A body that nobody wants any more is read and dropped for so long, or its sender would see a reset instead of the answer. */
const LINGER_MS = SECOND_MS

/** A request and what answers it. */
export interface Answering {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** The sender is still at its body. */
  readonly isBodyComing: boolean
}

/** Writes the answer, after its delay; `onSent` is called when all of it has been handed to the system. The returned function stops what has not happened yet. */
export function sendAnswer(clock: Clock, exchange: Answering, answer: PreparedAnswer, head: AnswerHead, onSent: () => void): () => void {
  if (answer.delayMs === 0) return write(clock, exchange, answer, head, onSent)
  let stop = clock.after(answer.delayMs, () => {
    stop = write(clock, exchange, answer, head, onSent)
  })
  return () => stop()
}

function write(
  clock: Clock,
  { req, res, isBodyComing }: Answering,
  answer: PreparedAnswer,
  head: AnswerHead,
  onSent: () => void,
): () => void {
  res.writeHead(answer.status, answer.reason, head.flat as string[])
  const text = req.method === 'HEAD' ? '' : answer.text
  if (!isBodyComing) {
    res.end(text, 'latin1')
    // Mostly the system has taken all of it by now; to be told so would cost as much as the write.
    if (res.writableLength === 0 && !req.socket.destroyed) onSent()
    else res.on('finish', onSent)
    return nothingLeft
  }
  res.on('finish', onSent)
  res.write(text, 'latin1')
  const end = (): void => {
    stopWaiting()
    res.end()
  }
  const stopWaiting = clock.after(LINGER_MS, end)
  req.on('end', end)
  req.socket.once('end', end)
  req.resume()
  return stopWaiting
}

function nothingLeft(): void {}
