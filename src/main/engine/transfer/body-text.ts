import type { BundleBody } from '../../../shared/domain/transfer/bundle.ts'

/** A body as text where that is exact (decoded as UTF-8 and encoded again it is the same), else null. */
export function exactText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** A body as it stands in a bundle's line. */
export function inlineBody(bytes: Uint8Array): { bytes: number; text: string } | { bytes: number; base64: string } {
  const text = exactText(bytes)
  return text === null ? { bytes: bytes.length, base64: Buffer.from(bytes).toString('base64') } : { bytes: bytes.length, text }
}

/** The bytes that a bundle's line holds; null when they stand elsewhere. */
export function bodyBytes(body: BundleBody): Buffer | null {
  if ('text' in body) return Buffer.from(body.text)
  return 'base64' in body ? Buffer.from(body.base64, 'base64') : null
}
