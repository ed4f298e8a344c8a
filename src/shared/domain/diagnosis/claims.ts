import type { Hash, Scheme } from '../signature/scheme-form.ts'
import type { CauseCode } from './diagnosis.ts'

/** A way in which the text of a signature is not as its scheme writes it. */
export interface Deviation {
  readonly code: CauseCode
  /** Ends "The signature matches …". */
  readonly clause: string
}

/** What a text may stand for: the bytes of a digest, and what is odd about how they are written. */
export interface Claim {
  readonly hex: string
  readonly deviations: readonly Deviation[]
}

/** Claims by the hex of their digest. */
export type Claims = ReadonlyMap<string, Claim>

/** Bytes of the digests that a webhook may be signed with, and the hash of each size that is tried first. */
export const DIGEST_BYTES: Readonly<Record<number, string>> = {
  16: 'md5',
  20: 'sha1',
  28: 'sha224',
  32: 'sha256',
  48: 'sha384',
  64: 'sha512',
}

/**
 * All that these texts (one for each signature) may stand for: with and without a prefix, as hex and as base64. The
 * reading that needs the fewest excuses comes first and wins. Asymmetric signatures and tokens may have any size.
 */
export function readClaims(scheme: Scheme, texts: readonly string[]): Claims {
  const found: Claim[] = []
  for (const text of texts) {
    for (const { digest, deviations } of withoutPrefix(scheme, text)) {
      for (const reading of readDigest(scheme, digest)) found.push({ hex: reading.hex, deviations: [...deviations, ...reading.deviations] })
    }
  }
  const claims = new Map<string, Claim>()
  for (const claim of found.toSorted((a, b) => a.deviations.length - b.deviations.length)) {
    if (!claims.has(claim.hex) && hasDigestSize(scheme, claim.hex)) claims.set(claim.hex, claim)
  }
  return claims
}

function hasDigestSize({ algorithm }: Scheme, hex: string): boolean {
  return (algorithm.kind !== 'hmac' && algorithm.kind !== 'hash') || hex.length / 2 in DIGEST_BYTES
}

interface Stripped {
  readonly digest: string
  readonly deviations: readonly Deviation[]
}

/** `sha1=`, `SHA256:`, `v1,`, `HMAC-SHA256 `: what people put before a digest. */
const FOREIGN_PREFIX = /^"?([A-Za-z][\w-]{0,15}(?:[=:,]| +|=\s))(?=[^=])/

function withoutPrefix({ prefix }: Scheme, text: string): Stripped[] {
  const bare = text.trim().replace(/^(["'])(.*)\1$/, '$2')
  const quoted: Deviation[] = bare === text.trim() ? [] : [{ code: 'prefix_wrong', clause: 'without the quotes around it' }]
  const results: Stripped[] = []
  if (bare.startsWith(prefix)) {
    const digest = bare.slice(prefix.length)
    results.push({ digest, deviations: quoted })
    if (prefix !== '' && digest.startsWith(prefix)) {
      results.push({
        digest: digest.slice(prefix.length),
        deviations: [{ code: 'prefix_wrong', clause: `if "${prefix}" stands before it only once` }],
      })
    }
  }
  const foreign = FOREIGN_PREFIX.exec(bare)?.[1]
  if (foreign !== undefined && foreign !== prefix) {
    const clause = prefix === '' ? `without the "${foreign}" before it` : `if it starts with "${prefix}" instead of "${foreign}"`
    results.push({ digest: bare.slice(foreign.length), deviations: [...quoted, { code: 'prefix_wrong', clause }] })
  }
  if (prefix !== '' && !bare.startsWith(prefix)) {
    results.push({ digest: bare, deviations: [...quoted, { code: 'prefix_missing', clause: `if "${prefix}" is put before it` }] })
  }
  return results
}

interface Reading {
  readonly hex: string
  readonly deviations: readonly Deviation[]
}

const HEX = /^(?:[0-9a-f]{2})+$/i
const SEPARATED_HEX = /^[0-9a-f]{2}(?:[-: ][0-9a-f]{2})+$/i
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const BASE64_URL = /^[A-Za-z0-9_-]+={0,2}$/

function readDigest(scheme: Scheme, digest: string): Reading[] {
  const isHexScheme = scheme.encoding === 'hex'
  const readings: Reading[] = []
  if (scheme.encoding === 'text') return [{ hex: Buffer.from(digest, 'latin1').toString('hex'), deviations: [] }]
  if (HEX.test(digest)) readings.push({ hex: digest.toLowerCase(), deviations: isHexScheme ? upperCase(digest) : [IS_HEX] })
  if (SEPARATED_HEX.test(digest)) {
    const clause = 'if its digest is written in lower case and without separators'
    readings.push({
      hex: digest.replaceAll(/[-: ]/g, '').toLowerCase(),
      deviations: [{ code: isHexScheme ? 'digest_case' : 'digest_hex', clause }],
    })
  }
  const unescaped = /%[0-9a-f]{2}/i.test(digest) ? digest.replaceAll(/%(2B|2F|3D)/gi, decodeURIComponent) : digest
  const isPlainBase64 = BASE64.test(unescaped)
  // That much base64 has letters of both cases; what has not is hex that was spoilt.
  const isLikely = scheme.algorithm.kind === 'plain' || (/[A-Z]/.test(unescaped) && /[a-z]/.test(unescaped))
  if (isLikely && (isPlainBase64 || BASE64_URL.test(unescaped))) {
    const raw = Buffer.from(unescaped, 'base64')
    const isAsWritten = isPlainBase64 && unescaped === digest && raw.toString('base64') === digest
    const odd: Deviation[] = isAsWritten
      ? []
      : [{ code: 'digest_base64', clause: 'if its base64 is the usual one (+ and /, with = at the end)' }]
    readings.push({ hex: raw.toString('hex'), deviations: isHexScheme ? [IS_BASE64] : odd })
    const inner = raw.toString('latin1')
    if (HEX.test(inner)) {
      const clause = isHexScheme
        ? 'if its hex digits are not put into base64 once more'
        : 'if base64 is made of the digest itself, not of its hex digits'
      readings.push({ hex: inner.toLowerCase(), deviations: [{ code: 'digest_base64', clause }] })
    }
  }
  return readings
}

const IS_BASE64: Deviation = { code: 'digest_base64', clause: 'if its digest is written in hex, not in base64' }
const IS_HEX: Deviation = { code: 'digest_hex', clause: 'if its digest is written in base64, not in hex' }

function upperCase(digest: string): Deviation[] {
  return digest === digest.toLowerCase() ? [] : [{ code: 'digest_case', clause: 'if its digest is written in lower case' }]
}

/** `HMAC-SHA1 instead of HMAC-SHA256`: said where a digest has the size of another hash. */
export function hashDeviation(found: string, { algorithm }: Scheme): Deviation {
  const name = (hash: string): string => (algorithm.kind === 'hmac' ? 'HMAC-' : '') + hash.toUpperCase()
  const expected: Hash | null = algorithm.kind === 'hmac' || algorithm.kind === 'hash' ? algorithm.hash : null
  return { code: 'other_hash', clause: `if it is made with ${name(found)} instead of ${expected === null ? 'its own' : name(expected)}` }
}
