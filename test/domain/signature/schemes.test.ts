import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RawHeaders } from '../../../src/shared/domain/http-message.ts'
import { SCHEME_IDS, SCHEMES, schemeOf } from '../../../src/shared/domain/signature/scheme.ts'
import { sign, withQuery } from '../../../src/shared/domain/signature/sign.ts'
import { beginVerification, MAX_WHOLE_BYTES, verify, type Arrived } from '../../../src/shared/domain/signature/verify.ts'
import { FAKE_START } from '../../support/fake-clock.ts'
import { secretFor, SIGNABLE } from '../../support/signing-secrets.ts'

const BODY = Buffer.from(`{"id":"evt_1","text":"Größe","webhookTimestamp":${FAKE_START},"signature":{}}`)
const REQUEST = {
  method: 'POST',
  url: 'https://example.org/hooks?a=1&b=%3A',
  headers: [['Content-Type', 'application/json']] as RawHeaders,
}
const STAMP = { at: FAKE_START, id: 'msg_1' }
const OTHER_SECRETS = { 'standard-webhooks-ed25519': `whsk_${'A'.repeat(43)}=`, discord: 'ab'.repeat(32) } as Partial<
  Record<string, string>
>

/** The message as it arrives when nothing is done to it. */
function delivered(
  id: (typeof SIGNABLE)[number],
  secrets = [secretFor(id)],
  body: Uint8Array = BODY,
): { arrived: Arrived; body: Uint8Array } {
  const signed = sign(SCHEMES[id], secrets, { ...REQUEST, body }, STAMP)
  return {
    arrived: { ...REQUEST, url: withQuery(REQUEST.url, signed.query), headers: [...REQUEST.headers, ...signed.headers], at: FAKE_START },
    body: signed.body,
  }
}

test.each(SIGNABLE)('%s: what was signed is valid, in one piece and in many', (id) => {
  const { arrived, body } = delivered(id)
  const running = beginVerification(SCHEMES[id], [secretFor(id)], arrived)
  for (const byte of body) running.update(Uint8Array.of(byte))
  const whole = verify(SCHEMES[id], [secretFor(id)], arrived, body)
  expect([whole.verdict, whole.secretIndex]).toEqual(['valid', 0])
  expect(running.finish()).toEqual(whole)
})

test.each(SIGNABLE)('%s: under another secret it is not', (id) => {
  const { arrived, body } = delivered(id)
  const other = OTHER_SECRETS[id] ?? (id === 'sendgrid' ? secretFor('crm') : `x${secretFor(id)}`)
  expect(['invalid', 'unchecked']).toContain(verify(SCHEMES[id], [other], arrived, body).verdict)
  expect(verify(SCHEMES[id], [other, secretFor(id)], arrived, body)).toMatchObject({ verdict: 'valid', secretIndex: 1 })
})

test.each(SIGNABLE)('%s: without its header it is missing, and an empty one is too', (id) => {
  const { arrived, body } = delivered(id)
  const header = schemeOf(id).header?.toLowerCase()
  const others = arrived.headers.filter(([name]) => name.toLowerCase() !== header)
  const verdicts = [others, [...others, [header ?? 'x', ''] as const]].map(
    (headers) => verify(SCHEMES[id], [secretFor(id)], { ...arrived, headers }, header === undefined ? Buffer.from('{}') : body).verdict,
  )
  expect(verdicts).toEqual(['missing', 'missing'])
})

test('a time too old is stale, one too far ahead only where the provider looks both ways', () => {
  const verdictAfter = (id: (typeof SIGNABLE)[number], ms: number): string => {
    const { arrived, body } = delivered(id)
    return verify(SCHEMES[id], [secretFor(id)], { ...arrived, at: FAKE_START + ms }, body).verdict
  }
  expect(
    Object.fromEntries(
      SIGNABLE.filter((id) => SCHEMES[id].time !== null).map((id) => {
        const tolerance = SCHEMES[id].time?.toleranceMs ?? 3_600_000
        return [id, [-tolerance - 2000, tolerance - 2000, tolerance + 2000].map((ms) => verdictAfter(id, ms)).join(' ')]
      }),
    ),
  ).toEqual({
    'standard-webhooks': 'stale valid stale',
    'standard-webhooks-ed25519': 'stale valid stale',
    svix: 'stale valid stale',
    calendly: 'valid valid stale',
    discord: 'valid valid valid',
    'gitlab-signed': 'stale valid stale',
    hubspot: 'valid valid stale',
    linear: 'stale valid stale',
    mailgun: 'valid valid valid',
    paddle: 'valid valid stale',
    sendgrid: 'valid valid valid',
    slack: 'valid valid stale',
    stripe: 'valid valid stale',
    zendesk: 'valid valid valid',
    zoom: 'valid valid stale',
  })
})

