import { schemeOf, type SchemeChoice } from '../../shared/domain/signature/scheme.ts'

/** Below this length four characters would give too much of it away. */
const MIN_TAILED_LENGTH = 12
const GENERATED_BYTES = 32

/** The last four characters, for a mask; null when the secret is too short to show any. */
export function secretTail(secret: string): string | null {
  return secret.length < MIN_TAILED_LENGTH ? null : secret.slice(-4)
}

/** A new secret: 43 random characters that need no escaping anywhere. */
export function generateSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(GENERATED_BYTES))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** Makes secrets as a scheme wants them; null for those whose keys come in pairs. */
export function secretMakerFor(choice: SchemeChoice): (() => string) | null {
  const { algorithm, secret } = schemeOf(choice)
  if (algorithm.kind === 'ed25519' || algorithm.kind === 'ecdsa') return null
  if (secret.as === 'text') return generateSecret
  const [prefix = ''] = secret.prefixes
  return () => {
    const bytes = crypto.getRandomValues(new Uint8Array(GENERATED_BYTES))
    return prefix + (secret.as === 'hex' ? bytes.toHex() : bytes.toBase64())
  }
}
