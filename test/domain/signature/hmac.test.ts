import fc from 'fast-check'
import { createHmac, createSecretKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { beginHmac } from '../../../src/shared/domain/signature/hmac.ts'

const HASHES = ['sha1', 'sha256', 'sha512'] as const

test('gives what node:crypto gives, for every hash, key, and body in any pieces', () => {
  const cases = fc.tuple(
    fc.constantFrom(...HASHES),
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.array(fc.uint8Array({ maxLength: 40_000, size: 'max' }), { maxLength: 3 }),
    fc.constantFrom('hex' as const, 'base64' as const),
  )
  fc.assert(
    fc.property(cases, ([hash, secret, pieces, encoding]) => {
      const key = createSecretKey(secret)
      const ours = beginHmac(hash, key)
      for (const piece of pieces) ours.update(piece)
      expect(ours.digest(encoding)).toBe(createHmac(hash, key).update(Buffer.concat(pieces)).digest(encoding))
    }),
  )
})

test('a key given as text, one used with two hashes, and a message without a byte', () => {
  const key = createSecretKey('secret', 'utf8')
  const digest = (hash: (typeof HASHES)[number], secret: typeof key | string, text: string): string => {
    const running = beginHmac(hash, secret)
    if (text !== '') running.update(Buffer.from(text))
    return running.digest('hex')
  }
  const cases = [
    ['sha256', 'secret', 'body'],
    ['sha1', key, 'body'],
    ['sha256', key, 'body'],
    ['sha256', key, ''],
  ] as const
  expect(cases.map(([hash, secret, text]) => digest(hash, secret, text))).toEqual(
    cases.map(([hash, secret, text]) => createHmac(hash, secret).update(text).digest('hex')),
  )
})
