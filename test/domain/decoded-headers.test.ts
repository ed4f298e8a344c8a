import { expect, test } from 'vitest'
import { decodeHeaders, type DecodedPart } from '../../src/shared/domain/decoded-headers.ts'

/** `Cookie: session=abc`, one line a fact. */
function linesOf(parts: readonly DecodedPart[]): string[] {
  return parts.flatMap(({ title, form, facts, note }) => [
    ...facts.map((fact) => {
      const value = fact.kind === 'moment' ? new Date(fact.at).toISOString() : fact.value
      return `${title}${form === null ? '' : ` (${form})`}: ${fact.name}=${value}${fact.kind === 'secret' ? ' secret' : ''}`
    }),
    ...(note === null ? [] : [`${title}: ${note}`]),
  ])
}

const base64 = (text: string): string => Buffer.from(text).toString('base64url')

test('query, cookies, content type and dates are read', () => {
  const headers = [
    ['Content-Type', 'multipart/form-data; boundary="a;b\\"c"; charset=utf-8'],
    ['cookie', 'session=abc=; theme=dark'],
    ['Set-Cookie', 'id=1; Expires=Sat, 17 Jan 2026 10:30:00 GMT; Secure'],
    ['Date', 'Sat, 17 Jan 2026 10:30:00 GMT'],
    ['X-Slack-Request-Timestamp', '1768645800'],
    ['X-Forwarded-For', '203.0.113.9, 10.0.0.1'],
    ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
  ] as const
  expect(linesOf(decodeHeaders(headers, '/hooks?a=1&a=b%20c&city=K%C3%B6ln&bad=%zz&flag'))).toEqual([
    'Query: a=1',
    'Query: a=b c',
    'Query: city=Köln',
    'Query: bad=%zz',
    'Query: flag=',
    'Content-Type: is=multipart/form-data',
    'Content-Type: boundary=a;b"c',
    'Content-Type: charset=utf-8',
    'cookie: session=abc=',
    'cookie: theme=dark',
    'Set-Cookie: id=1',
    'Set-Cookie: Expires=2026-01-17T10:30:00.000Z',
    'Set-Cookie: Secure=yes',
    'Date: is=2026-01-17T10:30:00.000Z',
    'X-Slack-Request-Timestamp: is=2026-01-17T10:30:00.000Z',
    'X-Forwarded-For (from the first sender on): 1=203.0.113.9',
    'X-Forwarded-For (from the first sender on): 2=10.0.0.1',
    'traceparent (W3C trace context): trace=4bf92f3577b34da6a3ce929d0e0e4736',
    'traceparent (W3C trace context): parent=00f067aa0ba902b7',
    'traceparent (W3C trace context): sampled=yes',
  ])
})

test('credentials are read: a password is told to be one, a token to be unchecked', () => {
  const token = [base64('{"alg":"HS256"}'), base64('{"sub":"ada","exp":1768645800,"roles":["a"]}'), 'x'].join('.')
  const headers = [
    ['Authorization', `Basic ${Buffer.from('ada:pass:word').toString('base64')}`],
    ['Authorization', `Bearer ${token}`],
  ] as const
  expect(linesOf(decodeHeaders(headers, '/'))).toEqual([
    'Authorization (Basic credentials): user=ada',
    'Authorization (Basic credentials): password=pass:word secret',
    'Authorization (JSON Web Token): alg=HS256',
    'Authorization (JSON Web Token): sub=ada',
    'Authorization (JSON Web Token): exp (expires)=2026-01-17T10:30:00.000Z',
    'Authorization (JSON Web Token): roles=["a"]',
    'Authorization: Its signature is not checked here.',
  ])
})

test('what says nothing more than it stands, or is broken, is left out', () => {
  const headers = [
    ['Content-Type', 'application/json'],
    ['Content-Length', '12'],
    ['Authorization', 'Bearer opaque'],
    ['Authorization', 'Bearer a.b.c'],
    ['Authorization', 'Basic !!!'],
    ['Authorization', ''],
    ['Date', 'yesterday'],
    ['X-Timestamp', '99999999999999999999'],
    ['Cookie', ''],
    ['traceparent', 'x'],
  ] as const
  expect(decodeHeaders(headers, '/hooks?')).toEqual([])
})
