import { createHash, createSecretKey } from 'node:crypto'
import type { NamedSecret } from '../diagnosis/subject.ts'
import type { RawHeaders } from '../http-message.ts'
import { beginHmac } from '../signature/hmac.ts'
import { secretBytes, type Secret } from '../signature/keys.ts'
import { SECOND_MS } from '../units.ts'
import type { Challenge, Mistake, WantedAnswer } from './challenge.ts'
import type { HandshakeId } from './handshake.ts'
import { SALESFORCE_MESSAGE } from './salesforce-message.ts'

/** What a handshake is made of. */
export interface HandshakeParts {
  readonly secret: Secret
  /** Everything else that is stored: an answer under one of them is told by it. */
  readonly otherSecrets: readonly NamedSecret[]
  /** What Meta's request names. */
  readonly verifyToken: string
  readonly random: (bytes: number) => Uint8Array
  /** ms since 1970 */
  readonly at: number
}

/** The requests of a provider's handshake, in order, as its documentation describes them. */
export function challengesOf(id: HandshakeId, parts: HandshakeParts): readonly Challenge[] {
  return CHALLENGES[id](parts)
}

const CHALLENGES: Readonly<Record<HandshakeId, (parts: HandshakeParts) => readonly Challenge[]>> = {
  // developers.zoom.us, "Using webhooks", validation: answered within 3 s.
  zoom: ({ secret, otherSecrets, random, at }) => {
    const plainToken = base64Url(random(16))
    const encryptedToken = hmac(secret, plainToken, 'hex')
    const body = json({ payload: { plainToken }, event_ts: at, event: 'endpoint.url_validation' })
    return [
      post('signed rightly', body, 'rightly', [['User-Agent', 'Zoom Marketplace/1.0a']], {
        status: 200,
        withinMs: 3 * SECOND_MS,
        body: { kind: 'json', fields: { plainToken, encryptedToken } },
        mistakes: [
          { text: hmac(secret, plainToken, 'base64'), clause: 'has the HMAC of the plainToken in base64; Zoom compares it in hex' },
          { text: encryptedToken.toUpperCase(), clause: 'has the HMAC of the plainToken in upper case; Zoom compares it in lower case' },
          { text: hmac(secret, body, 'hex'), clause: 'has the HMAC of the whole body; that of payload.plainToken is asked for' },
          {
            text: hmac(plainToken, secretBytes(secret), 'hex'),
            clause: 'has the HMAC of the secret under the plainToken: key and message change places',
          },
          ...otherKeys(secret, otherSecrets, (key) => hmac(key, plainToken, 'hex')),
          ...plainHashes(secret, plainToken),
        ],
        code: `res.json({ plainToken, encryptedToken: createHmac('sha256', secretToken).update(plainToken).digest('hex') })`,
      }),
    ]
  },
  // docs.slack.dev, "url_verification": 200 with the challenge as text, form or JSON, within 3 s.
  slack: ({ random }) => {
    const challenge = base64Url(random(39))
    const body = json({ token: base64Url(random(18)), challenge, type: 'url_verification' })
    return [
      post('signed rightly', body, 'rightly', [['User-Agent', 'Slackbot 1.0 (+https://api.slack.com/robots)']], {
        status: 200,
        withinMs: 3 * SECOND_MS,
        body: { kind: 'text', text: challenge, field: 'challenge' },
        code: `res.type('text/plain').send(req.body.challenge)`,
      }),
    ]
  },
  // docs.discord.com, "Receiving and responding": PONG, and 401 for the wrong signatures that it sends on purpose; 3 s.
  discord: ({ random }) => {
    const body = json({ application_id: snowflake(random), id: snowflake(random), token: base64Url(random(24)), type: 1, version: 1 })
    return discordPair(body, 'Discord-Interactions/1.0 (+https://discord.com)', {
      status: 200,
      mediaType: 'application/json',
      body: { kind: 'json', fields: { type: 1 } },
      code: 'res.json({ type: 1 })',
    })
  },
  // docs.discord.com, "Webhook events": 204 without a body.
  'discord-events': ({ random }) => {
    const body = json({ version: 1, application_id: snowflake(random), type: 0 })
    return discordPair(body, 'Discord-Webhook/1.0 (+https://discord.com)', {
      status: 204,
      body: { kind: 'nothing' },
      code: 'res.status(204).end()',
    })
  },
  // developer.xero.com, "Configuring your server": 200 and 401, 5 s, no body, no cookies.
  xero: ({ random }) => {
    const intent = (): string =>
      json({ events: [], lastEventSequence: 0, firstEventSequence: 0, entropy: base64Url(random(15)).toUpperCase() })
    const empty = { withinMs: 5 * SECOND_MS, body: { kind: 'nothing' }, mayHaveCookies: false } as const
    return [
      post('signed rightly', intent(), 'rightly', [], { ...empty, status: 200, code: 'res.status(200).end()' }),
      post('signed wrongly', intent(), 'wrongly', [], { ...empty, status: 401, code: 'if (!isValid) return res.status(401).end()' }),
    ]
  },
  // developer.salesforce.com, "Outbound messaging": Ack within 60 s.
  salesforce: () => [
    post(
      'outbound message',
      SALESFORCE_MESSAGE,
      null,
      [
        ['Content-Type', 'text/xml; charset=utf-8'],
        ['User-Agent', 'SFDC-Callout/63.0'],
        ['SOAPAction', '""'],
      ],
      {
        status: 200,
        withinMs: 60 * SECOND_MS,
        body: { kind: 'ack' },
        code: `<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>`,
      },
    ),
  ],
  // docs.x.com, "Webhooks quickstart": within 3 s.
  x: ({ secret, otherSecrets, random }) => {
    const token = base64Url(random(27))
    const digest = hmac(secret, token, 'base64')
    const responseToken = `sha256=${digest}`
    const hex = hmac(secret, token, 'hex')
    return [
      get('CRC', `crc_token=${token}&nonce=${base64Url(random(12))}`, {
        status: 200,
        withinMs: 3 * SECOND_MS,
        body: { kind: 'json', fields: { response_token: responseToken } },
        mistakes: [
          { text: digest, clause: 'has the right digest without "sha256=" before it' },
          { text: hex, clause: 'has the digest in hex and without "sha256="; X takes base64 after "sha256="' },
          { text: `sha256=${hex}`, clause: 'has the digest in hex; X takes base64' },
          ...otherKeys(secret, otherSecrets, (key) => `sha256=${hmac(key, token, 'base64')}`),
          ...plainHashes(secret, token),
        ],
        code: `res.json({ response_token: 'sha256=' + createHmac('sha256', consumerSecret).update(req.query.crc_token).digest('base64') })`,
      }),
    ]
  },
  // learn.microsoft.com, "Receive change notifications through webhooks": the decoded token as plain text within 10 s.
  'microsoft-graph': ({ random }) => {
    const token = `Validation: Testing client application reachability for subscription Request-Id: ${uuid(random(16))}`
    const encoded = new URLSearchParams({ validationToken: token }).toString()
    const raw = encoded.slice('validationToken='.length)
    const answer: Wish = {
      status: 200,
      withinMs: 10 * SECOND_MS,
      mediaType: 'text/plain',
      body: { kind: 'text', text: token, field: null },
      mistakes: [
        { text: raw, clause: 'has the token as it stands in the url; it must be decoded' },
        { text: decodeURIComponent(raw), clause: 'has the token with + in place of its blanks: of a query, + is a blank' },
        ...quoted(token),
      ],
      code: `res.type('text/plain').send(req.query.validationToken)`,
    }
    return [{ ...get('validation', encoded, answer), method: 'POST', headers: [['Content-Type', 'text/plain; charset=utf-8'], HOOKSCOPE] }]
  },
  // developers.facebook.com, "Getting started with webhooks". It names no time; and it sends no wrong token itself, others will.
  meta: ({ verifyToken, random }) => {
    const challenge = String(1_000_000_000 + (Buffer.from(random(4)).readUInt32BE() % 1_000_000_000))
    const query = (token: string): string =>
      new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': token }).toString()
    const withinMs = 5 * SECOND_MS
    return [
      get('the right token', query(verifyToken), {
        status: 200,
        withinMs,
        body: { kind: 'text', text: challenge, field: null },
        mistakes: quoted(challenge),
        code: `if (req.query['hub.verify_token'] === verifyToken) res.send(req.query['hub.challenge'])`,
      }),
      get('a wrong token', query(base64Url(random(12))), {
        status: 'refusal',
        withinMs,
        body: { kind: 'anything' },
        code: `if (req.query['hub.verify_token'] !== verifyToken) return res.sendStatus(403)`,
      }),
    ]
  },
}

