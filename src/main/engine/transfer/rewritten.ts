import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import { firstHeader, type RawHeaders } from '../../../shared/domain/http-message.ts'

/** A verdict is carried along; the signature it speaks of is the one that is now in the headers. */
export function withReceived(detail: ExchangeDetail): ExchangeDetail {
  const { verification } = detail
  if (verification?.header === null || verification?.header === undefined || verification.received === null) return detail
  const received = firstHeader(detail.request.headers, verification.header) ?? verification.received
  const expected = verification.expected === verification.received ? received : verification.expected
  return { ...detail, verification: { ...verification, received, expected } }
}

/** The header list of a body that has another length now. */
export function withLength(headers: RawHeaders, bytes: number): RawHeaders {
  return headers.map(([name, value]) => [name, name.toLowerCase() === 'content-length' ? String(bytes) : value])
}
