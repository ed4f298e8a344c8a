import { secretBytes } from '../signature/keys.ts'
import type { Hypothesis } from './hypothesis.ts'
import { hasHash, type Change } from './trial.ts'

/** What is done with secret and message. */

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
        const bytes = secretBytes(secret)
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
