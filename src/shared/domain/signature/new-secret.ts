import { createECDH, createPrivateKey } from 'node:crypto'
import { ed25519KeyPair } from './keys.ts'
import type { Scheme } from './scheme-form.ts'

/** A secret of a scheme's kind, made of 32 random bytes. Of an asymmetric one it is the private key, which checks, too. */
export function newSecret(scheme: Scheme, random: Uint8Array): string {
  const { algorithm, secret, prefix } = scheme
  const [secretPrefix = ''] = secret.prefixes
  if (algorithm.kind === 'ed25519') return secretPrefix + encode(ed25519KeyPair(random), secret.as)
  if (algorithm.kind === 'ecdsa') return encode(ecKey(random), secret.as)
  if (secret.as === 'text') {
    const text = Buffer.from(random).toString('base64url')
    // Basic credentials are a name and a password.
    return secretPrefix + (algorithm.kind === 'plain' && prefix === 'Basic ' ? `webhook:${text}` : text)
  }
  return secretPrefix + encode(random, secret.as)
}

function encode(bytes: Uint8Array, as: 'text' | 'base64' | 'hex'): string {
  return Buffer.from(bytes).toString(as === 'hex' ? 'hex' : 'base64')
}

/** PKCS #8 of the P-256 key whose private number these bytes are. */
function ecKey(random: Uint8Array): Buffer {
  const curve = createECDH('prime256v1')
  // Below the curve's order, and not zero.
  const number = Buffer.from(random)
  number[0] = (number[0] ?? 0) & 0x7f
  number[31] = (number[31] ?? 0) | 1
  curve.setPrivateKey(number)
  const point = curve.getPublicKey()
  const key = {
    kty: 'EC',
    crv: 'P-256',
    d: number.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  return createPrivateKey({ key, format: 'jwk' }).export({ format: 'der', type: 'pkcs8' })
}
