import type { Scheme } from '../signature/scheme-form.ts'
import { DECODED, FORM, RAW_BODY, SECRET_FILE, UNREAD } from './code-fixes.ts'
import type { Cause, CauseCode, CodeFix } from './diagnosis.ts'

interface Mend {
  readonly mend: string
  readonly fixes?: readonly CodeFix[]
}

/** What to do about each cause, and the line that is usually at fault. `code:variant` where a code has several. */
const MENDS: Readonly<Record<CauseCode, Mend>> & Readonly<Record<`${CauseCode}:${string}`, Mend>> = {
  missing: {
    mend: 'Let the sender sign what it sends: hookscope sign prints the header for a body.',
    fixes: [
      {
        place: 'Node, sender',
        wrong: `headers: { 'Content-Type': 'application/json' }`,
        right: `headers: { 'Content-Type': 'application/json', '{header}': '{prefix}' + digest }`,
      },
    ],
  },
  malformed: {
    mend: 'Send "{prefix}" and the whole digest in {encoding}, as text.',
    fixes: [
      {
        place: 'Node, sender',
        wrong: `'{header}': '{prefix}' + hmac.digest()`,
        right: `'{header}': '{prefix}' + hmac.digest('{encoding}')`,
      },
      { place: 'Python, sender', wrong: `'{prefix}' + str(mac.digest())`, right: `'{prefix}' + mac.hexdigest()` },
    ],
  },
  other_header: {
    mend: 'Send the signature in {header}.',
    fixes: [{ place: 'Node, sender', wrong: `headers: { 'X-Signature': signature }`, right: `headers: { '{header}': signature }` }],
  },
  digest_case: {
    mend: 'Write the digest in lower case without separators: it is compared as text.',
    fixes: [
      { place: 'C#, sender', wrong: `Convert.ToHexString(hash)`, right: `Convert.ToHexString(hash).ToLowerInvariant()` },
      { place: 'C#, sender', wrong: `BitConverter.ToString(hash)`, right: `BitConverter.ToString(hash).Replace("-", "").ToLower()` },
      { place: 'Node, sender', wrong: `hmac.digest('hex').toUpperCase()`, right: `hmac.digest('hex')` },
    ],
  },
  digest_base64: {
    mend: 'Write the digest in {encoding}.',
    fixes: [
      { place: 'Node, sender', wrong: `hmac.digest('base64')`, right: `hmac.digest('{encoding}')` },
      { place: 'Python, sender', wrong: `base64.b64encode(mac.digest()).decode()`, right: `mac.hexdigest()` },
      {
        place: 'PHP, sender',
        wrong: `base64_encode(hash_hmac('sha256', $body, $secret, true))`,
        right: `hash_hmac('sha256', $body, $secret)`,
      },
      { place: 'C#, sender', wrong: `Convert.ToBase64String(hash)`, right: `Convert.ToHexString(hash).ToLowerInvariant()` },
    ],
  },
  digest_hex: {
    mend: 'Write the digest in base64.',
    fixes: [
      { place: 'Node, sender', wrong: `hmac.digest('hex')`, right: `hmac.digest('base64')` },
      { place: 'Python, sender', wrong: `mac.hexdigest()`, right: `base64.b64encode(mac.digest()).decode()` },
      {
        place: 'PHP, sender',
        wrong: `hash_hmac('sha256', $body, $secret)`,
        right: `base64_encode(hash_hmac('sha256', $body, $secret, true))`,
      },
    ],
  },
  prefix_missing: {
    mend: 'Put "{prefix}" before the digest.',
    fixes: [
      {
        place: 'Node, sender',
        wrong: `const signature = hmac.digest('{encoding}')`,
        right: `const signature = '{prefix}' + hmac.digest('{encoding}')`,
      },
      { place: 'Python, sender', wrong: `signature = mac.hexdigest()`, right: `signature = '{prefix}' + mac.hexdigest()` },
      {
        place: 'PHP, sender',
        wrong: `$signature = hash_hmac('sha256', $body, $secret);`,
        right: `$signature = '{prefix}' . hash_hmac('sha256', $body, $secret);`,
      },
    ],
  },
  prefix_wrong: {
    mend: 'Write what stands before the digest exactly as the scheme does: "{prefix}", once, without quotes.',
    fixes: [{ place: 'Node, sender', wrong: `'SHA256=' + hmac.digest('{encoding}')`, right: `'{prefix}' + hmac.digest('{encoding}')` }],
  },
  newline: {
    mend: 'Sign exactly the bytes that are sent: tools and editors add a line end to the one and not to the other.',
    fixes: [
      {
        place: 'Shell, sender',
        wrong: `echo "$BODY" | openssl dgst -sha256 -hmac "$SECRET"`,
        right: `printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET"`,
      },
      { place: 'curl', wrong: `curl -d @body.json`, right: `curl --data-binary @body.json` },
      { place: 'Express, receiver', wrong: `hmac.update(req.body.toString().trim())`, right: `hmac.update(req.body)` },
    ],
  },
  crlf: {
    mend: 'Sign and send the same bytes: one side changed the line ends.',
    fixes: [
      { place: 'Python on Windows', wrong: `open('body.json').read()`, right: `open('body.json', 'rb').read()` },
      { place: 'curl', wrong: `curl -d @body.json`, right: `curl --data-binary @body.json` },
      { place: 'git', wrong: `git config core.autocrlf true`, right: `*.json -text   (in .gitattributes)` },
    ],
  },
  bom: {
    mend: 'Write UTF-8 without a byte order mark, and sign what is sent.',
    fixes: [
      { place: 'C#', wrong: `new StreamWriter(stream, Encoding.UTF8)`, right: `new StreamWriter(stream, new UTF8Encoding(false))` },
      { place: 'PowerShell', wrong: `Out-File body.json -Encoding utf8`, right: `Out-File body.json -Encoding utf8NoBOM` },
      { place: 'Python', wrong: `open('body.json', encoding='utf-8-sig')`, right: `open('body.json', 'rb')` },
    ],
  },
  whitespace: {
    mend: 'Do not trim or pad a body between signing and sending.',
    fixes: [{ place: 'Express, receiver', wrong: `hmac.update(req.body.toString().trim())`, right: `hmac.update(req.body)` }],
  },
  reserialized: {
    mend: 'Sign the bytes that are sent and check the bytes that came, never a copy that was read and written again.',
    fixes: RAW_BODY,
  },
  'reserialized:form': { mend: 'Sign and check the bytes of the body, not fields that a framework took out of it.', fixes: FORM },
  'reserialized:unread': { mend: 'Read the raw body before anything else reads or parses it, and sign that.', fixes: UNREAD },
  charset: {
    mend: 'Encode text as UTF-8 once, and sign those bytes.',
    fixes: [
      { place: 'Python', wrong: `payload.encode('latin-1')`, right: `payload.encode('utf-8')` },
      { place: 'C#', wrong: `Encoding.Unicode.GetBytes(payload)`, right: `Encoding.UTF8.GetBytes(payload)` },
      { place: 'Java', wrong: `payload.getBytes()`, right: `payload.getBytes(StandardCharsets.UTF_8)` },
      { place: 'Node', wrong: `hmac.update(body, 'latin1')`, right: `hmac.update(body, 'utf8')` },
    ],
  },
  'charset:text': {
    mend: 'Sign the bytes of the body, not a text made of them.',
    fixes: [
      {
        place: 'AWS Lambda',
        wrong: `hmac.update(event.body)`,
        right: `hmac.update(Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8'))`,
      },
    ],
  },
  compressed: {
    mend: 'Sign the bytes as they go over the wire, after they are packed.',
    fixes: [
      {
        place: 'Node, sender',
        wrong: `sign(body); send(gzipSync(body))`,
        right: `const packed = gzipSync(body); sign(packed); send(packed)`,
      },
    ],
  },
  'compressed:unpacked': {
    mend: 'Let the proxy or framework hand on the body as it came, or check the signature before it unpacks.',
    fixes: [{ place: 'Express, receiver', wrong: `express.raw({ type: '*/*' })`, right: `express.raw({ type: '*/*', inflate: false })` }],
  },
  other_secret: { mend: 'Give both sides the same secret: set the one that matched here, or the right one at the sender.' },
  'other_secret:no secret': {
    mend: `Set the sender's secret: the variable it reads is empty, or still holds an example.`,
    fixes: [
      {
        place: 'Node, sender',
        wrong: 'const secret = process.env.WEBHOOK_SECRET + ""',
        right: `const secret = process.env.WEBHOOK_SECRET; if (!secret) throw new Error('WEBHOOK_SECRET is not set')`,
      },
    ],
  },
  secret_newline: { mend: 'Take the line end off where the sender reads its secret from a file or variable.', fixes: SECRET_FILE },
  'secret_newline:stored': { mend: 'Set the secret here again, without the line end at its end.' },
  secret_whitespace: { mend: 'Trim the secret where the sender reads it.', fixes: SECRET_FILE },
  'secret_whitespace:stored': { mend: 'Set the secret here again, without the blanks around it.' },
  secret_quotes: {
    mend: `Take the quotes off the sender's secret: not every reader of .env files and no docker --env-file does.`,
    fixes: [{ place: '.env', wrong: `WEBHOOK_SECRET="…"`, right: `WEBHOOK_SECRET=…` }],
  },
  'secret_quotes:stored': { mend: 'Set the secret here again, without the quotes.' },
  secret_base64: { mend: 'Use the secret as it stands, as text: this scheme does not decode it.', fixes: DECODED },
  'secret_base64:as text': {
    mend: 'Use the secret as this scheme does: {secret}.',
    fixes: DECODED.map(({ place, wrong, right }) => ({ place, wrong: right, right: wrong })),
  },
  secret_hex: {
    mend: 'Use the secret as it stands, as text: this scheme does not decode it from hex.',
    fixes: [
      { place: 'Node', wrong: `createHmac('sha256', Buffer.from(secret, 'hex'))`, right: `createHmac('sha256', secret)` },
      {
        place: 'Python',
        wrong: `hmac.new(bytes.fromhex(secret), body, hashlib.sha256)`,
        right: `hmac.new(secret.encode(), body, hashlib.sha256)`,
      },
    ],
  },
  'secret_hex:as text': { mend: 'Use the secret as this scheme does: {secret}.' },
  secret_prefix: { mend: 'Use the secret as this scheme does: {secret}.' },
  'secret_prefix:decoded': {
    mend: 'Use the secret as it stands, with its prefix and not decoded.',
    fixes: [{ place: 'Node', wrong: `Buffer.from(secret.replace('whsec_', ''), 'base64')`, right: `secret` }],
  },
  'secret_prefix:stripped': {
    mend: 'Use the secret as it stands, with its prefix.',
    fixes: [{ place: 'Node', wrong: `secret.replace('whsec_', '')`, right: `secret` }],
  },
  'secret_prefix:literal': {
    mend: 'Use the secret as this scheme does: {secret}.',
    fixes: [
      {
        place: 'Node',
        wrong: `createHmac('sha256', secret)`,
        right: `createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))`,
      },
    ],
  },
  other_hash: {
    mend: 'Make the signature with {hash}.',
    fixes: [
      { place: 'Node', wrong: `createHmac('sha1', secret)`, right: `createHmac('{hash}', secret)` },
      { place: 'Python', wrong: `hmac.new(secret, body, hashlib.sha1)`, right: `hmac.new(secret, body, hashlib.{hash})` },
      { place: 'PHP', wrong: `hash_hmac('sha1', $body, $secret)`, right: `hash_hmac('{hash}', $body, $secret)` },
    ],
  },
  plain_hash: {
    mend: 'Make an HMAC; a hash of secret and body is another thing, and can be forged.',
    fixes: [
      { place: 'Node', wrong: `createHash('{hash}').update(secret + body)`, right: `createHmac('{hash}', secret).update(body)` },
      { place: 'Python', wrong: `hashlib.{hash}(secret + body)`, right: `hmac.new(secret, body, hashlib.{hash})` },
      { place: 'PHP', wrong: `hash('{hash}', $secret . $body)`, right: `hash_hmac('{hash}', $body, $secret)` },
    ],
  },
  key_and_message_swapped: {
    mend: 'Let the secret be the key and the body the message; libraries differ in which comes first.',
    fixes: [
      { place: 'PHP', wrong: `hash_hmac('{hash}', $secret, $body)`, right: `hash_hmac('{hash}', $body, $secret)` },
      { place: 'Python', wrong: `hmac.new(body, secret, hashlib.{hash})`, right: `hmac.new(secret, body, hashlib.{hash})` },
      { place: 'Ruby', wrong: `OpenSSL::HMAC.hexdigest('{hash}', body, secret)`, right: `OpenSSL::HMAC.hexdigest('{hash}', secret, body)` },
    ],
  },
  other_scheme: { mend: 'Set the scheme of the inbox to what the sender uses, or let the sender sign {content}.' },
  time_missing: { mend: 'Send the time with each request and sign {content}.' },
  time_unit: {
    mend: 'Write the time {unit}, the same text in the message and in what is signed.',
    fixes: [
      { place: 'Node, sender', wrong: `const ts = Date.now()`, right: `const ts = Math.floor(Date.now() / 1000)` },
      { place: 'Python, sender', wrong: `ts = str(time.time())`, right: `ts = str(int(time.time()))` },
    ],
  },
  time_stale: { mend: 'Read the clock once for each attempt, sign that time and send it at once; set both clocks by NTP.' },
  other_url: { mend: 'Give the inbox its public url as the sender knows it: scheme, host, path and query.' },
}

