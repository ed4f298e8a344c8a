import { createHash } from 'node:crypto'
import type { RawHeaders } from '../http-message.ts'
import { MIB } from '../units.ts'
import type { Verification } from '../verdict.ts'
import { contentOf, isForm, urlToSign, type SignedValues } from './content.ts'
import { beginDigest, signatureText } from './digest.ts'
import { equalInConstantTime, judge, judgeKeys } from './judge.ts'
import { isEmptyKey, type Secret } from './keys.ts'
import { readSignature, type ReadSignature } from './read-signature.ts'
import type { Scheme } from './scheme-form.ts'

/** A message as it arrived, before its body. */
export interface Arrived {
  readonly method: string
  /** As its sender knew it: behind a tunnel the public one. Only asked where the scheme signs it. */
  readonly url: string
  readonly headers: RawHeaders
  /** When it arrived; ms since 1970. */
  readonly at: number
}

/** A verification that takes the body in pieces. */
export interface RunningVerification {
  update(piece: Uint8Array): void
  finish(): Verification
}

/** Schemes that look into the body, or sign it in one go, are checked up to here. */
export const MAX_WHOLE_BYTES = MIB

export const UNSIGNED: Verification = {
  verdict: 'unsigned',
  scheme: null,
  header: null,
  received: null,
  expected: null,
  secretIndex: null,
  reason: 'This inbox expects no signature.',
}

/** The verification of something that cannot be checked, with the reason in words. */
export function unchecked(scheme: Scheme, headers: RawHeaders, reason: string): Verification {
  const { received } = readSignature(scheme, headers, null)
  return { verdict: 'unchecked', scheme: scheme.id, header: scheme.header, received, expected: null, secretIndex: null, reason }
}

/**
 * Starts the verification of one message against every secret, newest first. Comparison is constant-time over the
 * signature's text, as the guide and the providers' libraries compare it; no input makes it throw.
 */
export function beginVerification(scheme: Scheme, secrets: readonly Secret[], arrived: Arrived): RunningVerification {
  const hindrance = hindranceOf(scheme, secrets)
  if (hindrance !== null) return { update: () => {}, finish: () => unchecked(scheme, arrived.headers, hindrance) }
  if (contentOf(scheme).needsWholeBody) return collecting(scheme, secrets, arrived)
  const read = readSignature(scheme, arrived.headers, null)
  const values = valuesOf(scheme, arrived, read)
  const digests = secrets.map((secret) => beginDigest(scheme, secret, values))
  return {
    update: (piece) => {
      for (const digest of digests) digest.update(piece)
    },
    finish: () =>
      judge(
        scheme,
        arrived.at,
        read,
        digests.map((digest) => digest.finish()),
      ),
  }
}

/** The verification of a whole body. */
export function verify(scheme: Scheme, secrets: readonly Secret[], arrived: Arrived, body: Uint8Array): Verification {
  if (contentOf(scheme).needsWholeBody && hindranceOf(scheme, secrets) === null) return verifyWhole(scheme, secrets, arrived, body)
  const running = beginVerification(scheme, secrets, arrived)
  running.update(body)
  return running.finish()
}

/** Why nothing can be checked at all; null when it can. */
function hindranceOf(scheme: Scheme, secrets: readonly Secret[]): string | null {
  const { algorithm, secret: form } = scheme
  if (algorithm.kind === 'none') return algorithm.why
  if (secrets.length === 0) return 'No secret is set, so the signature cannot be checked.'
  // Anybody can sign under a key without bytes.
  const isKeyless = algorithm.kind === 'hmac' && form.as !== 'text' && secrets.some((secret) => isEmptyKey(scheme, secret))
  return isKeyless ? `The secret holds no ${form.as} text, so it gives no key to check with.` : null
}

/** Keeps the pieces, because the scheme needs the body whole. */
function collecting(scheme: Scheme, secrets: readonly Secret[], arrived: Arrived): RunningVerification {
  let pieces: Uint8Array[] = []
  let length = 0
  return {
    update: (piece) => {
      length += piece.length
      if (length > MAX_WHOLE_BYTES) pieces = []
      // A copy: the caller may use its buffer again.
      else pieces.push(piece.slice())
    },
    finish: () => (length > MAX_WHOLE_BYTES ? tooLong(scheme, arrived) : verifyWhole(scheme, secrets, arrived, Buffer.concat(pieces))),
  }
}

function verifyWhole(scheme: Scheme, secrets: readonly Secret[], arrived: Arrived, body: Uint8Array): Verification {
  if (body.length > MAX_WHOLE_BYTES) return tooLong(scheme, arrived)
  const { at, headers } = arrived
  const read = readSignature(scheme, headers, body)
  const values = valuesOf(scheme, arrived, read)
  if (scheme.algorithm.kind === 'ed25519' || scheme.algorithm.kind === 'ecdsa') {
    const verification = judgeKeys(scheme, secrets, at, read, values, body)
    return verification ?? unchecked(scheme, headers, `The secret is no key that ${scheme.label} could be checked with.`)
  }
  const expected = secrets.map((secret) => signatureText(scheme, secret, values, body) ?? '')
  const verification = judge(scheme, at, read, expected)
  const problem = verification.verdict === 'valid' ? bodyHashProblem(scheme, arrived, body) : null
  return problem === null ? verification : { ...verification, verdict: 'invalid', secretIndex: null, reason: problem }
}

function tooLong(scheme: Scheme, { headers }: Arrived): Verification {
  return unchecked(scheme, headers, `${scheme.label} needs the body whole, so it is only checked on bodies up to 1 MiB.`)
}

function valuesOf(scheme: Scheme, arrived: Arrived, read: ReadSignature): SignedValues {
  const { method, headers } = arrived
  return { method, headers, url: contentOf(scheme).signsUrl ? urlToSign(scheme, arrived.url) : '', id: read.id, time: read.time }
}

/** Twilio signs the url, and the url says what the body's hash is. */
function bodyHashProblem({ bodyHashParameter }: Scheme, { url, headers }: Arrived, body: Uint8Array): string | null {
  if (bodyHashParameter === null || isForm(headers)) return null
  const said = new RegExp(`[?&]${bodyHashParameter}=([^&#]*)`).exec(url)?.[1]
  if (said === undefined) return null
  const hash = createHash('sha256').update(body).digest('hex')
  return equalInConstantTime(said, hash) ? null : `The url's ${bodyHashParameter} is not the SHA-256 of the body that came.`
}
