import type { ExchangeDetail, SignedContent } from '../../shared/domain/exchange.ts'
import { contentOf } from '../../shared/domain/signature/content.ts'
import type { Scheme } from '../../shared/domain/signature/scheme-form.ts'
import { signedParts } from '../../shared/domain/signature/signed-parts.ts'
import { MAX_WHOLE_BYTES } from '../../shared/domain/signature/verify.ts'
import { KIB } from '../../shared/domain/units.ts'

/** Of each part, how much is shown. */
const SHOWN_BYTES = 64 * KIB

/** What the signature of an exchange is made over; null where there is none, or the body is not at hand as the scheme needs it. */
export async function signedContent(
  scheme: Scheme,
  detail: ExchangeDetail,
  readBody: (length: number) => Promise<Uint8Array>,
): Promise<SignedContent | null> {
  const { method, url, at, request } = detail
  if (detail.state === 'malformed' || scheme.algorithm.kind === 'none') return null
  const { needsWholeBody } = contentOf(scheme)
  if (needsWholeBody && (request.bodyBytes > MAX_WHOLE_BYTES || !request.bodyComplete)) return null
  const body = await readBody(needsWholeBody ? MAX_WHOLE_BYTES : SHOWN_BYTES)
  const parts = signedParts(scheme, { method, url, at, headers: request.headers }, body)
  return {
    scheme: scheme.label,
    parts: parts.map(({ name, bytes }) => ({
      name,
      bytes: Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString('base64'),
      totalBytes: name === 'body' ? request.bodyBytes : bytes.length,
    })),
  }
}
