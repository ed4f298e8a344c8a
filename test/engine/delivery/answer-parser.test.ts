import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { UnreadableAnswer } from '../../../src/main/engine/delivery/answer-framing.ts'
import { AnswerParser } from '../../../src/main/engine/delivery/answer-parser.ts'

/** What is said of an answer's bytes. */
interface Told {
  readonly information?: readonly number[]
  readonly status: string
  readonly headers: readonly string[]
  readonly body: string
  readonly trailers?: readonly string[]
  /** Whether the connection may carry another exchange; ended by the other side: 'closed'. */
  readonly fate: 'reused' | 'dropped' | 'closed'
}

/** Tells an answer that comes in these pieces, after which the connection ends when it is not over; else what is wrong. */
function told(pieces: readonly string[], method = 'POST'): Told | string {
  const information: number[] = []
  let status = ''
  let headers: readonly string[] = []
  let body = ''
  let end: readonly string[] | null = null
  const parser = new AnswerParser(method, {
    onInformation: (code) => void information.push(code),
    onHead: (head) => {
      status = `${head.httpVersion} ${head.status} ${head.reasonPhrase}`
      headers = head.headers
    },
    onPiece: (piece) => (body += piece.toString('latin1')),
    onEnd: (trailers) => (end = trailers),
  })
  try {
    for (const piece of pieces) parser.read(Buffer.from(piece, 'latin1'))
  } catch (error) {
    if (error instanceof UnreadableAnswer) return error.message
    throw error
  }
  const isClosed = end === null
  if (isClosed && !parser.close()) return 'cut off'
  const trailers = end ?? []
  return {
    ...(information.length > 0 && { information }),
    status,
    headers,
    body,
    ...(trailers.length > 0 && { trailers }),
    fate: isClosed ? 'closed' : parser.mayReuse ? 'reused' : 'dropped',
  }
}

const SIZED = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

