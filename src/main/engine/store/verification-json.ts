import { firstHeader, type RawHeaders } from '../../../shared/domain/http-message.ts'
import { SCHEMES } from '../../../shared/domain/signature/scheme.ts'
import { UNSIGNED } from '../../../shared/domain/signature/verify.ts'
import type { Verdict, Verification } from '../../../shared/domain/verdict.ts'

/**
 * How a verification is stored beside its verdict: only the fields that the verdict does not imply, so that a plain
 * `valid` or `unsigned` capture stores nothing. The received signature is never stored: it stands in the headers.
 */

/** The column's text; null when the verdict says it all. */
export function verificationToJson(verification: Verification): string | null {
  const implied = impliedBy(verification.verdict, verification.received)
  const differs = (field: string): boolean => verification[field as keyof Verification] !== implied[field as keyof Verification]
  const differing = Object.keys(verification).filter(differs)
  return differing.length === 0 ? null : JSON.stringify(verification, differing)
}

/** The verification that was stored as `json` beside `verdict`, for a request with these headers. */
export function verificationFromJson(verdict: Verdict, json: string | null, headers: RawHeaders): Verification {
  const stored = json === null ? {} : (JSON.parse(json) as Partial<Verification>)
  const header = stored.header === undefined ? impliedBy(verdict, null).header : stored.header
  const received = header === null ? null : (firstHeader(headers, header) ?? null)
  return { ...impliedBy(verdict, received), ...stored }
}

function impliedBy(verdict: Verdict, received: string | null): Verification {
  if (verdict === 'unsigned') return UNSIGNED
  const { id, header } = SCHEMES.crm
  const base = { verdict, scheme: id, header, received, expected: null, secretIndex: null, reason: '' }
  return verdict === 'valid' ? { ...base, expected: received, secretIndex: 0, reason: 'The signature matches the body.' } : base
}
