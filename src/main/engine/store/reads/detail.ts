import type { ExchangeDetail, MessageView, Timings } from '../../../../shared/domain/exchange.ts'
import { capturedUrl, pairHeaders, type RawHeaders } from '../../../../shared/domain/http-message.ts'
import { recogniseScheme } from '../../../../shared/domain/signature/recognise.ts'
import { signedUrl } from '../../../../shared/domain/signature/signed-url.ts'
import type { SchemeChoice, SchemeId } from '../../../../shared/domain/signature/scheme.ts'
import { schemeFromText } from '../scheme-text.ts'
import { verificationFromJson } from '../verification-json.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { SUMMARY_COLUMNS, SUMMARY_FROM, summaryOf, type SummaryRow } from './summary.ts'

export interface DetailReads {
  /** One exchange, bodies aside; null when there is none with this sequence. */
  detail(seq: number): StoredExchange | null
}

export interface StoredExchange {
  readonly detail: ExchangeDetail
  /** Scheme of the inbox, or the one that signed the attempt; null: none. */
  readonly scheme: SchemeChoice | null
  /** What its sender signed, where the scheme signs the url. */
  readonly signedUrl: string
}

interface DetailRow extends SummaryRow {
  readonly url: string | null
  readonly httpVersion: string | null
  readonly requestHeaders: string | null
  readonly requestTrailers: string | null
  readonly statusLine: string | null
  readonly responseHeaders: string | null
  readonly responseTrailers: string | null
  readonly responseComplete: 0 | 1 | null
  readonly verification: string | null
  readonly timings: string | null
  readonly remote: string | null
  readonly notes: string | null
  readonly sourceChanges: string | null
  readonly answer: 'aborted' | 'decided' | null
  readonly answeredThrough: number | null
  readonly scheme: string | null
  readonly inboxPath: string | null
  readonly publicUrl: string | null
}

const SQL = `SELECT ${SUMMARY_COLUMNS}, message.url, message.http_version AS httpVersion,
  message.request_headers AS requestHeaders, message.request_trailers AS requestTrailers, message.status_line AS statusLine,
  message.response_headers AS responseHeaders, message.response_trailers AS responseTrailers, message.response_complete AS responseComplete,
  message.verification, message.timings, message.remote, message.notes, delivery.source_changes AS sourceChanges, exchange.answer,
  (SELECT run.answered_through FROM run WHERE run.id <= exchange.id ORDER BY run.id DESC LIMIT 1) AS answeredThrough,
  coalesce(delivery.scheme, inbox.scheme) AS scheme, inbox.path AS inboxPath, inbox.public_url AS publicUrl
${SUMMARY_FROM}
  LEFT JOIN message ON message.exchange_id = exchange.id
WHERE exchange.id = +?`

export function detailReads({ statements }: ReadContext): Implemented<DetailReads> {
  return {
    detail: (seq) => {
      const row = statements<DetailRow>(SQL).get(seq)
      if (!row) return null
      const detail = detailOf(row)
      return { detail, scheme: schemeFromText(row.scheme), signedUrl: signedUrlOf(row, detail) }
    },
  }
}

function detailOf(row: DetailRow): ExchangeDetail {
  const headers = headersOf(row.requestHeaders)
  return {
    ...summaryOf(row),
    url: row.url ?? capturedUrl(row.path, headers),
    request: {
      // Of bytes that were no request there is no line to show.
      startLine: row.state === 'malformed' ? '' : `${row.method} ${row.path} HTTP/${row.httpVersion ?? '1.1'}`,
      headers,
      trailers: headersOf(row.requestTrailers),
      bodyBytes: row.requestBytes,
      bodyComplete: row.direction === 'out' || row.state === 'complete' || row.state === 'malformed',
    },
    response: responseOf(row),
    answer: answerOf(row),
    verification: row.verdict === null ? null : verificationFromJson(row.verdict, row.verification, headers),
    signedAs: row.direction === 'out' ? schemeFromText(row.scheme) : null,
    recognised: recognisedOf(row, headers),
    timings: row.timings === null ? null : (JSON.parse(row.timings) as Timings),
    notes: [...listOf(row.notes), ...listOf(row.sourceChanges)],
    remoteAddress: row.remote,
  }
}

function signedUrlOf({ url, path, inboxPath, publicUrl }: DetailRow, { request }: ExchangeDetail): string {
  return url ?? signedUrl(path, request.headers, inboxPath === null ? null : { path: inboxPath, publicUrl })
}

/** Of a capture whose inbox expects no signature: the provider whose headers it bears. */
function recognisedOf({ verdict, inboxPath }: DetailRow, headers: RawHeaders): SchemeId | null {
  return verdict === 'unsigned' && inboxPath !== null ? recogniseScheme(headers) : null
}

function responseOf(row: DetailRow): MessageView | null {
  if (row.statusLine === null) return null
  return {
    startLine: row.statusLine,
    headers: headersOf(row.responseHeaders),
    trailers: headersOf(row.responseTrailers),
    bodyBytes: row.responseBytes,
    bodyComplete: row.responseComplete !== 0,
  }
}

/** Sent ones are not marked one by one: their run notes how far all answers have left. */
function answerOf(row: DetailRow): ExchangeDetail['answer'] {
  if (row.direction === 'out' || row.status === null) return null
  if (row.answer !== null) return row.answer
  if (row.imported === 1) return 'sent'
  return row.answeredThrough !== null && row.answeredThrough >= row.id ? 'sent' : 'decided'
}

function headersOf(json: string | null): RawHeaders {
  return json === null ? [] : pairHeaders(JSON.parse(json) as string[])
}

function listOf(json: string | null): string[] {
  return json === null ? [] : (JSON.parse(json) as string[])
}