const ANSWERS: Readonly<Record<string, readonly [bytes: string, told: Told, method?: string]>> = {
  'a body of a given length': [SIZED, { status: '1.1 200 OK', headers: ['Content-Length', '2'], body: 'ok', fate: 'reused' }],
  'an empty body': [
    'HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n',
    { status: '1.1 202 Accepted', headers: ['content-length', '0'], body: '', fate: 'reused' },
  ],
  'headers with their order, case, duplicates and odd bytes': [
    'HTTP/1.1 200 OK\r\nX-b:1\r\nx-A: \t caf\xe9 \t\r\nX-B: \r\nContent-Length: 0\r\n\r\n',
    { status: '1.1 200 OK', headers: ['X-b', '1', 'x-A', 'caf\xe9', 'X-B', '', 'Content-Length', '0'], body: '', fate: 'reused' },
  ],
  'chunks with extensions and trailers': [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n3;a="b"\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n',
    {
      status: '1.1 200 OK',
      headers: ['Transfer-Encoding', 'gzip, Chunked'],
      body: 'abc0123456789',
      trailers: ['X-Sum', '1'],
      fate: 'reused',
    },
  ],
  'a body until the connection ends': [
    'HTTP/1.1 200 OK\r\n\r\nall\r\nthere\r\n\r\nis',
    { status: '1.1 200 OK', headers: [], body: 'all\r\nthere\r\n\r\nis', fate: 'closed' },
  ],
  'codings that do not end in chunked': [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n3\r\nabc',
    { status: '1.1 200 OK', headers: ['Transfer-Encoding', 'chunked, gzip'], body: '3\r\nabc', fate: 'closed' },
  ],
  '1xx before it': [
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${SIZED}`,
    { information: [100, 103], status: '1.1 200 OK', headers: ['Content-Length', '2'], body: 'ok', fate: 'reused' },
  ],
  'no reason': ['HTTP/1.1 204\r\n\r\n', { status: '1.1 204 ', headers: [], body: '', fate: 'reused' }],
  'no body after 304, whatever its length says': [
    'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
    { status: '1.1 304 Not Modified', headers: ['Content-Length', '9'], body: '', fate: 'reused' },
  ],
  'no body for HEAD': [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    { status: '1.1 200 OK', headers: ['Transfer-Encoding', 'chunked'], body: '', fate: 'reused' },
    'HEAD',
  ],
  'the other side will end it': [
    'HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 1\r\n\r\n1',
    { status: '1.1 200 OK', headers: ['Connection', 'x, Close', 'Content-Length', '1'], body: '1', fate: 'dropped' },
  ],
  'HTTP/1.0 ends its connections': [
    'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n1',
    { status: '1.0 200 OK', headers: ['Content-Length', '1'], body: '1', fate: 'dropped' },
  ],
  'HTTP/1.0 may keep them': [
    'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\n1',
    { status: '1.0 200 OK', headers: ['Connection', 'Keep-Alive', 'Content-Length', '1'], body: '1', fate: 'reused' },
  ],
}

/** After which the connection may not carry another exchange, so that no answer is ever taken for another's. */
const LAST: typeof ANSWERS = {
  'HTTP/1.0 with chunks': [
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    { status: '1.0 200 OK', headers: ['Connection', 'keep-alive', 'Transfer-Encoding', 'chunked'], body: 'a', fate: 'dropped' },
  ],
  'HTTP/1.0 that keeps and closes': [
    'HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\nContent-Length: 1\r\n\r\n1',
    { status: '1.0 200 OK', headers: ['Connection', 'keep-alive, close', 'Content-Length', '1'], body: '1', fate: 'dropped' },
  ],
  '204 that announces a body': [
    'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n',
    { status: '1.1 204 No Content', headers: ['Content-Length', '2'], body: '', fate: 'dropped' },
  ],
  '408, which a server sends unasked when it gives a connection up': [
    'HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n',
    { status: '1.1 408 Request Timeout', headers: ['Content-Length', '0'], body: '', fate: 'dropped' },
  ],
}

/** What Node refuses, and the RFC allows. */
const LENIENT: typeof ANSWERS = {
  'lines that end in LF alone': [
    'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
    { status: '1.1 200 OK', headers: ['Content-Length', '2'], body: 'ok', fate: 'reused' },
  ],
  'a folded header': [
    'HTTP/1.1 200 OK\r\nX-Long: one\r\n  two\r\n\tthree\r\nContent-Length: 0\r\n\r\n',
    { status: '1.1 200 OK', headers: ['X-Long', 'one two three', 'Content-Length', '0'], body: '', fate: 'reused' },
  ],
  'folds without a word': [
    'HTTP/1.1 200 OK\r\nX-Long:\r\n \r\n one\r\n \r\n\t\r\n two\r\n \r\nContent-Length: 0\r\n\r\n',
    { status: '1.1 200 OK', headers: ['X-Long', 'one two', 'Content-Length', '0'], body: '', fate: 'reused' },
  ],
  'the same length twice': [
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok',
    { status: '1.1 200 OK', headers: ['Content-Length', '2', 'Content-Length', '2'], body: 'ok', fate: 'reused' },
  ],
  'the same length twice in one header': [
    'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok',
    { status: '1.1 200 OK', headers: ['Content-Length', '2, 2'], body: 'ok', fate: 'reused' },
  ],
  'an empty line before it': [`\r\n${SIZED}`, { status: '1.1 200 OK', headers: ['Content-Length', '2'], body: 'ok', fate: 'reused' }],
}

describe.each(Object.entries({ ...ANSWERS, ...LAST, ...LENIENT }))('%s', (_what, [bytes, expected, method]) => {
  test('in one piece, byte by byte, and cut anywhere', () => {
    expect(told([bytes], method)).toEqual(expected)
    expect(told(bytes.split(''), method)).toEqual(expected)
    for (let cut = 1; cut < bytes.length; cut++) expect(told([bytes.slice(0, cut), bytes.slice(cut)], method)).toEqual(expected)
  })
})

test.each(Object.entries(ANSWERS))('Node reads the same: %s', async (_what, [bytes, { status, headers, body, trailers = [] }, method]) => {
  const server = createServer((socket) => socket.on('error', () => {}).end(Buffer.from(bytes, 'latin1'))).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', method: method ?? 'POST', agent: false })
  sent.end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  let read = ''
  for await (const piece of answer) read += (piece as Buffer).toString('latin1')
  expect([`${answer.httpVersion} ${answer.statusCode} ${answer.statusMessage}`, answer.rawHeaders, read, answer.rawTrailers]).toEqual([
    status,
    headers,
    body,
    trailers,
  ])
})

test.each([
  ['SSH-2.0-OpenSSH_9.6\r\n', 'it does not begin with "HTTP/" and a status'],
  ['\x16\x03\x01', 'it does not begin with "HTTP/" and a status'],
  ['HTTP/1.1 2000 OK\r\n', 'it does not begin with "HTTP/" and a status'],
  ['HTTP/1.1 099 Low\r\n', 'it does not begin with "HTTP/" and a status'],
  ['HTTP/1.1 200 OK\r\nno colon\r\n', 'a header line of it is not "Name: value"'],
  ['HTTP/1.1 200 OK\r\nX-Space : 1\r\n', 'a header line of it is not "Name: value"'],
  ['HTTP/1.1 200 OK\r\n: 1\r\n', 'a header line of it is not "Name: value"'],
  ['HTTP/1.1 200 OK\r\n folded: 1\r\n', 'its first header line begins with a space'],
  ['HTTP/1.1 200 OK\r\nX: a\rb\r\n', 'a header of it holds a character that none can carry'],
  ['HTTP/1.1 200 OK\r\nX: a\0b\r\n', 'a header of it holds a character that none can carry'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 'it gives more than one Content-Length'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n', 'it gives more than one Content-Length'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 'it gives both Content-Length and Transfer-Encoding'],
  ['HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 'its Content-Length is not a number'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999\r\n\r\n', 'its Content-Length is not a number'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n', 'a chunk of its body does not begin with a size'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n', 'a chunk of its body is longer than it says'],
  [`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(65_536)}\r\n`, 'its head is over 64 KiB'],
  [`HTTP/1.1 200 OK\r\n${'X: 1\r\n'.repeat(11_000)}`, 'its head is over 64 KiB'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok', 'cut off'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n', 'cut off'],
  ['HTTP/1.1 2', 'cut off'],
  ['', 'cut off'],
])('bytes that are no whole answer: %j', (bytes, wrong) => {
  expect([told([bytes]), told(bytes.split(''))]).toEqual([wrong, wrong])
})

test('a header that is folded thousands of times takes no longer than others', () => {
  const folds = `HTTP/1.1 103 Early Hints\r\nX: 1\r\n${' a\n'.repeat(21_000)}\r\n`
  const others = `HTTP/1.1 103 Early Hints\r\nX: 1\r\n${'A:\n'.repeat(21_000)}\r\n`
  const quickest = (bytes: string): number => {
    const times = [1, 2, 3].map(() => {
      const startedAt = performance.now()
      told([bytes.repeat(2)])
      return performance.now() - startedAt
    })
    return Math.min(...times)
  }
  expect(quickest(folds)).toBeLessThan(4 * quickest(others) + 20)
})

test('what comes after its end is none of it, and the connection is not used again', () => {
  const whole = { status: '1.1 200 OK', headers: ['Content-Length', '2'], body: 'ok' }
  expect([told([SIZED]), told([`${SIZED}HTTP/1.1 200 OK\r\n`])]).toEqual([
    { ...whole, fate: 'reused' },
    { ...whole, fate: 'dropped' },
  ])
})
