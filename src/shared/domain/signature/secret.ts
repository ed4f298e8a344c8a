import { counted } from '../counted.ts'
import { HookscopeError } from '../errors.ts'
import { MIN_SECRET_LENGTH, schemeOf, type SchemeChoice } from './scheme.ts'

/** Longer than any provider's secret or public key; more is a file given by mistake. */
export const MAX_SECRET_LENGTH = 4_096

/** Why a text cannot be a signing secret of anything, as it stands after the field's name; null when it can. */
export function secretTextProblem(secret: string): string | null {
  if (secret === '') return 'is empty'
  if (secret.length > MAX_SECRET_LENGTH)
    return `has ${counted(secret.length, 'character')}; at most ${MAX_SECRET_LENGTH.toLocaleString('en')} are taken`
  return secret.isWellFormed() ? null : 'is no valid Unicode text'
}

/** Why a text gives no key for this scheme; null when it does. Keys as PEM are not looked into. */
export function keyProblem(choice: SchemeChoice, secret: string): string | null {
  const problem = secretTextProblem(secret)
  if (problem !== null) return problem
  const {
    secret: { prefixes, as },
    algorithm,
  } = schemeOf(choice)
  if (as === 'text' || secret.includes('-----BEGIN')) return null
  const encoded = secret.slice(prefixes.find((each) => secret.startsWith(each))?.length ?? 0)
  const isEncoded = as === 'hex' ? /^([0-9a-f]{2})+$/i.test(encoded) : /^[\w+/-]{2,}=*$/.test(encoded)
  if (!isEncoded) return as === 'hex' ? 'is no hexadecimal text' : 'is no base64 text'
  const length = Math.floor((encoded.replace(/=+$/, '').length * (as === 'hex' ? 4 : 6)) / 8)
  return algorithm.kind === 'ed25519' && !ED25519_BYTES.has(length) ? `has ${counted(length, 'byte')}; ed25519 keys have 32` : null
}

/** A key, a seed with its public key, and both kinds of key in DER. */
const ED25519_BYTES: ReadonlySet<number> = new Set([32, 64, 44, 48])

/** Why a secret cannot be saved for this scheme, or sent with; null when it can. */
export function secretProblem(choice: SchemeChoice, secret: string): string | null {
  // Guide: "min-32-chars".
  if (schemeOf(choice).id === 'crm' && secret !== '' && secret.length < MIN_SECRET_LENGTH) {
    return `has ${counted(secret.length, 'character')}; the CRM asks for at least ${MIN_SECRET_LENGTH}`
  }
  return keyProblem(choice, secret)
}

/** Throws what `secretProblem` finds. */
export function assertSecret(choice: SchemeChoice, secret: string): void {
  const problem = secretProblem(choice, secret)
  if (problem === null) return
  const code = schemeOf(choice).id === 'crm' && secretTextProblem(secret) === null ? 'secret_too_short' : 'bad_input'
  throw new HookscopeError(code, `The secret ${problem}.`, code === 'bad_input' ? 'Give another one.' : 'Use a longer one.')
}
