import { contentOf, partBytes, urlToSign, type ContentPart } from './content.ts'
import { readSignature } from './read-signature.ts'
import type { Scheme } from './scheme-form.ts'
import type { Arrived } from './verify.ts'

/** One stretch of what a signature is made over, in order. */
export interface SignedPart {
  /** `body`, a value of the scheme's template such as `ts` or `url`, or `text` for what stands between them. */
  readonly name: string
  /** Empty for `secret`, which is never shown. */
  readonly bytes: Uint8Array
}

/** What the signature of a message is made over, part by part. `body`: whole where the scheme needs it. */
export function signedParts(scheme: Scheme, arrived: Arrived, body: Uint8Array): SignedPart[] {
  const { method, headers, url } = arrived
  const { id, time } = readSignature(scheme, headers, body)
  const values = { method, headers, url: urlToSign(scheme, url), id, time }
  const nothing = new Uint8Array()
  return contentOf(scheme).parts.map((part) => ({
    name: nameOf(part),
    bytes: part.kind === 'body' ? body : partBytes(part, values, nothing, body),
  }))
}

function nameOf(part: ContentPart): string {
  return part.kind === 'value' ? part.name : part.kind
}
