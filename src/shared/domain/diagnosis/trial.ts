import {
  createHash,
  createHmac,
  createSecretKey,
  createVerify,
  getHashes,
  verify as verifyBytes,
  type Hash,
  type Hmac,
  type KeyObject,
} from 'node:crypto'
import { contentOf, partBytes, type SignedValues } from '../signature/content.ts'
import { signedContent } from '../signature/digest.ts'
import { hmacKey, publicKey, secretBytes, type Secret } from '../signature/keys.ts'
import type { Scheme } from '../signature/scheme-form.ts'
import { MIB } from '../units.ts'
import type { Budget } from './budget.ts'
import { DIGEST_BYTES, hashDeviation, type Claim, type Claims, type Deviation } from './claims.ts'
import type { NamedSecret, Subject } from './subject.ts'

/** What an HMAC is made with. */
export interface Key {
  readonly bytes: Uint8Array
  /** Owner of the stored secret; null when it is none. */
  readonly name: string | null
  /** The whole secret, where the key is one: asymmetric schemes take no other. */
  readonly secret?: Secret
}

/** One way in which what was signed may differ from what our verification takes. What is absent is as it came. */
export interface Change {
  /** Ends "The signature matches …". */
  readonly clause: string
  /** Picks a mend of its own where a code has several. */
  readonly variant?: string
  readonly body?: Uint8Array
  readonly key?: Key
  readonly hash?: string
  /** `hash`: no HMAC, over these pieces around the body. `swapped`: the body was the key and the secret the message. */
  readonly construction?: { readonly kind: 'hash'; readonly before: Uint8Array; readonly after: Uint8Array } | { readonly kind: 'swapped' }
  /** Template of the signed content. */
  readonly content?: string
  readonly values?: Partial<SignedValues>
  /** Read from another place of the message. */
  readonly claims?: Claims
}

export interface Match {
  readonly deviations: readonly Deviation[]
  readonly secret: string | null
}

export interface Trials {
  /**
   * The match of one change; null when there is none, `idle` when there is nothing to compare with, `cut` when the budget
   * does not allow to look. Yields after each few MiB.
   */
  run(change: Partial<Change>): Generator<undefined, Match | null | 'idle' | 'cut'>
  readonly count: () => number
}

const KNOWN_HASHES = new Set(getHashes().map((name) => name.toLowerCase()))

/** Is this hash at hand? Electron's library has fewer than Node's. */
export function hasHash(name: string): boolean {
  return KNOWN_HASHES.has(name)
}

/** Computes what the signature would be under a change, and looks for it among the claims. */
export function createTrials(subject: Subject, budget: Budget): Trials {
  const { scheme, secrets } = subject
  let count = 0
  const ownKeys = secrets.map((each) => keyOf(scheme, each))

  function* run(change: Partial<Change>): Generator<undefined, Match | null | 'idle' | 'cut'> {
    const claims = change.claims ?? subject.claims
    if (claims.size === 0) return 'idle'
    const body = change.body ?? subject.body
    for (const key of change.key ? [change.key] : ownKeys) {
      if (scheme.algorithm.kind === 'ed25519' || scheme.algorithm.kind === 'ecdsa') {
        if (!budget.spend(body.length)) return 'cut'
        count++
        const claim = verifiedClaim(subject, change, key, body, claims)
        if (claim) return { deviations: claim.deviations, secret: key.name }
        continue
      }
      for (const hash of change.hash === undefined ? hashesFor(scheme, claims) : [change.hash]) {
        if (!budget.spend(body.length)) return 'cut'
        count++
        const claim = claims.get(yield* digestOf(subject, change, key, body, hash))
        if (!claim) continue
        const isOther = change.hash === undefined && 'hash' in scheme.algorithm && scheme.algorithm.hash !== hash
        return { deviations: isOther ? sizedDeviations(hash, scheme, claim) : claim.deviations, secret: key.name }
      }
    }
    return null
  }

  return { run, count: () => count }
}

