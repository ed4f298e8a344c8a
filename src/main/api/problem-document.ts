import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { FieldError, HookscopeError } from '../../shared/domain/errors.ts'

/** What goes wrong over HTTP, before it is a document (RFC 9457). */
export interface HttpProblem {
  readonly status: number
  /** Stable: of the error catalogue, or of HTTP itself (`method_not_allowed`). */
  readonly code: string
  /** One sentence what happened. */
  readonly message: string
  /** One sentence what to do. */
  readonly remedy: string
  readonly fields?: readonly FieldError[]
}

/** An error of the catalogue over HTTP. */
export function httpProblem({ http, code, message, remedy, fields }: HookscopeError): HttpProblem {
  return { status: http, code, message, remedy, fields }
}

/** Answers with `application/problem+json`. */
export function sendProblem(response: ServerResponse, problem: HttpProblem, headers: Readonly<Record<string, string>> = {}): void {
  const { status, code, message, remedy, fields = [] } = problem
  const document = { type: 'about:blank', title: STATUS_CODES[status], status, detail: message, code, remedy, errors: fields }
  sendJson(response, status, document, { 'content-type': 'application/problem+json', ...headers })
}

/** Answers with JSON that nobody may keep. */
export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(body)
}
