import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { hmacKey } from '../../../src/shared/domain/signature/keys.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { sign } from '../../../src/shared/domain/signature/sign.ts'
import { signedParts } from '../../../src/shared/domain/signature/signed-parts.ts'
import { FAKE_START } from '../../support/fake-clock.ts'
import { secretFor, SIGNABLE } from '../../support/signing-secrets.ts'

const MESSAGE = { method: 'POST', url: 'https://shop.example/hooks?a=%21', body: Buffer.from('{"a":"é"}') }
const PLAIN_HMACS = SIGNABLE.filter((id) => {
  const { algorithm, header, several, bodyHashParameter, content } = SCHEMES[id]
  return (
    algorithm.kind === 'hmac' && header !== null && several?.by !== 'number' && bodyHashParameter === null && !content.includes('secret')
  )
})

test.each(PLAIN_HMACS)('the parts of %s, one after the other, are what its signature is made over', (id) => {
  const scheme = SCHEMES[id]
  const secret = secretFor(id)
  const { headers, body } = sign(scheme, [secret], { ...MESSAGE, headers: [] }, { at: FAKE_START, id: 'message_1' })
  const parts = signedParts(scheme, { ...MESSAGE, headers, at: FAKE_START }, body)
  const hash = scheme.algorithm.kind === 'hmac' ? scheme.algorithm.hash : ''
  const digest = createHmac(hash, hmacKey(scheme, secret))
    .update(Buffer.concat(parts.map(({ bytes }) => bytes)))
    .digest()
  const written = [digest.toString('hex'), digest.toString('base64')]
  expect(headers.some(([, value]) => written.some((each) => value.includes(each)))).toBe(true)
})

test('the secret itself is never among them', () => {
  const parts = signedParts(SCHEMES['hubspot-v1'], { ...MESSAGE, headers: [], at: FAKE_START }, MESSAGE.body)
  expect(parts.map(({ name, bytes }) => [name, bytes.length])).toEqual([
    ['secret', 0],
    ['body', MESSAGE.body.length],
  ])
})