/** A prefix that names the other hash is no second mistake. */
function sizedDeviations(hash: string, scheme: Scheme, { deviations }: Claim): Deviation[] {
  const others = deviations.filter(
    ({ code, clause }) => code !== 'prefix_wrong' || !clause.toLowerCase().replaceAll('-', '').includes(hash),
  )
  return [hashDeviation(hash, scheme), ...others]
}

export function keyOf(scheme: Scheme, { name, secret }: NamedSecret): Key {
  const bytes = scheme.algorithm.kind === 'hmac' ? secretBytes(hmacKey(scheme, secret)) : secretBytes(secret)
  return { bytes, name, secret }
}

/** The hash of the scheme where a claim has its size, and the usual one of every other size that is claimed. */
function hashesFor(scheme: Scheme, claims: Claims): string[] {
  if (scheme.algorithm.kind !== 'hmac' && scheme.algorithm.kind !== 'hash') return ['none']
  const sizes = new Set([...claims.keys()].map((hex) => hex.length / 2))
  return [...sizes].flatMap((size) => DIGEST_BYTES[size] ?? []).filter(hasHash)
}

function* digestOf(subject: Subject, change: Partial<Change>, key: Key, body: Uint8Array, hash: string): Generator<undefined, string> {
  const { scheme } = subject
  const { construction } = change
  if (construction?.kind === 'hash') {
    return yield* hashed(createHash(hash), [construction.before, body, construction.after])
  }
  if (construction?.kind === 'swapped') return createHmac(hash, createSecretKey(body)).update(key.bytes).digest('hex')
  const { kind } = scheme.algorithm
  if (kind === 'plain') return Buffer.concat([...pieces(subject, change, key, body)]).toString('hex')
  const digest = kind === 'hash' ? createHash(hash) : createHmac(hash, prepared(key))
  return yield* hashed(digest, pieces(subject, change, key, body))
}

/** Hashed at once; more would hold up whoever shares the thread. */
const STEP_BYTES = 4 * MIB

function* hashed(digest: Hash | Hmac, parts: Iterable<Uint8Array>): Generator<undefined, string> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += STEP_BYTES) {
      if (at > 0) yield
      digest.update(part.length > STEP_BYTES ? part.subarray(at, at + STEP_BYTES) : part)
    }
  }
  return digest.digest('hex')
}

const preparedKeys = new WeakMap<Key, KeyObject>()

/** Bytes as a key cost Node six times as much as a key object, and most keys are tried on many bodies. */
function prepared(key: Key): KeyObject {
  const known = preparedKeys.get(key) ?? createSecretKey(key.bytes)
  preparedKeys.set(key, known)
  return known
}

function* pieces({ scheme, values }: Subject, change: Partial<Change>, key: Key, body: Uint8Array): Generator<Uint8Array> {
  const signed = change.values ? { ...values, ...change.values } : values
  for (const part of contentOf(templated(scheme, change)).parts) {
    yield part.kind === 'body' ? body : partBytes(part, signed, key.bytes, body)
  }
}

const templates = new Map<string, Scheme>()

/** Templates of changes are few and fixed. */
function templated(scheme: Scheme, { content }: Partial<Change>): Scheme {
  if (content === undefined) return scheme
  const known = templates.get(content) ?? { ...scheme, content }
  templates.set(content, known)
  return known
}

function verifiedClaim(subject: Subject, change: Partial<Change>, key: Key, body: Uint8Array, claims: Claims): Claim | undefined {
  const { scheme, values } = subject
  const { algorithm } = scheme
  const usable = key.secret === undefined ? null : publicKey(scheme, key.secret)
  if (usable === null) return undefined
  const content = signedContent(templated(scheme, change), '', change.values ? { ...values, ...change.values } : values, body)
  return [...claims.values()].find(({ hex }) => {
    const signature = Buffer.from(hex, 'hex')
    return algorithm.kind === 'ecdsa'
      ? createVerify(algorithm.hash).update(content).verify(usable, signature)
      : verifyBytes(null, content, usable, signature)
  })
}
