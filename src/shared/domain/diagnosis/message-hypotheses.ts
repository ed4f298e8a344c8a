import { firstHeader } from '../http-message.ts'
import { contentOf, formatMoment, type Moment } from '../signature/content.ts'
import { readSignature } from '../signature/read-signature.ts'
import { SCHEMES } from '../signature/scheme.ts'
import type { Scheme } from '../signature/scheme-form.ts'
import { isoSeconds, SECOND_MS } from '../units.ts'
import { readClaims } from './claims.ts'
import type { Hypothesis } from './hypothesis.ts'
import { itemsOf, type Subject } from './subject.ts'
import { hasHash, type Change } from './trial.ts'

/** What is signed, how, and where its signature stands. */

/** Headers that hold no signature, whatever they look like. */
const NO_SIGNATURE = /^(?:host|content-.*|user-agent|accept.*|connection|date|cookie|etag|if-.*|traceparent|tracestate|x-forwarded-.*)$/i

export const otherHeader: Hypothesis = {
  code: 'other_header',
  kind: 'message',
  *changes({ scheme, arrived: { headers } }) {
    for (const [name, value] of headers) {
      if (NO_SIGNATURE.test(name) || name.toLowerCase() === scheme.header?.toLowerCase()) continue
      const claims = readClaims(scheme, itemsOf(scheme, value))
      if (claims.size > 0) yield { claims, clause: `in the header ${name}${scheme.header === null ? '' : `, not in ${scheme.header}`}` }
    }
    if (scheme.header === null) return
    const repeated = headers.filter(([name]) => name.toLowerCase() === scheme.header?.toLowerCase()).slice(1)
    for (const [name, value] of repeated) {
      const claims = readClaims(scheme, itemsOf(scheme, value))
      if (claims.size > 0) yield { claims, clause: `in a second header ${name}; only the first one counts` }
    }
  },
}

export const timeMissing: Hypothesis = {
  code: 'time_missing',
  kind: 'message',
  *changes({ scheme, read }) {
    if (!contentOf(scheme).signsTime) return
    // The time and what joins it to the next part.
    const without = scheme.content.replace(/\{ts(?:_ms|_iso)?\}[.:|]?/, '').replace(/[.:|]$/, '')
    yield { content: without, clause: `if the time is not signed (${without} instead of ${scheme.content})` }
    yield { content: '{body}', clause: 'if only the body is signed, without the time' }
    if (read.time === null) yield { content: scheme.content, clause: 'with nothing in place of the time' }
  },
}

export const timeUnit: Hypothesis = {
  code: 'time_unit',
  kind: 'message',
  *changes({ scheme, read: { time } }) {
    if (time === null || !contentOf(scheme).signsTime) return
    const ms = momentOf(time.text)
    if (ms === null) return
    const forms: [string, string][] = [
      [formatMoment(ms, 's'), 'in seconds'],
      [formatMoment(ms, 'ms'), 'in milliseconds'],
      [formatMoment(ms, 'iso'), 'as an ISO 8601 time'],
      [new Date(ms).toISOString(), 'as an ISO 8601 time with milliseconds'],
      [String(ms / SECOND_MS), 'in seconds with a fraction'],
      [`${formatMoment(ms, 's')}.0`, 'in seconds with a fraction'],
    ]
    for (const [text, unit] of forms) {
      if (text !== time.text && text !== '')
        yield { values: { time: { text, ms } }, clause: `if the time is signed ${unit} (${text}); the message says ${time.text}` }
    }
    // As it stands, in a unit that the scheme does not take.
    if (time.ms === null)
      yield {
        content: scheme.content,
        clause: `over the time as it stands (${time.text}), which is not ${UNIT_WORDS[scheme.time?.unit ?? 's']}`,
        variant: 'sent',
      }
  },
}

const UNIT_WORDS = { s: 'in seconds', ms: 'in milliseconds', iso: 'an ISO 8601 time' } as const

/** The clock was read twice, once for the header and once for the signature. */
export const timeStale: Hypothesis = {
  code: 'time_stale',
  kind: 'message',
  *changes({ scheme, read: { time } }) {
    if (time === null || time.ms === null || scheme.time === null || !contentOf(scheme).signsTime) return
    const { unit } = scheme.time
    const step = unit === 'ms' ? 1 : SECOND_MS
    for (let distance = 1; distance <= (unit === 'ms' ? 50 : 5); distance++) {
      for (const away of [-distance, distance]) {
        const ms = time.ms + away * step
        const words = `${Math.abs(away)} ${unit === 'ms' ? 'ms' : 's'} ${away < 0 ? 'before' : 'after'}`
        yield {
          values: { time: { text: formatMoment(ms, unit), ms } },
          clause: `if the signed time is ${words} the one in the message: the clock was read twice`,
        }
      }
    }
  },
}

