import { createHash, createHmac, createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Challenge } from '../../../src/shared/domain/handshake/challenge.ts'
import { challengesOf } from '../../../src/shared/domain/handshake/challenges.ts'
import { HANDSHAKE_IDS, HANDSHAKE_PROVIDERS, type HandshakeId } from '../../../src/shared/domain/handshake/handshake.ts'
import { describeWanted, judgeAnswer, type ChallengeAnswer } from '../../../src/shared/domain/handshake/judge-answer.ts'
import type { RawHeaders } from '../../../src/shared/domain/http-message.ts'

const SECRET = 'the-secret-token'
const JSON_TYPE: RawHeaders = [['Content-Type', 'application/json; charset=utf-8']]
const TEXT_TYPE: RawHeaders = [['content-type', 'text/plain']]

function challenges(id: HandshakeId): readonly Challenge[] {
  return challengesOf(id, {
    secret: createSecretKey(Buffer.from(SECRET)),
    otherSecrets: [{ name: 'inbox /other', secret: 'the-other-secret' }],
    verifyToken: 'mine & yours',
    random: (bytes) => Uint8Array.from({ length: bytes }, (_, index) => (index * 37 + 11) % 256),
    at: 1_700_000_000_000,
  })
}

function first(id: HandshakeId): Challenge {
  return challenges(id)[0] as Challenge
}

/** What is said of an answer, in one line; `right` when nothing is. */
function judged(id: HandshakeId, answer: Partial<Omit<ChallengeAnswer, 'body'>> & { body?: string }, index = 0): string {
  const whole = { status: 200, headers: [], tookMs: 10, ...answer, body: Buffer.from(answer.body ?? '') }
  const faults = judgeAnswer(challenges(id)[index] as Challenge, HANDSHAKE_PROVIDERS[id], whole)
  return faults.map(({ sentence }) => sentence).join(' ') || 'right'
}

function hmac(text: string, encoding: 'hex' | 'base64', secret = SECRET): string {
  return createHmac('sha256', secret).update(text).digest(encoding)
}

const ZOOM = JSON.parse(first('zoom').body) as { payload: { plainToken: string } }
const { plainToken } = ZOOM.payload
const zoom = (encryptedToken: unknown, more: object = {}): { body: string } => ({
  body: JSON.stringify({ plainToken, encryptedToken, ...more }),
})

test(`Zoom's plain token must come back with its HMAC, and each usual mistake is named`, () => {
  expect([
    judged('zoom', zoom(hmac(plainToken, 'hex'), { more: 1 })),
    judged('zoom', zoom(hmac(plainToken, 'base64'))),
    judged('zoom', zoom(hmac(plainToken, 'hex').toUpperCase())),
    judged('zoom', zoom(hmac(first('zoom').body, 'hex'))),
    judged('zoom', zoom(hmac(plainToken, 'hex', 'the-other-secret'))),
    judged('zoom', zoom(hmac(plainToken, 'hex', `${SECRET}\n`))),
    judged('zoom', zoom(hmac(SECRET, 'hex', plainToken))),
    judged('zoom', zoom(createHash('sha256').update(plainToken).digest('hex'))),
    judged('zoom', zoom('nonsense')),
    judged('zoom', zoom(undefined)),
    judged('zoom', { body: '[]' }),
    judged('zoom', {}),
    judged('zoom', { status: 401 }),
    judged('zoom', { status: 204 }),
    judged('zoom', { status: 302 }),
    judged('zoom', { ...zoom(hmac(plainToken, 'hex')), tookMs: 3_400 }),
    judged('zoom', { ...zoom(hmac(plainToken, 'hex')), headers: [['Content-Encoding', 'gzip']] }),
  ]).toEqual([
    'right',
    'The answer has the HMAC of the plainToken in base64; Zoom compares it in hex.',
    'The answer has the HMAC of the plainToken in upper case; Zoom compares it in lower case.',
    'The answer has the HMAC of the whole body; that of payload.plainToken is asked for.',
    'The answer is made under the secret of inbox /other.',
    'The answer is made under the secret with a line end after it: trim it where it is read.',
    'The answer has the HMAC of the secret under the plainToken: key and message change places.',
    'The answer has a plain SHA-256; an HMAC under the secret is asked for.',
    'The encryptedToken of the answer is another one than it should be.',
    'The answer has no encryptedToken.',
    'The answer is no JSON object.',
    'The answer has no body.',
    'The request was refused with 401, though it is signed rightly.',
    'The status is 204; Zoom takes 200 only.',
    'The status is 302: Zoom follows no redirect.',
    'The answer took 3.4 s; Zoom waits 3 s.',
    'The answer is packed (gzip), which was not asked for.',
  ])
})

test('Slack takes its challenge as text, as JSON and as a form', () => {
  const { challenge } = JSON.parse(first('slack').body) as { challenge: string }
  expect([
    judged('slack', { body: challenge }),
    judged('slack', { body: JSON.stringify({ challenge }) }),
    judged('slack', { body: `challenge=${challenge}` }),
    judged('slack', { body: `${challenge}\n` }),
    judged('slack', { body: JSON.stringify({ data: challenge }) }),
    judged('slack', { body: '{"ok":true}' }),
  ]).toEqual([
    'right',
    'right',
    'right',
    'The answer has a line end or blanks around the text.',
    'The answer holds the text, and other text around it.',
    'The answer is another text.',
  ])
})

