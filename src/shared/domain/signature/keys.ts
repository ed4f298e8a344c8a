import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import type { Scheme, SecretForm } from './scheme-form.ts'

/** The text of a secret, plain or as a key that keeps it. */
export type Secret = string | KeyObject

/** The bytes of a secret's text as it was given. */
export function secretBytes(secret: Secret): Buffer {
  return typeof secret === 'string' ? Buffer.from(secret) : secret.export()
}

/** What an HMAC takes as its key; a secret that is used as it stands is passed through. */
export function hmacKey(scheme: Scheme, secret: Secret): Secret {
  const { prefixes, as } = scheme.secret
  if (as === 'text' && prefixes.length === 0) return secret
  return remembered(hmacKeys, scheme, secret, () => createSecretKey(decodeSecret(scheme.secret, secretBytes(secret).toString()).bytes))
}

/** Does nothing of the secret become the key? */
export function isEmptyKey(scheme: Scheme, secret: Secret): boolean {
  const key = hmacKey(scheme, secret)
  return (typeof key === 'string' ? key.length : key.symmetricKeySize) === 0
}

/** The key that checks; null when the secret is none for this scheme. Private keys contain it. */
export function publicKey(scheme: Scheme, secret: Secret): KeyObject | null {
  return remembered(publicKeys, scheme, secret, () => {
    const key = asymmetricKey(scheme, secretBytes(secret).toString(), 'public')
    return key?.type === 'private' ? createPublicKey(key) : key
  })
}

/** The key that signs; null when the secret is none, or a public one. */
export function privateKey(scheme: Scheme, secret: Secret): KeyObject | null {
  return remembered(privateKeys, scheme, secret, () => {
    const key = asymmetricKey(scheme, secretBytes(secret).toString(), 'private')
    return key?.type === 'private' ? key : null
  })
}

/** A secret's bytes after its prefix was taken off and its encoding undone; what is no base64 or hex in it is skipped, as most libraries do. */
export function decodeSecret(form: SecretForm, text: string): { readonly prefix: string; readonly bytes: Buffer } {
  const prefix = form.prefixes.find((each) => text.startsWith(each)) ?? ''
  return { prefix, bytes: Buffer.from(text.slice(prefix.length), form.as === 'text' ? 'utf8' : form.as) }
}

type Memory<T> = WeakMap<KeyObject, WeakMap<Scheme, T>>
const hmacKeys: Memory<KeyObject> = new WeakMap()
const publicKeys: Memory<KeyObject | null> = new WeakMap()
const privateKeys: Memory<KeyObject | null> = new WeakMap()

/** Keys are made once for each secret that is kept, not once a message. */
function remembered<T>(memory: Memory<T>, scheme: Scheme, secret: Secret, make: () => T): T {
  if (typeof secret === 'string') return make()
  const ofSecret = memory.get(secret) ?? new WeakMap<Scheme, T>()
  memory.set(secret, ofSecret)
  const known = ofSecret.get(scheme)
  if (known !== undefined) return known
  const made = make()
  ofSecret.set(scheme, made)
  return made
}

/** RFC 8410: what stands before the 32 bytes of an ed25519 key in DER. */
const ED25519_SEED = Buffer.from('302e020100300506032b657004220420', 'hex')
const ED25519_PUBLIC = Buffer.from('302a300506032b6570032100', 'hex')
const KEY_BYTES = 32

/** `meaning`: how 32 bytes that do not say which they are, are taken. */
function asymmetricKey(scheme: Scheme, text: string, meaning: 'public' | 'private'): KeyObject | null {
  const wanted = scheme.algorithm.kind === 'ed25519' ? 'ed25519' : 'ec'
  const key = attempt(() => {
    if (text.includes('-----BEGIN')) return text.includes('PRIVATE KEY') ? createPrivateKey(text) : createPublicKey(text)
    const { prefix, bytes } = decodeSecret(scheme.secret, text.trim())
    if (wanted === 'ec') return derKey(bytes)
    return ed25519Key(bytes, prefix === 'whsk_' ? 'private' : prefix === 'whpk_' ? 'public' : meaning)
  })
  return key?.asymmetricKeyType === wanted ? key : null
}

/** 64 bytes are a seed and its public key, as libsodium writes them. */
function ed25519Key(bytes: Buffer, meaning: 'public' | 'private'): KeyObject | null {
  if (bytes.length !== KEY_BYTES && bytes.length !== 2 * KEY_BYTES) return derKey(bytes)
  const half = bytes.subarray(0, KEY_BYTES)
  if (bytes.length === 2 * KEY_BYTES || meaning === 'private') {
    return createPrivateKey({ key: Buffer.concat([ED25519_SEED, half]), format: 'der', type: 'pkcs8' })
  }
  return createPublicKey({ key: Buffer.concat([ED25519_PUBLIC, half]), format: 'der', type: 'spki' })
}

/** Seed and public key of the key pair that a seed gives. */
export function ed25519KeyPair(seed: Uint8Array): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([ED25519_SEED, seed]), format: 'der', type: 'pkcs8' })
  const point = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(ED25519_PUBLIC.length)
  return Buffer.concat([seed, point])
}

function derKey(key: Buffer): KeyObject | null {
  return (
    attempt(() => createPrivateKey({ key, format: 'der', type: 'pkcs8' })) ??
    attempt(() => createPublicKey({ key, format: 'der', type: 'spki' }))
  )
}

/** Node throws on what is no key; here that is an answer. */
function attempt(make: () => KeyObject | null): KeyObject | null {
  try {
    return make()
  } catch {
    return null
  }
}
