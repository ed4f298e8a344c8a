import { counted } from '../counted.ts'
import type { Verification } from '../verdict.ts'
import { secretBytes } from '../signature/keys.ts'
import type { Scheme, TimeRule } from '../signature/scheme-form.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../units.ts'
import type { CauseCode } from './diagnosis.ts'
import { momentOf } from './message-hypotheses.ts'
import type { Subject } from './subject.ts'

/** What is plain to see, without computing anything. */
export interface Fact {
  readonly code: CauseCode
  readonly sentence: string
}

/**
 * `before` the search: what no match could explain better. `after`: what is said when nothing matched, because a signature
 * that is missing or cut off may yet stand elsewhere in the message.
 */
export function factOf(subject: Subject, verification: Verification, when: 'before' | 'after'): Fact | null {
  if (when === 'before') return staleFact(subject, verification) ?? secretFact(subject)
  return gapFact(subject, verification)
}

/** The signature is right and its time is not. */
function staleFact({ scheme, arrived, read: { time } }: Subject, { verdict, reason }: Verification): Fact | null {
  if (verdict !== 'stale' || scheme.time === null || time === null || time.ms === null) return null
  const asWritten = momentOf(time.text)
  if (asWritten !== null && Math.abs(asWritten - arrived.at) < DAY_MS && Math.abs(time.ms - arrived.at) > DAY_MS) {
    return { code: 'time_unit', sentence: `The signature is right, but its time ${time.text} is not ${unitWords(scheme.time)}.` }
  }
  const distance = arrived.at - time.ms
  const age = distance >= 0 ? `signed ${lasting(distance)} before it arrived` : `signed for ${lasting(-distance)} after it arrived`
  return {
    code: 'time_stale',
    sentence: `The signature is right, but it was ${age} (${/and (.*)\.$/.exec(reason)?.[1] ?? 'too far away'}).`,
  }
}

function lasting(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} days`
  if (ms >= 2 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} hours`
  return ms >= 2 * MINUTE_MS ? `${Math.round(ms / MINUTE_MS)} minutes` : `${Math.round(ms / SECOND_MS)} s`
}

function unitWords({ unit }: TimeRule): string {
  return { s: 'in seconds since 1970', ms: 'in milliseconds since 1970', iso: 'an ISO 8601 time' }[unit]
}

/** The secret itself was sent in place of a signature. */
function secretFact({ scheme, secrets, read: { received } }: Subject): Fact | null {
  if (received === null || scheme.algorithm.kind === 'plain') return null
  const bare = received.startsWith(scheme.prefix) ? received.slice(scheme.prefix.length) : received
  const isSecret = secrets.some(({ secret }) => {
    const bytes = secretBytes(secret)
    return (
      bytes.length > 0 && (Buffer.from(bare, 'latin1').equals(bytes) || Buffer.from(bare.replace(/^Bearer /i, ''), 'latin1').equals(bytes))
    )
  })
  return isSecret
    ? { code: 'malformed', sentence: 'The secret itself was sent in place of a signature; change it, it has been seen on the wire.' }
    : null
}

function gapFact({ scheme, read, claims }: Subject, { expected }: Verification): Fact | null {
  const { received, time } = read
  const place = scheme.header === null ? 'body' : `${scheme.header} header`
  if (received === null) return { code: 'missing', sentence: `The request has no ${place === 'body' ? 'signature in its body' : place}.` }
  if (received === '') return { code: 'missing', sentence: `The ${place} is empty.` }
  if (claims.size === 0 && scheme.algorithm.kind !== 'plain')
    return { code: 'malformed', sentence: malformedSentence(scheme, received, expected) }
  if (scheme.time !== null && time === null)
    return { code: 'time_missing', sentence: `The message carries no time, and ${scheme.label} signs ${scheme.content}.` }
  if (scheme.time !== null && time?.ms === null)
    return { code: 'time_unit', sentence: `The time "${time.text.slice(0, 40)}" is not ${unitWords(scheme.time)}.` }
  return null
}

const NOTHING_WORDS = /(?:undefined|null|None|NaN|\[object \w+\]|<Buffer[^>]*>)/

function malformedSentence(scheme: Scheme, received: string, expected: string | null): string {
  const digest = received.startsWith(scheme.prefix) ? received.slice(scheme.prefix.length) : received
  const word = NOTHING_WORDS.exec(digest)?.[0]
  if (word !== undefined) return `In place of a digest stands the text "${word.slice(0, 40)}".`
  if (digest === '') return `After "${scheme.prefix}" there is no digest.`
  const wanted = expectedLength(scheme)
  if (expected?.startsWith(received))
    return `The digest is right as far as it goes, but it was cut off after ${digest.length} of ${wanted} characters.`
  if (scheme.encoding === 'hex') {
    const wrong = /[^0-9a-f]/i.exec(digest)?.[0]
    if (wrong !== undefined) return `The digest holds ${JSON.stringify(wrong)}, which is no hex digit.`
  }
  return `The digest has ${counted(digest.length, 'character')}${wanted === null ? '' : `; ${wanted} are expected`}: it was cut off or is no ${scheme.encoding}.`
}

const HASH_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const

function expectedLength({ algorithm, encoding }: Scheme): number | null {
  if (algorithm.kind !== 'hmac' && algorithm.kind !== 'hash') return null
  const bytes = HASH_BYTES[algorithm.hash]
  return encoding === 'hex' ? 2 * bytes : 4 * Math.ceil(bytes / 3)
}
