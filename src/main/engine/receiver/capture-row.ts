import type { IncomingMessage } from 'node:http'
import type { EventIdentity } from '../../../shared/domain/event-identity.ts'
import type { CaptureState } from '../../../shared/domain/exchange.ts'
import type { RowId } from '../../../shared/domain/ids.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import type { AnswerRow, CaptureRow } from '../store/captures.ts'
import { verificationToJson } from '../store/verification-json.ts'
import type { PreparedAnswer } from './answers.ts'

/** What is known of a request once its head is there. */
export interface Arrival {
  readonly req: IncomingMessage
  /** ms since 1970 */
  readonly at: number
  readonly inboxSeq: number | null
  readonly attemptSeq: number | null
  readonly remote: string
}

/** How a body ended, and what was made of it. */
export interface Ending {
  readonly state: Exclude<CaptureState, 'receiving' | 'malformed'>
  readonly verification: Verification
  readonly identity: EventIdentity
  /** null when there is nobody to answer. */
  readonly answer: PreparedAnswer | null
  /** One sentence about what was unusual; null when nothing was. */
  readonly note: string | null
}

/** The row of a request whose body is still arriving. */
export function arrivingRow(id: RowId, arrival: Arrival, requestBytes: number): CaptureRow {
  return {
    ...headOf(id, arrival),
    state: 'receiving',
    type: null,
    eventId: null,
    verdict: null,
    tookUs: null,
    requestBytes,
    requestTrailers: null,
    requestBody: null,
    answer: null,
    verification: null,
    notes: null,
  }
}

/** The row of a request whose body has ended. `answer` and `tookUs` are null when no answer is decided (yet). */
export function endedRow(
  id: RowId,
  arrival: Arrival,
  ending: Ending,
  body: { readonly bytes: number; readonly inline: Buffer | null },
  answer: AnswerRow | null,
  tookUs: number | null,
): CaptureRow {
  const { rawTrailers } = arrival.req
  return {
    ...headOf(id, arrival),
    state: ending.state,
    type: ending.identity.type,
    eventId: ending.identity.eventId,
    verdict: ending.verification.verdict,
    tookUs,
    requestBytes: body.bytes,
    requestTrailers: rawTrailers.length > 0 ? JSON.stringify(rawTrailers) : null,
    requestBody: body.inline,
    answer,
    verification: verificationToJson(ending.verification),
    notes: ending.note === null ? null : JSON.stringify([ending.note]),
  }
}

type Head = Pick<CaptureRow, 'id' | 'at' | 'method' | 'path' | 'inboxSeq' | 'attemptSeq' | 'httpVersion' | 'requestHeaders' | 'remote'>

function headOf(id: RowId, { req, at, inboxSeq, attemptSeq, remote }: Arrival): Head {
  return {
    id,
    at,
    method: req.method ?? '',
    path: req.url ?? '',
    inboxSeq,
    attemptSeq,
    httpVersion: req.httpVersion,
    requestHeaders: JSON.stringify(req.rawHeaders),
    remote,
  }
}
