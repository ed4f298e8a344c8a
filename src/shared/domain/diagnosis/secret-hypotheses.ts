import { decodeSecret, secretBytes } from '../signature/keys.ts'
import type { Hypothesis } from './hypothesis.ts'
import type { NamedSecret, Subject } from './subject.ts'
import { keyOf, type Change } from './trial.ts'

/** What happens to a secret on its way into the sender's code. No secret ever stands in the words. */

type Keys = (secret: NamedSecret, subject: Subject) => Iterable<Change>

export const secretNewline: Hypothesis = {
  code: 'secret_newline',
  kind: 'secret',
  keys: texts(function* (text) {
    const bare = text.replace(/\r?\n$/, '')
    if (bare !== text) yield [bare, 'without the line end after the secret', 'stored']
    yield [`${text}\n`, 'if the secret ends with a line end (LF)']
    yield [`${text}\r\n`, 'if the secret ends with a line end (CRLF)']
    yield [`${text}\r`, 'if the secret ends with a carriage return']
  }),
}

export const secretWhitespace: Hypothesis = {
  code: 'secret_whitespace',
  kind: 'secret',
  keys: texts(function* (text) {
    if (text.trim() !== text) yield [text.trim(), 'without the blanks around the secret', 'stored']
    yield [` ${text}`, 'if a blank stands before the secret']
    yield [`${text} `, 'if a blank stands after the secret']
    yield [` ${text} `, 'if blanks stand around the secret']
    yield [`${text}\t`, 'if a tab stands after the secret']
    yield [`${text}\u00a0`, 'if a no-break space stands after the secret']
    yield [`\ufeff${text}`, 'if a byte order mark stands before the secret']
  }),
}

export const secretQuotes: Hypothesis = {
  code: 'secret_quotes',
  kind: 'secret',
  keys: texts(function* (text) {
    const bare = text.replace(/^(["'`])(.*)\1$/s, '$2')
    if (bare !== text) yield [bare, 'without the quotes around the secret', 'stored']
    for (const quote of ['"', `'`, '`']) yield [quote + text + quote, `if ${quote} stands around the secret`]
    yield [`<${text}>`, 'if < > stand around the secret']
  }),
}

const MIN_ENCODED = 8

export const secretBase64: Hypothesis = {
  code: 'secret_base64',
  kind: 'secret',
  *keys(named, { scheme }) {
    const text = secretBytes(named.secret).toString('utf8').trim()
    const bare = scheme.secret.prefixes.reduce((rest, prefix) => (rest.startsWith(prefix) ? rest.slice(prefix.length) : rest), text)
    if (scheme.secret.as === 'base64') {
      yield ofBytes(named, Buffer.from(bare), 'if the secret is used as text, not decoded from base64', 'as text')
    } else if (bare.length >= MIN_ENCODED && /^[A-Za-z0-9+/_-]+={0,2}$/.test(bare)) {
      yield ofBytes(named, Buffer.from(bare, 'base64'), 'if the secret is decoded from base64 first')
    }
    yield ofBytes(named, Buffer.from(Buffer.from(text).toString('base64')), 'if the secret is put into base64 first', 'as text')
  },
}

export const secretHex: Hypothesis = {
  code: 'secret_hex',
  kind: 'secret',
  *keys(named, { scheme }) {
    const text = secretBytes(named.secret).toString('utf8').trim()
    const bytes = decodeSecret(scheme.secret, text).bytes
    if (text.length >= MIN_ENCODED && /^(?:[0-9a-f]{2})+$/i.test(text))
      yield ofBytes(named, Buffer.from(text, 'hex'), 'if the secret is decoded from hex first')
    yield ofBytes(named, Buffer.from(bytes.toString('hex')), 'if the secret is put into hex first', 'as text')
    yield ofBytes(named, Buffer.from(bytes.toString('hex').toUpperCase()), 'if the secret is put into upper-case hex first', 'as text')
  },
}

/** Prefixes that providers put before secrets. */
const PREFIX = /^(whsec_|whsk_|whpk_|v1,whsec_|sk_|secret_)/

export const secretPrefix: Hypothesis = {
  code: 'secret_prefix',
  kind: 'secret',
  *keys(named, { scheme }) {
    const text = secretBytes(named.secret).toString('utf8').trim()
    const prefix = PREFIX.exec(text)?.[0]
    if (prefix === undefined) {
      if (scheme.secret.prefixes.length === 0) {
        yield ofBytes(named, Buffer.from(`whsec_${text}`), 'if the secret is used with "whsec_" before it', 'literal')
      }
      return
    }
    const rest = text.slice(prefix.length)
    if (scheme.secret.prefixes.length > 0)
      yield ofBytes(named, Buffer.from(text), `if the secret is used as it stands, with its "${prefix}"`, 'literal')
    else {
      yield ofBytes(named, Buffer.from(rest, 'base64'), `if the secret is decoded from base64 without its "${prefix}"`, 'decoded')
      yield ofBytes(named, Buffer.from(rest), `if the secret is used without its "${prefix}"`, 'stripped')
    }
  },
}

/** Secrets that are no secret: a variable that is not set, the examples of the guide and of tutorials. */
const NO_SECRETS: readonly (readonly [text: string, clause: string])[] = [
  ['', 'under an empty secret: a variable was not set'],
  ['undefined', 'under the secret "undefined": a variable was not set'],
  ['null', 'under the secret "null": a variable was not set'],
  ['None', 'under the secret "None": a variable was not set'],
  ['your-webhook-secret-key-min-32-chars', `under the guide's example secret "your-webhook-secret-key-min-32-chars"`],
  ['your-webhook-secret', `under the guide's example secret "your-webhook-secret"`],
  ['secret_from_webhook_creation', `under the guide's example secret "secret_from_webhook_creation"`],
  ['secret', 'under the secret "secret"'],
  ['test', 'under the secret "test"'],
  ['changeme', 'under the secret "changeme"'],
]

/** All stored ones, the newest first, then what is put in place of one. */
export const otherSecret: Hypothesis = {
  code: 'other_secret',
  kind: 'message',
  *changes({ scheme, otherSecrets }) {
    for (const other of otherSecrets) yield { key: keyOf(scheme, other), clause: otherClause(other) }
    for (const [text, clause] of NO_SECRETS) yield { key: { bytes: Buffer.from(text), name: null }, clause, variant: 'no secret' }
  },
}

export function otherClause({ name }: NamedSecret): string {
  return name === null ? 'under another secret' : `under the secret of ${name}`
}

/** Changes of the text, which is then taken as the scheme takes secrets. */
function texts(variants: (text: string) => Iterable<readonly [text: string, clause: string, variant?: string]>): Keys {
  return function* (named, { scheme }) {
    const own = keyOf(scheme, named).bytes
    for (const [text, clause, variant] of variants(secretBytes(named.secret).toString('utf8'))) {
      const { bytes } = decodeSecret(scheme.secret, text)
      if (!bytes.equals(own)) yield { ...ofBytes(named, bytes, clause, variant) }
    }
  }
}

function ofBytes({ name }: NamedSecret, bytes: Uint8Array, clause: string, variant?: string): Change {
  return { key: { bytes, name }, clause, ...(variant === undefined ? {} : { variant }) }
}