/** What a provider wants beside what most want. */
type Wish = Pick<WantedAnswer, 'status' | 'withinMs' | 'body' | 'code'> & Partial<WantedAnswer>

const USUAL = { mediaType: null, mayHaveCookies: true, mistakes: [] } as const
/** Where a provider's own name for itself is not documented. */
const HOOKSCOPE = ['User-Agent', 'Hookscope'] as const

function post(name: string, body: string, signed: Challenge['signed'], headers: RawHeaders, wanted: Wish): Challenge {
  const all = headers.some(([each]) => each === 'User-Agent') ? headers : [...headers, HOOKSCOPE]
  return { name, method: 'POST', query: null, headers: all, body, signed, wanted: { ...USUAL, ...wanted } }
}

function get(name: string, query: string, wanted: Wish): Challenge {
  return { name, method: 'GET', query, headers: [HOOKSCOPE], body: '', signed: null, wanted: { ...USUAL, ...wanted } }
}

function discordPair(body: string, agent: string, pong: Omit<Wish, 'withinMs'>): Challenge[] {
  const headers: RawHeaders = [['User-Agent', agent]]
  const withinMs = 3 * SECOND_MS
  return [
    post('signed rightly', body, 'rightly', headers, { ...pong, withinMs }),
    post('signed wrongly', body, 'wrongly', headers, {
      status: 401,
      withinMs,
      body: { kind: 'anything' },
      code: `if (!(await verifyKey(rawBody, signature, timestamp, publicKey))) return res.status(401).end()`,
    }),
  ]
}

