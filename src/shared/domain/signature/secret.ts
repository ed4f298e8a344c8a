import { HookscopeError } from '../errors.ts'
import { MIN_SECRET_LENGTH, type SchemeId } from './scheme.ts'

/** Longer than any provider's secret or public key; more is a file given by mistake. */
export const MAX_SECRET_LENGTH = 4_096

/** Why a text cannot be a signing secret of anything, as it stands after the field's name; null when it can. */
export function secretTextProblem(secret: string): string | null {
  if (secret === '') return 'is empty'
  if (secret.length > MAX_SECRET_LENGTH) return `has ${secret.length} characters; at most ${MAX_SECRET_LENGTH} are taken`
  return secret.isWellFormed() ? null : 'is no valid Unicode text'
}

/** Why a secret cannot be saved on an endpoint of this scheme, or sent with; null when it can (guide: "min-32-chars"). */
export function secretProblem(scheme: SchemeId, secret: string): string | null {
  const problem = secretTextProblem(secret)
  if (problem !== null || scheme !== 'crm' || secret.length >= MIN_SECRET_LENGTH) return problem
  return `has ${secret.length} characters; the CRM asks for at least ${MIN_SECRET_LENGTH}`
}

/** Throws what `secretProblem` finds. */
export function assertSecret(scheme: SchemeId, secret: string): void {
  const problem = secretProblem(scheme, secret)
  if (problem === null) return
  const code = secretTextProblem(secret) === null ? 'secret_too_short' : 'bad_input'
  throw new HookscopeError(code, `The secret ${problem}.`, code === 'bad_input' ? 'Give another one.' : 'Use a longer one.')
}