/** The cause with its mend in the words of a scheme. */
export function causeOf(code: CauseCode, variant: string | undefined, scheme: Scheme): Cause {
  const found = (variant === undefined ? undefined : MENDS[`${code}:${variant}`]) ?? MENDS[code]
  const fill = fillerOf(scheme)
  return {
    code,
    mend: fill(found.mend),
    fixes: (found.fixes ?? []).map(({ place, wrong, right }) => ({ place, wrong: fill(wrong), right: fill(right) })),
  }
}

const UNITS = { s: 'in seconds since 1970', ms: 'in milliseconds since 1970', iso: 'in ISO 8601' } as const

function fillerOf({ header, prefix, encoding, algorithm, content, time, secret }: Scheme): (text: string) => string {
  const values: Readonly<Record<string, string>> = {
    '{header}': header ?? 'the body',
    '{prefix}': prefix,
    '{encoding}': encoding,
    '{hash}': 'hash' in algorithm ? algorithm.hash : 'sha256',
    '{content}': content,
    '{unit}': UNITS[time?.unit ?? 's'],
    '{secret}':
      secret.as === 'text'
        ? 'as it stands, as text'
        : `${secret.prefixes.length > 0 ? `without ${secret.prefixes.join(' or ')}, ` : ''}decoded from ${secret.as}`,
  }
  return (text) => text.replaceAll(/\{(?:header|prefix|encoding|hash|content|unit|secret)\}/g, (name) => values[name] ?? name)
}
