import { prepareJson, type PreparedAnswer } from './answers.ts'

/** What can be said about bytes that Node's parser refused, or that ended too early. */
export interface Malformed {
  /** From the request line when it can be read; empty otherwise. */
  readonly method: string
  readonly path: string
  /** One sentence: what came, and what to do. */
  readonly hint: string
  readonly answer: PreparedAnswer
}

/** An error of a connection as Node reports it. */
export interface ConnectionError extends Error {
  /** llhttp's, Node's or the system's. */
  readonly code?: string
  /** llhttp's words. */
  readonly reason?: string
  /** The packet that the parser stopped at. */
  readonly rawPacket?: Buffer
}

/** Bytes that begin another protocol, or HTTP by a wrong hand; the first that matches speaks. */
const OTHER_PROTOCOLS: readonly { readonly begins: readonly string[]; readonly hint: string }[] = [
  {
    begins: ['\x16\x03'],
    hint: 'This is a TLS handshake (https) on a port that speaks plain HTTP; use http:// in the URL, or put a TLS tunnel in front.',
  },
  { begins: ['PRI * HTTP/2.0'], hint: 'This is an HTTP/2 preface; the receiver speaks HTTP/1.1, so switch HTTP/2 off for this sender.' },
  {
    begins: ['PROXY ', '\r\n\r\n\0\r\nQUIT\n'],
    hint: 'This is a PROXY protocol header; switch the PROXY protocol off in the tunnel or load balancer in front.',
  },
  { begins: ['SSH-'], hint: 'This is an SSH client; the receiver speaks HTTP.' },
]

const REASONS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'The request line and headers together are over the limit.',
  HPE_INVALID_VERSION: 'The request line does not end in a known HTTP version and CR LF.',
  HPE_INVALID_URL: 'The request target holds a character that must be percent-encoded.',
  HPE_INVALID_HEADER_TOKEN: 'A header line is not "Name: value" with characters that a header can carry.',
  HPE_INVALID_CONTENT_LENGTH: 'Content-Length is not a number.',
  HPE_UNEXPECTED_CONTENT_LENGTH: 'Content-Length is there more than once, or beside Transfer-Encoding.',
  HPE_INVALID_TRANSFER_ENCODING: 'Transfer-Encoding does not end in "chunked", or stands beside Content-Length.',
  HPE_INVALID_CHUNK_SIZE: 'The chunked body has a chunk size that is not a hexadecimal number.',
  HPE_STRICT: 'The chunked body is framed wrongly.',
  HPE_INVALID_EOF_STATE: 'The connection was closed before the request was complete.',
  ECONNRESET: 'The connection was reset before the request was complete.',
  EPIPE: 'The connection was closed before the request was complete.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took longer than the receiver waits.',
}

/** One sentence about an error of a connection. */
export function describeError(error: ConnectionError): string {
  return REASONS[error.code ?? ''] ?? `The bytes are not HTTP: ${error.reason ?? error.message}.`
}

/** Reads what can be read of a request that has no readable head. */
export function readMalformed(bytes: Buffer, error: ConnectionError): Malformed {
  const start = bytes.toString('latin1', 0, 4096)
  const line = /^([!-~]{1,32}) ([!-~]+)(?: HTTP\/\d\.\d)?\r?\n/.exec(start)
  const hint =
    OTHER_PROTOCOLS.find((each) => each.begins.some((text) => start.startsWith(text)))?.hint ??
    methodHint(line?.[1], error) ??
    describeError(error)
  return { method: line?.[1] ?? '', path: line?.[2] ?? '', hint, answer: connectionAnswer(error, hint) }
}

function methodHint(method: string | undefined, error: ConnectionError): string | null {
  if (error.code !== 'HPE_INVALID_METHOD') return null
  if (method === undefined) return 'The bytes do not begin with an HTTP method.'
  return method === method.toUpperCase()
    ? `${method} is not a method of HTTP/1.1.`
    : `Methods are written in upper case: ${method.toUpperCase()}.`
}

/** What a broken request is answered: 431, 408 or 400. */
export function connectionAnswer(error: ConnectionError, sentence: string): PreparedAnswer {
  if (error.code === 'HPE_HEADER_OVERFLOW') return prepareJson(431, { error: sentence })
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return prepareJson(408, { error: sentence })
  return prepareJson(400, { error: sentence })
}

/** What follows a request in the packet that its head ended in. All of the packet when that cannot be told and the parser has found something. */
export function afterRequest(
  packet: Buffer,
  request: { readonly method?: string | undefined; readonly url?: string | undefined; readonly headers: Readonly<Record<string, unknown>> },
  error: ConnectionError,
): Buffer {
  const line = packet.lastIndexOf(`${request.method} ${request.url} HTTP/`, undefined, 'latin1')
  const headEnd = packet.indexOf('\r\n\r\n', Math.max(0, line), 'latin1')
  if (headEnd < 0 || request.headers['transfer-encoding'] !== undefined) {
    return error.code?.startsWith('HPE_') ? packet : packet.subarray(packet.length)
  }
  return packet.subarray(headEnd + 4 + Number(request.headers['content-length'] ?? 0))
}
