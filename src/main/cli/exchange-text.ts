import type { FieldError } from '../../shared/domain/errors.ts'
import type { ExchangeDetail, MessageView, Timings } from '../../shared/domain/exchange.ts'
import { capturedUrl, type RawHeaders } from '../../shared/domain/http-message.ts'
import { asText, type BodyStart } from './body.ts'
import { formatDiagnosis } from './diagnosis-text.ts'
import type { Explained } from './explained.ts'
import { hexdump } from './hexdump.ts'
import { indentJson } from './indent-json.ts'
import { answerMark, exchangeMark } from './marks.ts'
import { formatNote } from './note-text.ts'
import type { Paint } from './output.ts'
import { formatRecognised } from './recognised-text.ts'
import { formatBytes, formatDuration, formatMoment, printable, printableLine } from './text.ts'
import { formatVerification } from './verification-text.ts'

const HEX_BYTES = 256

/** What was found out about an exchange when it was asked for. */
interface Findings {
  /** Where its body leaves the schema of its type. */
  readonly drift: readonly FieldError[]
  readonly explained: Explained | null
}

/** An exchange for people: what it is, the request, the verdict, the response. */
export function formatExchange(
  exchange: ExchangeDetail,
  bodies: { readonly request: BodyStart; readonly response: BodyStart | null },
  paint: Paint,
  { drift, explained }: Findings,
): string {
  const parts = [formatHead(exchange, paint), formatMessage(exchange.request, bodies.request, paint)]
  if (drift.length > 0) parts.push(formatDrift(exchange.type, drift, paint))
  if (exchange.verification) parts.push(formatVerification(exchange.verification, paint))
  if (explained?.diagnosis) parts.push(formatDiagnosis(explained.diagnosis, paint))
  if (explained?.verification.verdict === 'valid') parts.push('It is valid under the secret that the inbox has now.')
  if (exchange.recognised !== null) parts.push(formatRecognised(exchange.recognised, exchange.place ?? ''))
  if (exchange.response && bodies.response) parts.push(formatMessage(exchange.response, bodies.response, paint))
  return parts.join('\n\n')
}

function formatHead(exchange: ExchangeDetail, paint: Paint): string {
  const attempt = exchange.attempt ? [`attempt ${exchange.attempt.number} of ${exchange.attempt.of}`] : []
  const facts = [exchangeMark(exchange, paint), answerMark(exchange, paint), formatDuration(exchange.tookMs), ...attempt]
  const links = [
    ['url', exchange.url === capturedUrl(exchange.path, exchange.request.headers) ? null : printableLine(exchange.url)],
    ['delivery', exchange.deliveryId],
    [exchange.direction === 'in' ? 'sent by' : 'received as', exchange.counterpartId],
    ['replay of', exchange.replayOf],
    ['from', exchange.direction === 'in' ? exchange.remoteAddress : null],
  ] as const
  return [
    `${paint('bold', printableLine(exchange.type ?? exchange.method))}  ${paint('dim', `${exchange.id}  ${formatMoment(exchange.at)}`)}`,
    facts.filter((fact) => fact !== '').join('  '),
    ...links.filter(([, value]) => value !== null).map(([name, value]) => paint('dim', `${name} ${value}`)),
    ...exchange.notes.map((note) => paint('yellow', `! ${printableLine(note)}`)),
    ...(exchange.note ? formatNote(exchange.note, paint) : []),
    ...(exchange.timings ? [paint('dim', formatTimings(exchange.timings))] : []),
  ].join('\n')
}

/** Where the body leaves the schema of its type. */
function formatDrift(type: string | null, drift: readonly FieldError[], paint: Paint): string {
  const lines = drift.map(({ path, message }) => `  ${printableLine(path === '' ? 'the body' : path)}: ${printableLine(message)}`)
  return [paint('yellow', `! The body leaves the schema of ${printableLine(type ?? 'events')}`), ...lines].join('\n')
}

function formatTimings(timings: Timings): string {
  const phases = [
    ['dns', timings.dnsMs],
    ['connect', timings.connectMs],
    ['tls', timings.tlsMs],
    ['sent', timings.sentMs],
    ['first byte', timings.firstByteMs],
    ['total', timings.totalMs],
  ] as const
  return phases.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${formatDuration(ms)}`])).join(', ')
}

function formatMessage(message: MessageView, body: BodyStart, paint: Paint): string {
  const parts = [[paint('bold', printableLine(message.startLine)), ...formatHeaders(message.headers, paint)].join('\n')]
  if (message.bodyBytes > 0) parts.push(formatBody(body, message.bodyBytes, paint))
  // As on the wire: after the body, and none of the head's.
  if (message.trailers.length > 0) parts.push([paint('dim', 'trailers'), ...formatHeaders(message.trailers, paint)].join('\n'))
  return parts.join('\n\n')
}

function formatHeaders(headers: RawHeaders, paint: Paint): string[] {
  return headers.map(([name, value]) => `${paint('cyan', printableLine(name))}: ${printableLine(value)}`)
}

function formatBody(body: BodyStart, wireBytes: number, paint: Paint): string {
  const text = asText(body.bytes, body.isCut)
  const shown = text === null ? hexdump(body.bytes.subarray(0, HEX_BYTES)) : printable(indentJson(text))
  const isCut = body.isCut || (text === null && body.bytes.length > HEX_BYTES)
  const notes = [
    ...(isCut ? [`… cut; ${formatBytes(wireBytes)} on the wire, all of it with --body`] : []),
    ...(body.encoding === null ? [] : [`${body.encoding} undone`]),
    ...(body.problem === null ? [] : [printableLine(body.problem)]),
  ]
  return [shown, ...notes.map((note) => paint('dim', note))].join('\n')
}
