import { createHash, createHmac, createPrivateKey, createPublicKey, sign as signBytes } from 'node:crypto'
import { deflateSync, gzipSync } from 'node:zlib'
import type { RawHeaders } from '../../../src/shared/domain/http-message.ts'
import type { NamedSecret } from '../../../src/shared/domain/diagnosis/subject.ts'
import type { SchemeId } from '../../../src/shared/domain/signature/scheme.ts'

/** Requests as broken senders make them, each made by the code that makes the mistake. */

export interface BrokenCase {
  /** What went wrong at the sender. */
  readonly name: string
  /** The codes that say so. */
  readonly codes: string
  readonly scheme: SchemeId
  readonly secret: string
  readonly others: readonly NamedSecret[]
  readonly headers: RawHeaders
  readonly body: Buffer
  readonly method: string
  readonly url: string
}

export const NOW = Date.parse('2026-01-17T10:30:00Z')
const SECRET = 'c2VjcmV0LW9mLXRoZS1leGFtcGxlLWluYm94LTE'
const HEX_SECRET = '5f7d8e9a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6'
const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

const EVENT = {
  eventId: 'evt_7hq2c9x4m1kd',
  eventType: 'deal.won',
  timestamp: '2026-01-17T10:30:00Z',
  tenantId: 'tenant_789',
  data: {
    name: 'Café <Zürich> & Söhne',
    url: 'https://acme.example/deals/1',
    amount: 50000,
    probability: 0.5,
    tags: ['a', 'b'],
    owner: null,
    open: false,
  },
  metadata: { version: '1.0', environment: 'production' },
}
const JSON_BODY = JSON.stringify(EVENT)
const PRETTY = JSON.stringify(EVENT, null, 2)
const ASCII = JSON.stringify({ ...EVENT, data: { ...EVENT.data, name: 'Acme' } })

type Bytes = string | Uint8Array
const hmac = (body: Bytes, secret: Bytes = SECRET, hash = 'sha256'): Buffer => createHmac(hash, secret).update(body).digest()
const crm = (body: Bytes, secret: Bytes = SECRET): string => `sha256=${hmac(body, secret).toString('hex')}`

interface Parts {
  readonly codes: string
  readonly scheme?: SchemeId
  readonly secret?: string
  readonly others?: readonly NamedSecret[]
  readonly headers?: RawHeaders
  readonly url?: string
}

/** A body that arrived with a value in the scheme's header. */
function arrived(name: string, body: Bytes, signature: string | null, parts: Parts): BrokenCase {
  return {
    name,
    scheme: 'crm',
    secret: SECRET,
    others: [],
    method: 'POST',
    url: 'https://hooks.example/webhooks/crm',
    ...parts,
    body: Buffer.from(body),
    headers: [
      ['Content-Type', 'application/json'],
      ...(signature === null ? [] : [['X-Webhook-Signature', signature] as const]),
      ...(parts.headers ?? []),
    ],
  }
}

/** The sender signs one text and sends another. */
const body = (name: string, codes: string, signed: Bytes, sent: Bytes): BrokenCase => arrived(name, sent, crm(signed), { codes })
/** The sender's key is not the secret. */
const key = (name: string, codes: string, used: Bytes, secret = SECRET, others: readonly NamedSecret[] = []): BrokenCase =>
  arrived(name, JSON_BODY, crm(JSON_BODY, used), { codes, secret, others })
/** The digest is right and written otherwise. */
const text = (name: string, codes: string, signature: string, sent: Bytes = JSON_BODY): BrokenCase =>
  arrived(name, sent, signature, { codes })
/** Signed and sent in another provider's way; `headers` are all that carry something. */
const provider = (
  name: string,
  codes: string,
  scheme: SchemeId,
  headers: RawHeaders,
  parts: Partial<Parts> & { readonly body?: Bytes } = {},
): BrokenCase => arrived(name, parts.body ?? JSON_BODY, null, { ...parts, codes, scheme, headers })

