import { counted } from '../counted.ts'
import { createVerify, timingSafeEqual, verify as verifyBytes } from 'node:crypto'
import { SECOND_MS } from '../units.ts'
import type { Verification } from '../verdict.ts'
import { contentOf, type SignedValues } from './content.ts'
import { signedContent } from './digest.ts'
import { publicKey, type Secret } from './keys.ts'
import type { ReadSignature } from './read-signature.ts'
import type { Place, Scheme, TimeRule } from './scheme-form.ts'
import { joinItems } from './sign.ts'

/** What a signature that came is worth beside the ones that would be right. `at`: when it arrived, ms since 1970. */

type Judgement = Pick<Verification, 'verdict' | 'secretIndex' | 'reason'>

/** `expected`: the signature of each secret, prefix and digest as text, newest first. */
export function judge(scheme: Scheme, at: number, read: ReadSignature, expected: readonly string[]): Verification {
  const gap = gapOf(scheme, read)
  const match = gap === null ? firstMatch(read.candidates, expected) : -1
  const judgement =
    gap ?? (match < 0 ? mismatch(mismatchReason(scheme, read.candidates, expected)) : matched(scheme, at, read, match, expected.length))
  const text = expected[Math.max(0, match)]
  // The text of a token is the secret itself.
  const isShown = text !== undefined && scheme.algorithm.kind !== 'plain' && lackOf(scheme, read) === null
  return {
    scheme: scheme.id,
    header: scheme.header,
    received: read.received,
    expected: isShown ? joinItems(scheme, [text], read.time?.text ?? '') : null,
    ...judgement,
  }
}

/** The same by public keys; null when no secret is one. */
export function judgeKeys(
  scheme: Scheme,
  secrets: readonly Secret[],
  at: number,
  read: ReadSignature,
  values: SignedValues,
  body: Uint8Array,
): Verification | null {
  const keys = secrets.map((secret) => publicKey(scheme, secret))
  if (keys.every((key) => key === null)) return null
  const base = { scheme: scheme.id, header: scheme.header, received: read.received, expected: null }
  const gap = gapOf(scheme, read)
  if (gap !== null) return { ...base, ...gap }
  const { algorithm, encoding, prefix } = scheme
  const signatures = read.candidates
    .filter((candidate) => candidate.startsWith(prefix))
    .map((candidate) => Buffer.from(candidate.slice(prefix.length), encoding === 'hex' ? 'hex' : 'base64'))
  const match = keys.findIndex((key, index) => {
    const secret = secrets[index]
    if (key === null || secret === undefined) return false
    const content = signedContent(scheme, secret, values, body)
    return signatures.some((signature) =>
      algorithm.kind === 'ecdsa'
        ? createVerify(algorithm.hash).update(content).verify(key, signature)
        : verifyBytes(null, content, key, signature),
    )
  })
  if (match >= 0) return { ...base, ...matched(scheme, at, read, match, keys.length) }
  return { ...base, ...mismatch('The signature does not match the message under this public key.') }
}

/** Why there is nothing to compare; null when there is. */
function gapOf(scheme: Scheme, read: ReadSignature): Judgement | null {
  const { received, candidates } = read
  if (received === null)
    return missing(scheme.header === null ? `The body has no ${scheme.field}.` : `The request has no ${scheme.header} header.`)
  if (received === '')
    return missing(scheme.header === null ? `The body's ${scheme.field} is empty.` : `The ${scheme.header} header is empty.`)
  const lack = lackOf(scheme, read)
  if (lack !== null) return mismatch(lack)
  return candidates.length === 0 ? mismatch(`The ${scheme.header ?? 'signature'} holds no item that starts with "${scheme.prefix}".`) : null
}

const UNIT_WORDS = {
  s: 'number of seconds since 1970',
  ms: 'number of milliseconds since 1970',
  iso: 'ISO 8601 time with its offset',
} as const

/** What is signed and did not come, as a sentence; null when all of it did. */
function lackOf(scheme: Scheme, { id, time }: ReadSignature): string | null {
  const { signsTime, signsId } = contentOf(scheme)
  if (signsTime && scheme.time !== null) {
    const place = placeName(scheme.time.at)
    if (time === null) return `The message has no time (${place}), which is part of what is signed.`
    if (time.ms === null) return `The time of the message (${place}) is no ${UNIT_WORDS[scheme.time.unit]}.`
  }
  return signsId && scheme.idAt !== null && id === null
    ? `The message has no id (${placeName(scheme.idAt)}), which is part of what is signed.`
    : null
}

function placeName(place: Place): string {
  if ('header' in place) return place.header
  return 'item' in place ? place.item : `${place.field} in the body`
}

function missing(reason: string): Judgement {
  return { verdict: 'missing', secretIndex: null, reason }
}

function mismatch(reason: string): Judgement {
  return { verdict: 'invalid', secretIndex: null, reason }
}

/** The signature is right: is it in time? */
function matched(scheme: Scheme, at: number, { time }: ReadSignature, secretIndex: number, secrets: number): Judgement {
  const ms = time?.ms ?? null
  const staleness = scheme.time === null || ms === null ? null : stalenessOf(scheme.time, at - ms)
  if (staleness !== null) return { verdict: 'stale', secretIndex, reason: `The signature is right, but ${staleness}.` }
  const under = secretIndex === 0 ? '' : ` under an older secret (${secretIndex + 1} of ${secrets}, newest first)`
  const what =
    scheme.algorithm.kind === 'plain'
      ? 'The credentials are right'
      : `The signature matches the ${scheme.content === '{body}' ? 'body' : 'message'}`
  return { verdict: 'valid', secretIndex, reason: `${what}${under}.` }
}

function stalenessOf({ toleranceMs, side }: TimeRule, ageMs: number): string | null {
  if (toleranceMs === null) return null
  const allowed = `${Math.round(toleranceMs / SECOND_MS)} s are allowed`
  if (ageMs > toleranceMs) return `it is ${Math.round(ageMs / SECOND_MS)} s old, and ${allowed}`
  return side === 'both' && -ageMs > toleranceMs ? `its time lies ${Math.round(-ageMs / SECOND_MS)} s ahead, and ${allowed}` : null
}

function firstMatch(candidates: readonly string[], expected: readonly string[]): number {
  return expected.findIndex((each) => candidates.some((candidate) => equalInConstantTime(candidate, each)))
}

/** Texts of different length differ at once: how long a signature is, is no secret. */
export function equalInConstantTime(received: string, expected: string): boolean {
  const a = Buffer.from(received, 'latin1')
  const b = Buffer.from(expected, 'latin1')
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What can be said without trying other secrets or bodies; the doctor says more. */
function mismatchReason(scheme: Scheme, candidates: readonly string[], expected: readonly string[]): string {
  const [received = ''] = candidates
  if (scheme.algorithm.kind === 'plain') return `The ${scheme.header ?? 'value'} is not the one of this secret.`
  const lowered = expected.find((each) => each === received.toLowerCase())
  if (scheme.encoding === 'hex' && lowered !== undefined)
    return 'The digest is right but in upper case; it is compared as text, so it must be lower case.'
  if (expected.some((each) => each === scheme.prefix + received)) return `The digest is right but the prefix "${scheme.prefix}" is missing.`
  if (!received.startsWith(scheme.prefix)) return `The signature does not start with "${scheme.prefix}".`
  if (received.length !== (expected[0]?.length ?? 0))
    return `The signature has ${counted(received.length, 'character')}; ${expected[0]?.length ?? 0} were expected.`
  return `The signature does not match the ${scheme.content === '{body}' ? 'body' : 'message'} under this secret.`
}
