import type { RowId } from '../../../shared/domain/ids.ts'
import type { AnswerRow, CaptureRow } from '../store/captures.ts'
import { verificationToJson } from '../store/verification-json.ts'
import type { Arrival } from './arrival.ts'
import type { Ending } from './endings.ts'

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