/** Python's json.dumps: a blank after each comma and colon, other characters as escapes. */
const dumps = (json: string, ascii = true): string => {
  const spaced = json.replaceAll(/("(?:[^"\\]|\\.)*")|([,:])/g, (_, string: string | undefined, mark: string) => string ?? `${mark} `)
  return ascii ? spaced.replaceAll(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`) : spaced
}
const sorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, each]) => [name, sorted(each)]),
      )
    : value
const escaped = (json: string, characters: RegExp): string =>
  json.replaceAll(characters, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

const S = String(NOW / 1000)
const MS = String(NOW)
const stripe = (time: string, content: string, secret: Bytes = SECRET): RawHeaders => [
  ['Stripe-Signature', `t=${time},v1=${hmac(content, secret).toString('hex')}`],
]
const slack = (time: string, content: string): RawHeaders => [
  ['X-Slack-Request-Timestamp', time],
  ['X-Slack-Signature', `v0=${hmac(content).toString('hex')}`],
]
const standard = (secret: Bytes, content = `msg_1.${S}.${JSON_BODY}`): RawHeaders => [
  ['webhook-id', 'msg_1'],
  ['webhook-timestamp', S],
  ['webhook-signature', `v1,${hmac(content, secret).toString('base64')}`],
]
/** RFC 8410: an ed25519 key of a seed, in DER. */
const SEED_KEY = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
})
const PUBLIC_KEY = createPublicKey(SEED_KEY).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
const discord = (time: string, content: string): RawHeaders => [
  ['X-Signature-Ed25519', signBytes(null, Buffer.from(content), SEED_KEY).toString('hex')],
  ['X-Signature-Timestamp', time],
]
const square = (url: string): RawHeaders => [['x-square-hmacsha256-signature', hmac(url + JSON_BODY).toString('base64')]]

export const BROKEN_CASES: readonly BrokenCase[] = [
  // Bodies that were read and written again.
  body('Express: signed JSON.stringify(req.body), sent pretty', 'reserialized', JSON_BODY, PRETTY),
  body('signed pretty, sent compact', 'reserialized', PRETTY, JSON_BODY),
  body('signed with four blanks a level', 'reserialized', JSON.stringify(EVENT, null, 4), JSON_BODY),
  body('signed with tabs', 'reserialized', JSON.stringify(EVENT, null, '\t'), JSON_BODY),
  body('Python: signed json.dumps(event), sent json=event compact', 'reserialized', dumps(JSON_BODY), JSON_BODY),
  body('Python: signed ensure_ascii=False', 'reserialized', dumps(JSON_BODY, false), JSON_BODY),
  body('Python: signed compact, sent json.dumps', 'reserialized', JSON_BODY, dumps(JSON_BODY)),
  body('Python: signed separators=(",", ":")', 'reserialized', escaped(JSON_BODY, /[\u007f-\uffff]/g), JSON_BODY),
  body('Python: signed sort_keys=True', 'reserialized', dumps(JSON.stringify(sorted(EVENT))), JSON_BODY),
  body(
    'Python: signed str(event)',
    'reserialized',
    `{'a': 'x', 'b': True, 'c': None, 'd': [1, 2.5]}`,
    '{"a":"x","b":true,"c":null,"d":[1,2.5]}',
  ),
  body('Python: signed str(body), a bytes object', 'reserialized', `b'${ASCII}'`, ASCII),
  body(
    'PHP: signed json_encode with its \\/ and \\u',
    'reserialized',
    escaped(JSON_BODY.replaceAll('/', '\\/'), /[\u0080-\uffff]/g),
    JSON_BODY,
  ),
  body('PHP: signed JSON_UNESCAPED_UNICODE', 'reserialized', JSON_BODY.replaceAll('/', '\\/'), JSON_BODY),
  body('Go: signed json.Marshal', 'reserialized', escaped(JSON_BODY, /[<>&]/g), JSON_BODY),
  body(
    '.NET: signed JsonSerializer.Serialize',
    'reserialized',
    JSON_BODY.replaceAll(/[<>&+'\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`),
    JSON_BODY,
  ),
  body('keys sorted before signing', 'reserialized', JSON.stringify(sorted(EVENT)), JSON_BODY),
  body('sorted and pretty before signing', 'reserialized', JSON.stringify(sorted(EVENT), null, 2), JSON_BODY),
  body('numbers rewritten: signed 1, sent 1.0', 'reserialized', '{"a":1,"b":100}', '{"a":1.0,"b":1e2}'),
  body('keys that are numbers moved to the front', 'reserialized', '{"1":"one","b":2}', '{"b":2,"1":"one"}'),
  body('signed twice serialised', 'reserialized', JSON.stringify(JSON_BODY), JSON_BODY),
  body('sent twice serialised', 'reserialized', JSON_BODY, JSON.stringify(JSON_BODY)),
  body('signed event.data only', 'reserialized', JSON.stringify(EVENT.data), JSON_BODY),
  body('signed [object Object]', 'reserialized', '[object Object]', JSON_BODY),
  body('signed before the body was read', 'reserialized', '', JSON_BODY),
  body(
    'form: signed with %20, sent with +',
    'reserialized',
    'name=Ada%20Lovelace&mail=ada%40acme.example',
    'name=Ada+Lovelace&mail=ada%40acme.example',
  ),
  body(
    'form: signed with its escapes undone',
    'reserialized',
    'name=Ada Lovelace&mail=ada@acme.example',
    'name=Ada+Lovelace&mail=ada%40acme.example',
  ),
  body('form: signed the JSON in its one field', 'reserialized', ASCII, `payload=${encodeURIComponent(ASCII)}`),
  // Bodies that were changed a little.
  body('echo added a line end to what was signed', 'newline', `${JSON_BODY}\n`, JSON_BODY),
  body('the file that was sent ends with a line end', 'newline', JSON_BODY, `${JSON_BODY}\n`),
  body('the file was edited on Windows and ends with CRLF', 'newline', JSON_BODY, `${JSON_BODY}\r\n`),
  body('CRLF from Windows in what was sent', 'crlf', PRETTY, PRETTY.replaceAll('\n', '\r\n')),
  body('CRLF from Windows in what was signed', 'crlf', PRETTY.replaceAll('\n', '\r\n'), PRETTY),
  body('a byte order mark before what was sent', 'bom', JSON_BODY, `\ufeff${JSON_BODY}`),
  body('a byte order mark before what was signed', 'bom', `\ufeff${JSON_BODY}`, JSON_BODY),
  body('blanks around what was sent', 'whitespace', JSON_BODY, `  ${JSON_BODY}  `),
  body('signed in ISO 8859-1', 'charset', Buffer.from(JSON_BODY, 'latin1'), JSON_BODY),
  body('sent in ISO 8859-1', 'charset', JSON_BODY, Buffer.from(JSON_BODY, 'latin1')),
  body('C#: signed Encoding.Unicode', 'charset', Buffer.from(JSON_BODY, 'utf16le'), JSON_BODY),
  body('sent in UTF-16', 'charset', JSON_BODY, Buffer.from(JSON_BODY, 'utf16le')),
  body('UTF-8 encoded twice before signing', 'charset', Buffer.from(Buffer.from(JSON_BODY).toString('latin1')), JSON_BODY),
  body('C#: signed Encoding.ASCII', 'charset', JSON_BODY.replaceAll(/[\u0080-\uffff]/g, '?'), JSON_BODY),
  body('Lambda: signed the base64 text of the body', 'charset', Buffer.from(JSON_BODY).toString('base64'), JSON_BODY),
  body('gzip after signing', 'compressed', JSON_BODY, gzipSync(JSON_BODY)),
  body('deflate after signing', 'compressed', JSON_BODY, deflateSync(JSON_BODY)),
  body('signed as gzip, unpacked on the way', 'compressed', gzipSync(JSON_BODY), JSON_BODY),
  // Secrets.
  key('the secret of another inbox', 'other_secret', 'another-secret', SECRET, [
    { name: 'inbox /webhooks/other', secret: 'another-secret' },
  ]),
  key('WEBHOOK_SECRET is not set', 'other_secret', ''),
  key('String(process.env.WEBHOOK_SECRET), not set', 'other_secret', 'undefined'),
  key(`the guide's example secret`, 'other_secret', 'your-webhook-secret-key-min-32-chars'),
  key('secret read from a file with its line end', 'secret_newline', `${SECRET}\n`),
  key('secret read from a Windows file', 'secret_newline', `${SECRET}\r\n`),
  key('secret stored here with a line end', 'secret_newline', SECRET, `${SECRET}\n`),
  key('secret pasted with a blank', 'secret_whitespace', `${SECRET} `),
  key('secret in quotes from an env file', 'secret_quotes', `"${SECRET}"`),
  key('secret decoded from base64', 'secret_base64', Buffer.from(SECRET, 'base64')),
  key('secret put into base64', 'secret_base64', Buffer.from(SECRET).toString('base64')),
  key('secret decoded from hex', 'secret_hex', Buffer.from(HEX_SECRET, 'hex'), HEX_SECRET),
  key('whsec_ secret decoded where it is text', 'secret_prefix', Buffer.from(WHSEC.slice(6), 'base64'), WHSEC),
  key('whsec_ cut off where it is part of the secret', 'secret_prefix', WHSEC.slice(6), WHSEC),
  provider('Standard Webhooks: whsec_ secret used literally', 'secret_prefix', 'standard-webhooks', standard(WHSEC), { secret: WHSEC }),
  provider('Standard Webhooks: base64 secret used as text', 'secret_base64', 'standard-webhooks', standard(WHSEC.slice(6)), {
    secret: WHSEC,
  }),
  provider(
    'Stripe: whsec_ secret decoded',
    'secret_prefix',
    'stripe',
    stripe(S, `${S}.${JSON_BODY}`, Buffer.from(WHSEC.slice(6), 'base64')),
    { secret: WHSEC },
  ),
  // How the digest is written.
  text('Convert.ToHexString without ToLower', 'digest_case', `sha256=${hmac(JSON_BODY).toString('hex').toUpperCase()}`),
  text(
    'BitConverter with its dashes',
    'digest_case',
    `sha256=${hmac(JSON_BODY)
      .toString('hex')
      .toUpperCase()
      .replaceAll(/(..)(?=.)/g, '$1-')}`,
  ),
  text('digest in base64', 'digest_base64', `sha256=${hmac(JSON_BODY).toString('base64')}`),
  text('digest in base64 for URLs', 'digest_base64', `sha256=${hmac(JSON_BODY).toString('base64url')}`),
  text(
    'PHP: base64_encode of the hex digits',
    'digest_base64',
    `sha256=${Buffer.from(hmac(JSON_BODY).toString('hex')).toString('base64')}`,
  ),
  provider('Shopify: digest in hex', 'digest_hex', 'shopify', [['X-Shopify-Hmac-SHA256', hmac(JSON_BODY).toString('hex')]]),
  text('no prefix', 'prefix_missing', hmac(JSON_BODY).toString('hex')),
  text('no prefix, base64', 'prefix_missing + digest_base64', hmac(JSON_BODY).toString('base64')),
  text('prefix in upper case', 'prefix_wrong', `SHA256=${hmac(JSON_BODY).toString('hex')}`),
  text('prefix with a colon', 'prefix_wrong', `sha256:${hmac(JSON_BODY).toString('hex')}`),
  text('prefix twice', 'prefix_wrong', `sha256=${crm(JSON_BODY)}`),
  text('signature in quotes', 'prefix_wrong', `"${crm(JSON_BODY)}"`),
  // How it is made.
  text('HMAC-SHA1', 'other_hash', `sha1=${hmac(JSON_BODY, SECRET, 'sha1').toString('hex')}`),
  text('HMAC-SHA512 under the prefix sha256=', 'other_hash', `sha256=${hmac(JSON_BODY, SECRET, 'sha512').toString('hex')}`),
  text('HMAC-SHA3-256', 'other_hash', `sha256=${hmac(JSON_BODY, SECRET, 'sha3-256').toString('hex')}`),
  text(
    'SHA-256 of secret and body',
    'plain_hash',
    `sha256=${createHash('sha256')
      .update(SECRET + JSON_BODY)
      .digest('hex')}`,
  ),
  text(
    'SHA-256 of body and secret',
    'plain_hash',
    `sha256=${createHash('sha256')
      .update(JSON_BODY + SECRET)
      .digest('hex')}`,
  ),
  text('SHA-256 of the body alone', 'plain_hash', `sha256=${createHash('sha256').update(JSON_BODY).digest('hex')}`),
  text(
    'MD5 of secret and body, without a prefix',
    'plain_hash + prefix_missing',
    createHash('md5')
      .update(SECRET + JSON_BODY)
      .digest('hex'),
  ),
  text('PHP: hash_hmac with its arguments swapped', 'key_and_message_swapped', crm(SECRET, JSON_BODY)),
  // Where it stands, and what is signed.
  arrived('signature in X-Signature', JSON_BODY, null, { codes: 'other_header', headers: [['X-Signature', crm(JSON_BODY)]] }),
  arrived('signature in another header, without its prefix', JSON_BODY, null, {
    codes: 'other_header + prefix_missing',
    headers: [['X-Hmac', hmac(JSON_BODY).toString('hex')]],
  }),
  arrived('two signatures, the second one right', JSON_BODY, crm('other'), {
    codes: 'other_header',
    headers: [['X-Webhook-Signature', crm(JSON_BODY)]],
  }),
  arrived('GitHub sends to the inbox', JSON_BODY, null, { codes: 'other_scheme', headers: [['X-Hub-Signature-256', crm(JSON_BODY)]] }),
  arrived('Stripe sends to the inbox', JSON_BODY, null, { codes: 'other_scheme', headers: stripe(S, `${S}.${JSON_BODY}`) }),
  text(`the header in Stripe's form`, 'other_scheme', `t=${S},v1=${hmac(`${S}.${JSON_BODY}`).toString('hex')}`),
  arrived('the time signed with the body', JSON_BODY, crm(`${S}.${JSON_BODY}`), {
    codes: 'other_scheme',
    headers: [['X-Webhook-Timestamp', S]],
  }),
  text('no signature', 'missing', ''),
  arrived('no header', JSON_BODY, null, { codes: 'missing' }),
  text('digest cut off', 'malformed', crm(JSON_BODY).slice(0, 50)),
  text('a template that was not filled', 'malformed', 'sha256=undefined'),
  text(`the guide's example, which is no hex`, 'malformed', 'sha256=5f7d8e9a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r9s0t1u2v3w4x5y6z7a8b9c'),
  text('the secret itself', 'malformed', SECRET),
  // Times.
  provider('Stripe: only the body signed', 'time_missing', 'stripe', stripe(S, JSON_BODY)),
  provider('Slack: no time sent', 'time_missing', 'slack', [['X-Slack-Signature', `v0=${hmac('another').toString('hex')}`]]),
  provider('Stripe: milliseconds signed, seconds sent', 'time_unit', 'stripe', stripe(S, `${MS}.${JSON_BODY}`)),
  provider('Slack: ISO time sent and signed', 'time_unit', 'slack', slack('2026-01-17T10:30:00Z', `v0:2026-01-17T10:30:00Z:${JSON_BODY}`)),
  provider(
    'Standard Webhooks: milliseconds sent and signed',
    'time_unit',
    'standard-webhooks',
    [
      ['webhook-id', 'msg_1'],
      ['webhook-timestamp', MS],
      ['webhook-signature', `v1,${hmac(`msg_1.${MS}.${JSON_BODY}`, Buffer.from(WHSEC.slice(6), 'base64')).toString('base64')}`],
    ],
    { secret: WHSEC },
  ),
  provider(
    'Stripe: replayed ten minutes later',
    'time_stale',
    'stripe',
    stripe(String(NOW / 1000 - 600), `${NOW / 1000 - 600}.${JSON_BODY}`),
  ),
  provider('Slack: the clock read twice', 'time_stale', 'slack', slack(S, `v0:${NOW / 1000 - 1}:${JSON_BODY}`)),
  // Urls.
  provider('Square: the sender knows the inbox by another host', 'other_url', 'square', [
    ['X-Forwarded-Host', 'abc123.ngrok.io'],
    ...square('https://abc123.ngrok.io/webhooks/crm'),
  ]),
  provider('Square: http behind a proxy', 'other_url', 'square', square('http://hooks.example/webhooks/crm')),
  provider('Square: slash at the end', 'other_url', 'square', square('https://hooks.example/webhooks/crm/')),
  // Public keys, tokens and passwords.
  provider('Discord: a line end after the body', 'newline', 'discord', discord(S, `${S}${JSON_BODY}`), {
    secret: PUBLIC_KEY,
    body: `${JSON_BODY}\n`,
  }),
  provider('Discord: the clock read twice', 'time_stale', 'discord', discord(S, `${NOW / 1000 + 1}${JSON_BODY}`), { secret: PUBLIC_KEY }),
  provider('Discord: the key of another application', 'other_secret', 'discord', discord(S, `${S}${JSON_BODY}`), {
    secret: 'ab'.repeat(32),
    others: [{ name: 'inbox /discord', secret: PUBLIC_KEY }],
  }),
  provider('GitLab: the token of another inbox', 'other_secret', 'gitlab', [['X-Gitlab-Token', 'another']], {
    others: [{ name: 'inbox /other', secret: 'another' }],
  }),
  provider('GitLab: the token in quotes', 'prefix_wrong', 'gitlab', [['X-Gitlab-Token', `"${SECRET}"`]]),
  provider(
    'Pipedrive: password with a line end',
    'secret_newline',
    'pipedrive',
    [['Authorization', `Basic ${Buffer.from(`me:${SECRET}\n`).toString('base64')}`]],
    {
      secret: `me:${SECRET}`,
    },
  ),
  // Two at once.
  text('compact signed, pretty sent, no prefix', 'reserialized + prefix_missing', hmac(JSON_BODY).toString('hex'), PRETTY),
  arrived('pretty sent, secret with a line end', PRETTY, crm(JSON_BODY, `${SECRET}\n`), { codes: 'reserialized + secret_newline' }),
  arrived('line end after the body and after the secret', `${JSON_BODY}\n`, crm(JSON_BODY, `${SECRET}\n`), {
    codes: 'newline + secret_newline',
  }),
  body('Python dumps signed with a line end', 'reserialized + newline', `${dumps(JSON_BODY)}\n`, JSON_BODY),
  arrived('another secret with a line end', JSON_BODY, crm(JSON_BODY, 'another-secret\n'), {
    codes: 'other_secret + secret_newline',
    others: [{ name: 'endpoint crm-sync', secret: 'another-secret' }],
  }),
  arrived('another secret, pretty sent', PRETTY, crm(JSON_BODY, 'another-secret'), {
    codes: 'reserialized + other_secret',
    others: [{ name: 'endpoint crm-sync', secret: 'another-secret' }],
  }),
  arrived(
    'secret decoded from base64, digest in upper case',
    JSON_BODY,
    crm(JSON_BODY, Buffer.from(SECRET, 'base64')).toUpperCase().replace('SHA', 'sha'),
    { codes: 'secret_base64 + digest_case' },
  ),
  arrived('HMAC-SHA1 under a secret with a line end', JSON_BODY, `sha1=${hmac(JSON_BODY, `${SECRET}\n`, 'sha1').toString('hex')}`, {
    codes: 'secret_newline + other_hash',
  }),
]
