import fc from 'fast-check'
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RawHeaders } from '../../../src/shared/domain/http-message.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { beginVerification, verify } from '../../../src/shared/domain/signature/verify.ts'
import { arrivedWith, crmHeaders, crmSignature } from '../../support/signatures.ts'

const SECRET = 'your-webhook-secret-key-min-32-chars'
const BODY = Buffer.from('{"eventId":"evt_123456","eventType":"lead.created"}')
const HEADER = 'X-Webhook-Signature'

function headersWith(value: string): RawHeaders {
  return [[HEADER, value]]
}

test('a signature is "sha256=" and the lower-case hex HMAC-SHA256 of the body (guide, "Signature Generation")', () => {
  expect(crmHeaders(SECRET, BODY)).toEqual([[HEADER, `sha256=${createHmac('sha256', SECRET).update(BODY).digest('hex')}`]])
})

test('what was signed is valid under any of the secrets, whatever the case of the header name', () => {
  const value = crmSignature(SECRET, BODY)
  const verification = verify(SCHEMES.crm, ['another-secret', SECRET], arrivedWith([['x-webhook-SIGNATURE', value]]), BODY)
  expect(verification).toMatchObject({ verdict: 'valid', secretIndex: 1, received: value, expected: value })
})

test('a body may come in pieces', () => {
  const running = beginVerification(SCHEMES.crm, [SECRET], arrivedWith(crmHeaders(SECRET, BODY)))
  for (const byte of BODY) running.update(Uint8Array.of(byte))
  expect(running.finish().verdict).toBe('valid')
})

test('each way to be wrong has its verdict and its reason', () => {
  const good = crmSignature(SECRET, BODY)
  const judged = (headers: RawHeaders): [string, string] => {
    const { verdict, reason } = verify(SCHEMES.crm, [SECRET], arrivedWith(headers), BODY)
    return [verdict, reason]
  }
  expect({
    none: judged([]),
    empty: judged(headersWith('')),
    upperCase: judged(headersWith(`sha256=${good.slice(7).toUpperCase()}`)),
    noPrefix: judged(headersWith(good.slice(7))),
    otherPrefix: judged(headersWith(good.replace('sha256', 'sha1'))),
    short: judged(headersWith(good.slice(0, -2))),
    otherBody: judged(headersWith(crmSignature(SECRET, '{}'))),
  }).toEqual({
    none: ['missing', 'The request has no X-Webhook-Signature header.'],
    empty: ['missing', 'The X-Webhook-Signature header is empty.'],
    upperCase: ['invalid', 'The digest is right but in upper case; it is compared as text, so it must be lower case.'],
    noPrefix: ['invalid', 'The digest is right but the prefix "sha256=" is missing.'],
    otherPrefix: ['invalid', 'The signature does not start with "sha256=".'],
    short: ['invalid', 'The signature has 69 characters; 71 were expected.'],
    otherBody: ['invalid', 'The signature does not match the body under this secret.'],
  })
})

test('without a secret nothing can be said', () => {
  expect(verify(SCHEMES.crm, [], arrivedWith(headersWith('sha256=00')), BODY)).toMatchObject({ verdict: 'unchecked', expected: null })
})

test('any bytes, any secret: signed is valid, and any other header is not, and nothing throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string({ minLength: 1, unit: 'binary' }), fc.string(), (body, secret, header) => {
      const signed = crmHeaders(secret, body)
      expect(verify(SCHEMES.crm, [secret], arrivedWith(signed), body).verdict).toBe('valid')
      fc.pre(header !== signed[0]?.[1])
      expect(verify(SCHEMES.crm, [secret], arrivedWith(headersWith(header)), body).verdict).not.toBe('valid')
    }),
  )
})