/** Compact, as the providers send it. */
function json(value: object): string {
  return JSON.stringify(value)
}

function hmac(key: Secret, text: string | Uint8Array, encoding: 'hex' | 'base64'): string {
  const running = beginHmac('sha256', key)
  running.update(Buffer.from(text))
  return running.digest(encoding)
}

/** The right digest under a wrong secret. */
function otherKeys(secret: Secret, others: readonly NamedSecret[], digestOf: (key: Secret) => string): Mistake[] {
  const text = secretBytes(secret).toString()
  return [
    { text: digestOf(`${text}\n`), clause: 'is made under the secret with a line end after it: trim it where it is read' },
    {
      text: digestOf(createSecretKey(Buffer.from(text, 'base64'))),
      clause: 'is made under the secret decoded from base64; it is used as text',
    },
    { text: digestOf(''), clause: 'is made under an empty secret: a variable was not set' },
    { text: digestOf('undefined'), clause: 'is made under the secret "undefined": a variable was not set' },
    ...others.map((each) => ({ text: digestOf(each.secret), clause: `is made under the secret of ${each.name ?? 'another place'}` })),
  ]
}

function plainHashes(secret: Secret, token: string): Mistake[] {
  const bytes = secretBytes(secret)
  return [Buffer.concat([bytes, Buffer.from(token)]), Buffer.concat([Buffer.from(token), bytes]), Buffer.from(token)].map((content) => ({
    text: createHash('sha256').update(content).digest('hex'),
    clause: 'has a plain SHA-256; an HMAC under the secret is asked for',
  }))
}

function quoted(token: string): Mistake[] {
  return [{ text: JSON.stringify(token), clause: 'has the text as JSON, in quotes; it must stand alone' }]
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

/** An id as Discord makes them: a number of 19 digits. */
function snowflake(random: (bytes: number) => Uint8Array): string {
  return String(1_000_000_000_000_000_000n + (Buffer.from(random(8)).readBigUInt64BE() % 400_000_000_000_000_000n))
}

function uuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
