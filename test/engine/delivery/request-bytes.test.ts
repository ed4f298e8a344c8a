import { expect, test } from 'vitest'
import { requestBytes, UnsendableRequest } from '../../../src/main/engine/delivery/request-bytes.ts'
import { caught } from '../../support/caught.ts'

const address = { isTls: false, hostname: '127.0.0.1', port: 80, authority: 'shop.test', path: '/hooks?a=%20' }

function pieces(parts: { method?: string; path?: string; headers?: readonly string[]; body?: string }): string[] {
  const { method = 'POST', path = address.path, headers = [], body = '' } = parts
  const request = { address: { ...address, path }, method, headers, body: Buffer.from(body), timeoutMs: 1 }
  return requestBytes(request).map((piece) => Buffer.from(piece).toString('latin1'))
}

test('a request is its line, its headers as given, and its body', () => {
  expect(pieces({ headers: ['host', 'shop.test', 'X-B', 'caf\xe9', 'x-b', '', 'Content-Length', '2'], body: 'hi' })).toEqual([
    'POST /hooks?a=%20 HTTP/1.1\r\nhost: shop.test\r\nX-B: caf\xe9\r\nx-b: \r\nContent-Length: 2\r\n\r\nhi',
  ])
})

test('a large body is not copied', () => {
  const body = 'x'.repeat(70_000)
  expect(pieces({ headers: ['Content-Length', '70000'], body })).toEqual([
    'POST /hooks?a=%20 HTTP/1.1\r\nContent-Length: 70000\r\n\r\n',
    body,
  ])
})

test('without a body nothing is added', () => {
  expect(pieces({ method: 'GET' })).toEqual(['GET /hooks?a=%20 HTTP/1.1\r\n\r\n'])
})

test.each([
  ['without a length', [], 'Transfer-Encoding: chunked\r\n'],
  ['that is to be chunked', ['transfer-encoding', 'gzip, chunked'], 'transfer-encoding: gzip, chunked\r\n'],
])('a body %s goes as one chunk', (_what, headers, line) => {
  expect(pieces({ headers, body: 'x'.repeat(17) }).join('')).toBe(
    `POST /hooks?a=%20 HTTP/1.1\r\n${line}\r\n11\r\n${'x'.repeat(17)}\r\n0\r\n\r\n`,
  )
})

test('no body that is to be chunked is its last chunk', () => {
  expect(pieces({ headers: ['Transfer-Encoding', 'chunked'] }).join('')).toMatch(/\r\n\r\n0\r\n\r\n$/)
})

test.each([
  [{ method: 'POST /' }, '"POST /" is not a method'],
  [{ path: '/a b' }, 'its path holds a character that must be percent-encoded'],
  [{ path: '/a\r\nX: 1' }, 'its path holds a character that must be percent-encoded'],
  [{ path: '/\u0142' }, 'its path holds a character that must be percent-encoded'],
  [{ headers: ['X Y', '1'] }, '"X Y" is not a header name'],
  [{ headers: ['X', 'a\r\nY: b'] }, 'the value of X holds a character that no header can carry'],
  [{ headers: ['X', '\u0142'] }, 'the value of X holds a character that no header can carry'],
])('%j cannot be sent', (parts, sentence) => {
  expect(caught(() => pieces(parts))).toEqual(new UnsendableRequest(sentence))
})
