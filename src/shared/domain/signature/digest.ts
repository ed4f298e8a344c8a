import { createHash, createSign, sign as signBytes, type KeyObject } from 'node:crypto'
import { contentOf, partBytes, type SignedValues } from './content.ts'
import { beginHmac } from './hmac.ts'
import { hmacKey, privateKey, secretBytes, type Secret } from './keys.ts'
import type { Scheme } from './scheme-form.ts'

/** A digest that takes the body in pieces, so that a large one never stands in memory whole. */
export interface RunningDigest {
  update(piece: Uint8Array): void
  /** One signature as it stands in a message: prefix and encoded digest. */
  finish(): string
}

const NOTHING = new Uint8Array(0)

/**
 * Starts the digest of one message. Parts before the body are hashed at once, parts after it at the end. `body`: whole,
 * where the content takes something out of it. Asymmetric schemes have no digest: see `signedContent`.
 */
export function beginDigest(scheme: Scheme, secret: Secret, values: SignedValues, body: Uint8Array = NOTHING): RunningDigest {
  const sink = sinkOf(scheme, secret)
  const { parts } = contentOf(scheme)
  const addFrom = (start: number): number => {
    for (let at = start; at < parts.length; at++) {
      const part = parts[at]
      if (part === undefined || part.kind === 'body') return at + 1
      sink.update(partBytes(part, values, part.kind === 'value' && part.name === 'secret' ? secretBytes(secret) : NOTHING, body))
    }
    return 0
  }
  // 0: the content does not hold the body.
  const afterBody = addFrom(0)
  return {
    update: (piece) => {
      if (afterBody > 0) sink.update(piece)
    },
    finish: () => {
      if (afterBody > 0) addFrom(afterBody)
      return scheme.prefix + sink.digest(scheme.encoding)
    },
  }
}

interface Sink {
  update(bytes: Uint8Array): unknown
  digest(encoding: Scheme['encoding']): string
}

function sinkOf(scheme: Scheme, secret: Secret): Sink {
  const { algorithm } = scheme
  if (algorithm.kind === 'hmac') return beginHmac(algorithm.hash, hmacKey(scheme, secret)) as Sink
  if (algorithm.kind === 'hash') return createHash(algorithm.hash) as Sink
  const pieces: Uint8Array[] = []
  return {
    update: (bytes) => pieces.push(bytes),
    digest: (encoding) => Buffer.concat(pieces).toString(encoding === 'text' ? 'latin1' : encoding),
  }
}

/** Exactly what is signed, as bytes. */
export function signedContent(scheme: Scheme, secret: Secret, values: SignedValues, body: Uint8Array): Buffer {
  const pieces = contentOf(scheme).parts.map((part) => (part.kind === 'body' ? body : partBytes(part, values, secretBytes(secret), body)))
  return Buffer.concat(pieces)
}

/** One signature over a whole message: prefix and encoded digest; null when this secret cannot sign (a public key, say). */
export function signatureText(scheme: Scheme, secret: Secret, values: SignedValues, body: Uint8Array): string | null {
  const { algorithm } = scheme
  if (algorithm.kind === 'none') return null
  if (algorithm.kind === 'ed25519' || algorithm.kind === 'ecdsa') {
    const key = privateKey(scheme, secret)
    if (key === null) return null
    const content = signedContent(scheme, secret, values, body)
    const signature = algorithm.kind === 'ed25519' ? signBytes(null, content, key) : signWith(algorithm.hash, content, key)
    return scheme.prefix + signature.toString(scheme.encoding === 'hex' ? 'hex' : 'base64')
  }
  const digest = beginDigest(scheme, secret, values, body)
  digest.update(body)
  return digest.finish()
}

function signWith(hash: string, content: Uint8Array, key: KeyObject): Buffer {
  return createSign(hash).update(content).sign(key)
}
