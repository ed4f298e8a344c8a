import { flattenHeaders } from '../../../shared/domain/http-message.ts'
import type { BundleBody, BundleExchange } from '../../../shared/domain/transfer/bundle.ts'
import { bodyBytes } from './body-text.ts'
import type { Chunked } from './import-store.ts'

/** What an exchange is known again by. */
export interface ExistingExchange {
  readonly method: string
  readonly path: string
  readonly state: string
  readonly status: number | null
  readonly requestBytes: number
  readonly responseBytes: number
  readonly requestHeaders: string | null
  readonly requestBody: Buffer | null
  readonly responseHeaders: string | null
  readonly responseBody: Buffer | null
  readonly bodyOf: number | null
}

/** Whether a record with the id of an exchange that is here says something else on the wire. */
export function differs(
  existing: ExistingExchange,
  record: BundleExchange,
  chunked: Chunked,
  chunks: (side: 'request' | 'response') => Buffer,
): boolean {
  const { request, response } = record
  return (
    // Half a character cannot be stored.
    existing.method !== record.method.toWellFormed() ||
    existing.path !== record.path.toWellFormed() ||
    existing.state !== record.state ||
    existing.status !== record.status ||
    existing.requestBytes !== request.body.bytes ||
    existing.responseBytes !== (response?.body.bytes ?? 0) ||
    (existing.requestHeaders ?? '[]') !== JSON.stringify(flattenHeaders(request.headers)) ||
    (existing.responseHeaders ?? '[]') !== JSON.stringify(flattenHeaders(response?.headers ?? [])) ||
    (existing.bodyOf === null && differsInline(existing.requestBody, request.body, () => chunks('request'))) ||
    (response !== null && differsInline(existing.responseBody, response.body, () => chunks('response'))) ||
    chunked.request?.differs === true ||
    chunked.response?.differs === true
  )
}

/** A body in chunks has been compared as they came. */
function differsInline(existing: Buffer | null, body: BundleBody, chunks: () => Buffer): boolean {
  const bytes = bodyBytes(body)
  return bytes !== null && bytes.length > 0 && !(existing ?? chunks()).equals(bytes)
}
