import { generateKeyPairSync } from 'node:crypto'
import { SCHEME_IDS, SCHEMES, type SchemeId } from '../../src/shared/domain/signature/scheme.ts'

const KEY = Buffer.from('0123456789abcdef0123456789abcdef')
const EC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' })

/** A secret that signs and checks under a scheme. */
export function secretFor(id: SchemeId): string {
  const { algorithm, secret } = SCHEMES[id]
  if (algorithm.kind === 'ecdsa') return EC_KEY.toString('base64')
  const bytes = algorithm.kind === 'ed25519' ? Buffer.concat([KEY, Buffer.alloc(KEY.length)]) : KEY
  if (id === 'pipedrive') return 'user:password'
  return (secret.prefixes[0] ?? '') + bytes.toString(secret.as === 'text' ? 'latin1' : secret.as)
}

/** All that can be signed here. */
export const SIGNABLE = SCHEME_IDS.filter((id) => SCHEMES[id].algorithm.kind !== 'none')
