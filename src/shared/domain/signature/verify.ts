import { timingSafeEqual, type KeyObject } from 'node:crypto'
import { firstHeader, type RawHeaders } from '../http-message.ts'
import type { Verification } from '../verdict.ts'
import type { Scheme } from './scheme.ts'
import { beginDigest } from './sign.ts'

/** A verification that takes the body in pieces. */
export interface RunningVerification {
  update(piece: Uint8Array): void
  finish(): Verification
}

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
export function unchecked(scheme: Scheme, received: string | null, reason: string): Verification {
  return { verdict: 'unchecked', scheme: scheme.id, header: scheme.header, received, expected: null, secretIndex: null, reason }
}

/**
 * Starts the verification of one message against every secret. Comparison is constant-time over the header's text, as
 * the guide compares it ("Verification Examples"); no input makes it throw.
 */
export function beginVerification(scheme: Scheme, secrets: readonly (string | KeyObject)[], headers: RawHeaders): RunningVerification {
  const received = firstHeader(headers, scheme.header) ?? null
  if (secrets.length === 0) {
    return { update: () => {}, finish: () => unchecked(scheme, received, 'No secret is set, so the signature cannot be checked.') }
  }
  const digests = secrets.map((secret) => beginDigest(scheme, secret))
  return {
    update: (piece) => {
      for (const digest of digests) digest.update(piece)
    },
    finish: () =>
      judge(
        scheme,
        received,
        digests.map((digest) => digest.finish()),
      ),
  }
}

/** The verification of a whole body. */
export function verify(scheme: Scheme, secrets: readonly (string | KeyObject)[], headers: RawHeaders, body: Uint8Array): Verification {
  const running = beginVerification(scheme, secrets, headers)
  running.update(body)
  return running.finish()
}

function judge(scheme: Scheme, received: string | null, expected: readonly string[]): Verification {
  const base = { scheme: scheme.id, header: scheme.header, received, expected: expected[0] ?? null, secretIndex: null }
  if (received === null) return { ...base, verdict: 'missing', reason: `The request has no ${scheme.header} header.` }
  if (received === '') return { ...base, verdict: 'missing', reason: `The ${scheme.header} header is empty.` }
  const match = expected.findIndex((each) => equalInConstantTime(received, each))
  if (match >= 0) {
    return { ...base, expected: expected[match] ?? null, verdict: 'valid', secretIndex: match, reason: 'The signature matches the body.' }
  }
  return { ...base, verdict: 'invalid', reason: mismatchReason(scheme, received, expected) }
}

function equalInConstantTime(received: string, expected: string): boolean {
  const a = Buffer.from(received, 'latin1')
  const b = Buffer.from(expected, 'latin1')
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What can be said without trying other secrets or bodies; the doctor says more. */
function mismatchReason(scheme: Scheme, received: string, expected: readonly string[]): string {
  const lowered = expected.find((each) => each === received.toLowerCase())
  if (scheme.encoding === 'hex' && lowered !== undefined)
    return 'The digest is right but in upper case; the guide compares text, so it must be lower case.'
  if (expected.some((each) => each === scheme.prefix + received)) return `The digest is right but the prefix "${scheme.prefix}" is missing.`
  if (!received.startsWith(scheme.prefix)) return `The signature does not start with "${scheme.prefix}".`
  if (received.length !== (expected[0]?.length ?? 0))
    return `The signature has ${received.length} characters; ${expected[0]?.length ?? 0} were expected.`
  return 'The signature does not match the body under this secret.'
}
