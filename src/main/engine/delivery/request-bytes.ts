import { headerProblem, isToken } from '../../../shared/domain/http-message.ts'
import { KIB } from '../../../shared/domain/units.ts'

/** Where a request goes, taken apart once. */
export interface Address {
  readonly isTls: boolean
  readonly hostname: string
  readonly port: number
  /** Host and port as in the Host header. */
  readonly authority: string
  /** Raw request target. */
  readonly path: string
}

export interface WireRequest {
  readonly address: Address
  readonly method: string
  /** Flat list in wire order, complete. */
  readonly headers: readonly string[]
  readonly body: Uint8Array
  readonly timeoutMs: number
  /** Most that is read of the answer's body; 256 KiB unless given. */
  readonly maxResponseBytes?: number
}

/** What no client may send: a sentence about it, without capital and full stop. */
export class UnsendableRequest extends Error {}

/** What would end the request line, or not survive as one byte. */
const NEVER_IN_TARGETS = /[^\x21-\xff]/
/** Up to here head and body are copied into one piece: one system call is cheaper than two. */
const COPIED_BYTES = 64 * KIB

/**
 * A request as it goes over the wire (RFC 9112): headers as given, and `Transfer-Encoding: chunked` where a body comes
 * without a length. One piece, or head and body. Throws `UnsendableRequest`.
 */
export function requestBytes({ method, address, headers, body }: WireRequest): readonly Uint8Array[] {
  if (!isToken(method)) throw new UnsendableRequest(`"${method}" is not a method`)
  if (NEVER_IN_TARGETS.test(address.path)) throw new UnsendableRequest('its path holds a character that must be percent-encoded')
  let head = `${method} ${address.path} HTTP/1.1\r\n`
  let hasLength = false
  let isChunked = false
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    const value = headers[i + 1] as string
    const problem = headerProblem(name, value)
    if (problem !== null) throw new UnsendableRequest(problem)
    head += `${name}: ${value}\r\n`
    if (is(name, 'content-length')) hasLength = true
    else if (is(name, 'transfer-encoding')) isChunked ||= /(?:^|,)\s*chunked\s*$/i.test(value)
  }
  if (body.length > 0 && !hasLength && !isChunked) {
    isChunked = true
    head += 'Transfer-Encoding: chunked\r\n'
  }
  head += '\r\n'
  return isChunked ? [Buffer.from(head, 'latin1'), chunked(body)] : joined(head, body)
}

function joined(head: string, body: Uint8Array): readonly Uint8Array[] {
  if (body.length > COPIED_BYTES) return [Buffer.from(head, 'latin1'), body]
  const bytes = Buffer.allocUnsafe(head.length + body.length)
  bytes.write(head, 'latin1')
  bytes.set(body, head.length)
  return [bytes]
}

function chunked(body: Uint8Array): Uint8Array {
  if (body.length === 0) return Buffer.from('0\r\n\r\n')
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])
}

function is(name: string, lowerName: string): boolean {
  return name.length === lowerName.length && name.toLowerCase() === lowerName
}
