/**
 * Schemes as data: how a provider signs, interpreted by `sign.ts` and `verify.ts`. A new provider is a new row here,
 * not new code. Sources stand beside each row.
 */

/** A piece of the content that is signed, in order. */
export type ContentPart = { readonly kind: 'body' } | { readonly kind: 'text'; readonly text: string }

export interface Scheme {
  readonly id: string
  /** Name for people. */
  readonly label: string
  /** Header that carries the signature. */
  readonly header: string
  /** Text before the encoded digest, `sha256=`. */
  readonly prefix: string
  readonly hash: 'sha1' | 'sha256' | 'sha512'
  readonly encoding: 'hex' | 'base64'
  readonly content: readonly ContentPart[]
}

export const SCHEMES = {
  // Guide, "Signature Generation": signature = "sha256=" + HMAC_SHA256(payload, secret)
  crm: {
    id: 'crm',
    label: 'CRM, HMAC-SHA256',
    header: 'X-Webhook-Signature',
    prefix: 'sha256=',
    hash: 'sha256',
    encoding: 'hex',
    content: [{ kind: 'body' }],
  },
} as const satisfies Record<string, Scheme>

export type SchemeId = keyof typeof SCHEMES
export const SCHEME_IDS = Object.keys(SCHEMES) as [SchemeId, ...SchemeId[]]

/** Length that the guide asks of a signing secret where an endpoint is saved or sent to ("min-32-chars"). */
export const MIN_SECRET_LENGTH = 32

export function schemeOf(id: SchemeId): Scheme {
  return SCHEMES[id]
}
