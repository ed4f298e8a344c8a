import { createHmac, hash as hashOnce, KeyObject, type Hmac } from 'node:crypto'
import { KIB } from '../units.ts'
import type { Hash } from './scheme-form.ts'

/** A running HMAC, as far as signatures need one. */
export interface RunningHmac {
  update(bytes: Uint8Array): void
  digest(encoding: 'hex' | 'base64'): string
}

/** One piece up to here is hashed in one go; it must keep its bytes until `digest`. */
const SHORT_BYTES = 16 * KIB

/**
 * HMAC under a key that is kept. One short piece, as most webhooks are, is hashed by two one-shot hashes over the key's
 * padded blocks (RFC 2104): `createHmac` makes an object with a native half for each message, which costs a receiver more
 * than the hashing does.
 */
export function beginHmac(hash: Hash, key: KeyObject | string): RunningHmac {
  let short: Uint8Array | null = null
  let long: Hmac | null = null
  const lengthen = (): Hmac => {
    long ??= createHmac(hash, key)
    if (short) long.update(short)
    short = null
    return long
  }
  return {
    update: (bytes) => {
      if (!long && !short && bytes.length <= SHORT_BYTES && key instanceof KeyObject) short = bytes
      else lengthen().update(bytes)
    },
    digest: (encoding) => (short && key instanceof KeyObject ? hmacOnce(hash, key, short, encoding) : lengthen().digest(encoding)),
  }
}

const BLOCK_BYTES: Readonly<Record<Hash, number>> = { sha1: 64, sha256: 64, sha512: 128 }
const INNER_PAD = 0x36
const OUTER_PAD = 0x5c

interface PaddedKey {
  readonly hash: Hash
  readonly inner: Buffer
  readonly outer: Buffer
}

const paddedKeys = new WeakMap<KeyObject, PaddedKey>()
const scratch = Buffer.allocUnsafeSlow(Math.max(...Object.values(BLOCK_BYTES)) + SHORT_BYTES)

function hmacOnce(hash: Hash, key: KeyObject, bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  const { inner, outer } = paddedKey(hash, key)
  inner.copy(scratch)
  scratch.set(bytes, inner.length)
  const digest = hashOnce(hash, scratch.subarray(0, inner.length + bytes.length), 'binary')
  outer.copy(scratch)
  const end = outer.length + scratch.write(digest, outer.length, 'latin1')
  return hashOnce(hash, scratch.subarray(0, end), encoding)
}

function paddedKey(hash: Hash, key: KeyObject): PaddedKey {
  let padded = paddedKeys.get(key)
  if (padded?.hash !== hash) {
    const block = Buffer.alloc(BLOCK_BYTES[hash])
    const secret = key.export()
    ;(secret.length > block.length ? hashOnce(hash, secret, 'buffer') : secret).copy(block)
    padded = { hash, inner: block.map((byte) => byte ^ INNER_PAD) as Buffer, outer: block.map((byte) => byte ^ OUTER_PAD) as Buffer }
    paddedKeys.set(key, padded)
  }
  return padded
}