test('those that cannot be signed here say why', () => {
  const unsignable = SCHEME_IDS.filter((id) => SCHEMES[id].algorithm.kind === 'none')
  expect(
    unsignable.map((id) =>
      [id, verify(SCHEMES[id], ['secret'], { ...REQUEST, at: FAKE_START }, BODY)].flatMap((each) =>
        typeof each === 'string' ? each : [each.verdict, each.reason],
      ),
    ),
  ).toEqual([
    ['paypal', 'unchecked', `PayPal signs with a certificate of its own, which only PayPal's servers hand out.`],
    ['salesforce-outbound', 'unchecked', 'Salesforce does not sign outbound messages; it is told by its address and client certificate.'],
  ])
  expect(() => sign(SCHEMES.paypal, ['secret'], { ...REQUEST, body: BODY }, STAMP)).toThrow('PayPal cannot be signed')
})

test('a sender whose secret is changing signs with both where the scheme has room for two', () => {
  const both = (id: (typeof SIGNABLE)[number]): RawHeaders => sign(SCHEMES[id], ['new', 'old'], { ...REQUEST, body: BODY }, STAMP).headers
  expect(
    (['stripe', 'standard-webhooks', 'docusign', 'github'] as const).map((id) =>
      both(id).map(([name, value]) => `${name}: ${value.length}`),
    ),
  ).toEqual([
    ['Stripe-Signature: 148'],
    ['webhook-id: 5', 'webhook-timestamp: 10', 'webhook-signature: 95'],
    ['X-DocuSign-Signature-1: 44', 'X-DocuSign-Signature-2: 44'],
    ['X-Hub-Signature-256: 71'],
  ])
})

test('a time that travels in seconds is signed as it will be read, without its milliseconds', () => {
  const scheme = { ...SCHEMES.slack, id: 'own', content: '{ts_ms}.{body}' }
  const { headers, body } = sign(scheme, ['secret'], { ...REQUEST, body: BODY }, { ...STAMP, at: FAKE_START + 789 })
  const arrived = { ...REQUEST, headers: [...REQUEST.headers, ...headers], at: FAKE_START + 789 }
  expect(verify(scheme, ['secret'], arrived, body).verdict).toBe('valid')
})

test('a body over 1 MiB is checked where it may come in pieces, and unchecked where it must be whole', () => {
  const verdictOf = (id: (typeof SIGNABLE)[number]): string => {
    const { arrived } = delivered(id)
    const running = beginVerification(SCHEMES[id], [secretFor(id)], arrived)
    for (let bytes = 0; bytes <= MAX_WHOLE_BYTES; bytes += 262_144) running.update(new Uint8Array(262_144))
    return running.finish().verdict
  }
  expect((['stripe', 'mailgun', 'linear', 'discord', 'twilio'] as const).map(verdictOf)).toEqual([
    'invalid',
    'unchecked',
    'unchecked',
    'unchecked',
    'unchecked',
  ])
})

const anyHeader = fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text).toString('latin1'))
const manySignatures = fc
  .array(fc.string({ maxLength: 90 }), { minLength: 100, maxLength: 500 })
  .map((items) => items.map((item) => `t=1,v1=${item}`).join(','))

test('whatever the headers, body and secret: a verdict, never an exception', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SCHEME_IDS),
      fc.oneof(anyHeader, manySignatures),
      fc.oneof(anyHeader, fc.integer().map(String)),
      fc.uint8Array({ maxLength: 500 }),
      fc.string({ maxLength: 80 }),
      anyHeader,
      (id, signature, time, body, secret, url) => {
        const scheme = SCHEMES[id]
        const places = [scheme.time?.at, scheme.idAt].flatMap((place) => (place && 'header' in place ? [place.header] : []))
        const headers: RawHeaders = [[scheme.header ?? 'x', signature], ...places.map((name) => [name, time] as const)]
        const { verdict } = verify(scheme, [secret], { method: 'POST', url, headers, at: FAKE_START }, body)
        expect(['invalid', 'missing', 'unchecked']).toContain(verdict)
      },
    ),
    { numRuns: 600 },
  )
})

test('one bit changed in the body, and no signature over it is right any more', () => {
  const bodySigners = SIGNABLE.filter((id) => !['gitlab', 'pipedrive', 'mailgun'].includes(id))
  fc.assert(
    fc.property(fc.constantFrom(...bodySigners), fc.nat(), fc.nat(7), (id, at, bit) => {
      const { arrived, body } = delivered(id)
      const changed = Uint8Array.from(body)
      const index = at % changed.length
      changed[index] = (changed[index] ?? 0) ^ (1 << bit)
      expect(verify(SCHEMES[id], [secretFor(id)], arrived, changed).verdict).toBe('invalid')
    }),
  )
})

test.each(['whsec_', 'whsec_a', 'whsec_!!!', ''])('under the secret "%s", which gives no key, nothing is valid', (secret) => {
  const scheme = SCHEMES['standard-webhooks']
  const signature = `v1,${createHmac('sha256', '').update('id.1768645800.{}').digest('base64')}`
  const headers = [
    ['webhook-id', 'id'],
    ['webhook-timestamp', '1768645800'],
    ['webhook-signature', signature],
  ] as const
  const arrived = { method: 'POST', url: '', headers, at: 1_768_645_800_000 }
  expect(verify(scheme, ['whsec_a2V5', secret], arrived, Buffer.from('{}'))).toMatchObject({
    verdict: 'unchecked',
    reason: 'The secret holds no base64 text, so it gives no key to check with.',
  })
})
