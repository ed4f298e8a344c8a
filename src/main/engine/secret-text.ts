import { newSecret } from '../../shared/domain/signature/new-secret.ts'
import type { Scheme } from '../../shared/domain/signature/scheme-form.ts'
import type { Random } from './clock.ts'

const SECRET_BYTES = 32

/** A new signing secret as a scheme wants it; without one 43 URL-safe characters, good for every scheme that takes text. */
export function createSecretText(random: Random, scheme: Scheme | null = null): string {
  const bytes = random.bytes(SECRET_BYTES)
  return scheme === null ? Buffer.from(bytes).toString('base64url') : newSecret(scheme, bytes)
}