export const otherUrl: Hypothesis = {
  code: 'other_url',
  kind: 'message',
  *changes({ scheme, arrived, values }) {
    if (!contentOf(scheme).signsUrl) return
    for (const url of urlsOf(arrived)) {
      if (url !== values.url) yield { values: { url }, clause: `if the url ${url || '""'} is signed; ${values.url} was expected` }
    }
  },
}

function urlsOf({ url, headers }: Subject['arrived']): Set<string> {
  const parsed = URL.canParse(url) ? new URL(url) : null
  const path = parsed ? url.slice(url.indexOf('/', url.indexOf('//') + 2)) : url
  const bare = path.replace(/[?#].*$/, '')
  const said = (name: string): string[] =>
    (firstHeader(headers, name) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
  const forwarded = /host="?([^;",]+)/i.exec(firstHeader(headers, 'forwarded') ?? '')?.[1]
  const hosts = new Set([
    ...said('x-forwarded-host'),
    ...(forwarded === undefined ? [] : [forwarded]),
    ...said('x-original-host'),
    ...(parsed ? [parsed.host] : []),
    ...said('host'),
  ])
  const bases = new Set<string>()
  for (const host of hosts) {
    for (const each of new Set([host, host.replace(/:\d+$/, ''), `${host.replace(/:\d+$/, '')}:443`])) {
      bases.add(`https://${each}`)
      bases.add(`http://${each}`)
    }
  }
  const paths = new Set([
    path,
    ...said('x-original-url'),
    ...said('x-forwarded-uri'),
    bare,
    bare.endsWith('/') ? bare.slice(0, -1) : `${bare}/`,
    '',
  ])
  const urls = new Set<string>()
  for (const base of bases) for (const each of paths) urls.add(base + each)
  for (const each of paths) urls.add(each)
  return urls
}

export const plainHash: Hypothesis = {
  code: 'plain_hash',
  kind: 'message',
  *changes({ secrets, claims, scheme }) {
    if (scheme.algorithm.kind !== 'hmac') return
    const sizes = new Set([...claims.keys()].map((hex) => hex.length / 2))
    for (const [size, hash] of PLAIN_HASHES) {
      if (!sizes.has(size) || !hasHash(hash)) continue
      const name = hash.toUpperCase().replace('SHA', 'SHA-')
      for (const { secret } of secrets) {
        const bytes = Buffer.from(typeof secret === 'string' ? secret : secret.export())
        for (const joint of ['', '.', ':', '|', '\n', '&']) {
          const words = joint === '' ? '' : ` joined by ${JSON.stringify(joint)}`
          yield hashChange(
            hash,
            Buffer.concat([bytes, Buffer.from(joint)]),
            NOTHING,
            `as a plain ${name} of secret and body${words}, without HMAC`,
          )
          yield hashChange(
            hash,
            NOTHING,
            Buffer.concat([Buffer.from(joint), bytes]),
            `as a plain ${name} of body and secret${words}, without HMAC`,
          )
        }
        yield hashChange(hash, bytes, bytes, `as a plain ${name} of secret, body and secret, without HMAC`)
      }
      yield hashChange(hash, NOTHING, NOTHING, `as a plain ${name} of the body alone, without any secret`)
    }
  },
}

const NOTHING = Buffer.alloc(0)
const PLAIN_HASHES: readonly (readonly [size: number, name: string])[] = [
  [32, 'sha256'],
  [20, 'sha1'],
  [64, 'sha512'],
  [16, 'md5'],
  [48, 'sha384'],
]

function hashChange(hash: string, before: Uint8Array, after: Uint8Array, clause: string): Change {
  return { hash, construction: { kind: 'hash', before, after }, clause }
}

export const keyAndMessageSwapped: Hypothesis = {
  code: 'key_and_message_swapped',
  kind: 'message',
  *changes({ scheme }) {
    if (scheme.algorithm.kind === 'hmac')
      yield { construction: { kind: 'swapped' }, clause: 'if secret and body change places: the body was the key' }
  },
}

/** Hashes of the same size as the usual one. */
export const otherHash: Hypothesis = {
  code: 'other_hash',
  kind: 'message',
  *changes({ scheme: { algorithm } }) {
    if (algorithm.kind !== 'hmac') return
    for (const hash of [
      'sha512-256',
      'sha3-256',
      'blake2s256',
      'ripemd160',
      'sha3-512',
      'blake2b512',
      'sha3-384',
      'sha3-224',
      'sha512-224',
    ]) {
      if (hasHash(hash))
        yield { hash, clause: `if it is made with HMAC-${hash.toUpperCase()} instead of HMAC-${algorithm.hash.toUpperCase()}` }
    }
  },
}

/** What other schemes sign, in our header or in theirs; then every usual way to put time and body together. */
export const otherScheme: Hypothesis = {
  code: 'other_scheme',
  kind: 'message',
  *changes(subject) {
    const { scheme } = subject
    const isHmac = scheme.algorithm.kind === 'hmac'
    if (!isHmac) return
    for (const other of Object.values(SCHEMES)) if (other.id !== scheme.id) yield* asOther(subject, other)
    for (const time of timesOf(subject)) {
      for (const content of [
        '{ts}.{body}',
        '{ts}:{body}',
        '{ts}{body}',
        '{body}{ts}',
        '{body}.{ts}',
        'v0:{ts}:{body}',
        '{ts}|{body}',
        '{ts}\n{body}',
      ]) {
        if (content !== scheme.content)
          yield { content, values: { time }, clause: `if ${content} is signed instead of ${scheme.content}, with the time ${time.text}` }
      }
      for (const id of idsOf(subject)) {
        for (const content of ['{id}.{ts}.{body}', '{ts}.{id}.{body}', '{id}{ts}{body}']) {
          if (content !== scheme.content)
            yield { content, values: { time, id }, clause: `if ${content} is signed instead of ${scheme.content}` }
        }
      }
    }
    for (const content of ['{body}', '{url}{body}', '{body}{url}', '{method}{url}{body}', '{method}\n{url}\n{body}', '{method}{body}']) {
      if (content !== scheme.content) yield { content, clause: `if ${content} is signed instead of ${scheme.content}` }
    }
  },
}

/** The signature of another provider's scheme: its own header, or ours in its form. */
function* asOther(subject: Subject, other: Scheme): Generator<Change> {
  const { scheme, arrived, body, read } = subject
  const { algorithm } = other
  if (algorithm.kind !== 'hmac' || other.header === null || contentOf(other).readsBody) return
  const own = firstHeader(arrived.headers, other.header)
  const isElsewhere = own === undefined
  if (isElsewhere && (read.received === null || other.header === scheme.header)) return
  const headers = isElsewhere ? [...arrived.headers, [other.header, read.received ?? ''] as const] : arrived.headers
  const theirs = readSignature(other, headers, body)
  if (theirs.candidates.length === 0 || (other.time !== null && theirs.time === null) || (other.idAt !== null && theirs.id === null)) return
  const claims = readClaims(other, theirs.candidates)
  if (claims.size === 0 || [...claims.values()].every(({ deviations }) => deviations.length > 0)) return
  // In our header, what only its prefix tells apart is a wrong prefix.
  if (isElsewhere && other.content === scheme.content) return
  yield {
    claims: new Map([...claims].filter(([, { deviations }]) => deviations.length === 0)),
    hash: algorithm.hash,
    content: other.content,
    values: { time: theirs.time, id: theirs.id },
    clause: isElsewhere
      ? `as ${alike(other).join(' or ')} signs (${other.content}), in the header ${scheme.header}`
      : `as ${other.label} signs (${other.content})`,
    variant: other.label,
  }
}

/** Labels of the schemes that only their header tells apart. */
function alike(other: Scheme): string[] {
  const form = ({ content, prefix, encoding, algorithm, time, several }: Scheme): string =>
    JSON.stringify([content, prefix, encoding, algorithm, several, time !== null && 'item' in time.at && time.at.item])
  return Object.values(SCHEMES).flatMap((each) => (form(each) === form(other) ? [each.label] : []))
}

const MAX_VALUES = 4

/** What looks like a time in the headers. */
function timesOf({ arrived: { headers }, read }: Subject): Moment[] {
  const texts = [
    ...(read.time === null ? [] : [read.time.text]),
    ...headers.filter(([name]) => !NO_SIGNATURE.test(name)).flatMap(([, value]) => [value, ...itemValues(value)]),
  ]
  const found = new Map<string, Moment>()
  for (const text of texts) {
    const ms = momentOf(text)
    if (ms !== null && found.size < MAX_VALUES) found.set(text, { text, ms })
  }
  return [...found.values()]
}

/** `1700000000` of `t=1700000000,v1=…`. */
function itemValues(value: string): string[] {
  return [...value.matchAll(/(?:^|[,; ])t(?:s|imestamp)?=(\d{10,13})/g)].map(([, time]) => time ?? '')
}

function idsOf({ arrived: { headers }, read }: Subject): string[] {
  const found = headers.filter(([name]) => /(?:^|-)(?:id|delivery|nonce)$/i.test(name)).map(([, value]) => value)
  return [...new Set([...(read.id === null ? [] : [read.id]), ...found])].slice(0, MAX_VALUES)
}

/** A time in seconds, milliseconds or ISO 8601; null when the text looks like none. */
export function momentOf(text: string): number | null {
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return Number(text) * SECOND_MS
  if (/^\d{13}$/.test(text)) return Number(text)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) || isoSeconds(ms) === '' ? null : ms
}
