/**
 * `valid`, `invalid` (with a diagnosis), `stale` (schemes with a signed time only), `missing` (no or empty signature),
 * `unsigned` (inbox expects none), `unchecked` (cannot be checked; the reason says why).
 */
export const VERDICTS = ['valid', 'invalid', 'stale', 'missing', 'unsigned', 'unchecked'] as const
export type Verdict = (typeof VERDICTS)[number]

/** The result of one verification: what came, what was expected, and why. */
export interface Verification {
  readonly verdict: Verdict
  /** Scheme that was asked; null for `unsigned`. */
  readonly scheme: string | null
  /** Header that carries the signature in this scheme; null when the scheme has none. */
  readonly header: string | null
  /** Signature as it came; null when it was missing. */
  readonly received: string | null
  /** Signature that the (first) secret gives over what arrived; null when nothing could be computed. */
  readonly expected: string | null
  /** Index of the secret that matched; null unless valid or stale. */
  readonly secretIndex: number | null
  /** One sentence that explains the verdict. */
  readonly reason: string
}