test(`Discord's PING wants a PONG of its kind, and 401 where the signature is wrong`, () => {
  expect([
    judged('discord', { body: '{"type":1}', headers: JSON_TYPE }),
    judged('discord', { body: '{"type":1}' }),
    judged('discord', { body: '{"type":"1"}', headers: JSON_TYPE }),
    judged('discord', { body: '{"type":1}', headers: JSON_TYPE }, 1),
    judged('discord', { status: 401, body: 'bad signature' }, 1),
    judged('discord', { status: 500 }, 1),
    judged('discord-events', { status: 204 }),
    judged('discord-events', { status: 200, body: '{"type":1}' }),
  ]).toEqual([
    'right',
    'The answer has no Content-Type.',
    'The type of the answer is a string; it must be a number.',
    'A request with a wrong signature was answered 200, as if it were right.',
    'right',
    'A wrong signature was answered 500; Discord takes 401 only.',
    'right',
    'The status is 200; Discord takes 204 only.',
  ])
})

test('Xero wants neither body nor cookie, 200 for the right signature and 401 for the wrong one', () => {
  expect([
    judged('xero', {}),
    judged('xero', { body: 'OK', headers: [['Set-Cookie', 'a=b']] }),
    judged('xero', { status: 401 }, 1),
    judged('xero', { status: 403 }, 1),
    judged('xero', { status: 200 }, 1),
    judged('xero', { tookMs: 5_001, status: 401, body: 'no' }, 1),
  ]).toEqual([
    'right',
    'The answer has a body (2 bytes); Xero takes none. The answer sets a cookie; Xero takes none.',
    'right',
    'A wrong signature was answered 403; Xero takes 401 only.',
    'A request with a wrong signature was answered 200, as if it were right.',
    'The answer took 5.0 s; Xero waits 5 s. The answer has a body (2 bytes); Xero takes none.',
  ])
})

test('Salesforce wants an Ack in its namespace', () => {
  const ack = (text: string, xmlns = 'http://soap.sforce.com/2005/09/outbound'): { body: string } => ({
    body: `<e:Envelope xmlns:e="…"><e:Body><o:notificationsResponse xmlns:o="${xmlns}"><o:Ack>${text}</o:Ack></o:notificationsResponse></e:Body></e:Envelope>`,
  })
  expect([
    judged('salesforce', ack(' true ')),
    judged('salesforce', ack('false')),
    judged('salesforce', ack('true', 'urn:other')),
    judged('salesforce', { body: '{"received":true}' }),
  ]).toEqual([
    'right',
    `The answer's <Ack> is "false": Salesforce sends the message again.`,
    `The answer's <Ack> is not in the namespace http://soap.sforce.com/2005/09/outbound.`,
    'The answer holds no <Ack>.',
  ])
})

test(`X's CRC wants its token's HMAC in base64 after sha256=`, () => {
  const token = new URLSearchParams(first('x').query ?? '').get('crc_token') ?? ''
  const crc = (response_token: string): { body: string } => ({ body: JSON.stringify({ response_token }) })
  expect([
    judged('x', crc(`sha256=${hmac(token, 'base64')}`)),
    judged('x', crc(hmac(token, 'base64'))),
    judged('x', crc(`sha256=${hmac(token, 'hex')}`)),
    judged('x', crc(`sha256=${hmac(token, 'base64', '')}`)),
  ]).toEqual([
    'right',
    'The answer has the right digest without "sha256=" before it.',
    'The answer has the digest in hex; X takes base64.',
    'The answer is made under an empty secret: a variable was not set.',
  ])
})

test(`Microsoft Graph wants the decoded token as plain text`, () => {
  const query = first('microsoft-graph').query ?? ''
  const token = new URLSearchParams(query).get('validationToken') ?? ''
  const raw = query.replace('validationToken=', '')
  expect([
    judged('microsoft-graph', { body: token, headers: TEXT_TYPE }),
    judged('microsoft-graph', { body: token, headers: [['Content-Type', 'text/html']] }),
    judged('microsoft-graph', { body: raw, headers: TEXT_TYPE }),
    judged('microsoft-graph', { body: decodeURIComponent(raw), headers: TEXT_TYPE }),
    judged('microsoft-graph', { body: JSON.stringify(token), headers: JSON_TYPE }),
  ]).toEqual([
    'right',
    `The answer's Content-Type is text/html.`,
    'The answer has the token as it stands in the url; it must be decoded.',
    'The answer has the token with + in place of its blanks: of a query, + is a blank.',
    `The answer has the text as JSON, in quotes; it must stand alone. The answer's Content-Type is application/json.`,
  ])
})

test(`Meta's challenge comes back for the right token only`, () => {
  const query = new URLSearchParams(first('meta').query ?? '')
  const challenge = query.get('hub.challenge') ?? ''
  expect([
    query.get('hub.verify_token'),
    judged('meta', { body: challenge }),
    judged('meta', { body: `"${challenge}"` }),
    judged('meta', { status: 403 }, 1),
    judged('meta', { body: challenge }, 1),
    judged('meta', { status: 500 }, 1),
  ]).toEqual([
    'mine & yours',
    'right',
    'The answer has the text as JSON, in quotes; it must stand alone.',
    'right',
    'A request with a wrong token was answered 200, as if it were right.',
    'The status is 500; a request with a wrong token is to be refused.',
  ])
})

test('whatever is answered, there is a judgement and no exception, and no secret in it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...HANDSHAKE_IDS),
      fc.integer({ min: 100, max: 599 }),
      fc.uint8Array({ maxLength: 400 }),
      fc.string(),
      (id, status, body, type) => {
        for (const challenge of challenges(id)) {
          const faults = judgeAnswer(challenge, HANDSHAKE_PROVIDERS[id], { status, headers: [['Content-Type', type]], body, tookMs: 1 })
          const text = JSON.stringify(faults) + describeWanted(challenge.wanted)
          expect(text.includes(SECRET)).toBe(false)
        }
      },
    ),
    { numRuns: 300 },
  )
})
