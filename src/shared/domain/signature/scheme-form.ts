/** What a signature scheme is made of. Rows stand in `scheme.ts`; `sign.ts` and `verify.ts` interpret them. */

export const HASHES = ['sha1', 'sha256', 'sha512'] as const
export type Hash = (typeof HASHES)[number]

/** What is done to the signed content. */
export type Algorithm =
  | { readonly kind: 'hmac'; readonly hash: Hash }
  /** A plain hash; the content names `{secret}`. */
  | { readonly kind: 'hash'; readonly hash: Hash }
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'ecdsa'; readonly hash: Hash }
  /** Nothing: the content itself, as tokens and Basic credentials are sent. */
  | { readonly kind: 'plain' }
  /** Cannot be signed or checked here; the sentence says why. */
  | { readonly kind: 'none'; readonly why: string }

/** Where a value stands: in a header of its own, as an item of the signature's header (`t=`), or in the JSON body. */
export type Place = { readonly header: string } | { readonly item: string } | { readonly field: string }

export const TIME_UNITS = ['s', 'ms', 'iso'] as const
export type TimeUnit = (typeof TIME_UNITS)[number]

export interface TimeRule {
  readonly at: Place
  /** Seconds or milliseconds since 1970, or ISO 8601. */
  readonly unit: TimeUnit
  /** ms; null: any age passes. */
  readonly toleranceMs: number | null
  /** `past`: only a time too old is stale. `both`: a time too far ahead, too. */
  readonly side: 'past' | 'both'
}

/** How a message carries more than one signature: items of one header, the header repeated, or `…-1`, `…-2`. */
export type Several = { readonly by: 'separator'; readonly separator: string } | { readonly by: 'header' } | { readonly by: 'number' }

/** How the text of a secret becomes the key. */
export interface SecretForm {
  /** Taken off the front where one of them stands there. */
  readonly prefixes: readonly string[]
  readonly as: 'text' | 'base64' | 'hex'
}

export interface Scheme {
  /** Of one that is no row of `SCHEMES`: `custom`, unless its maker named it. */
  readonly id: string
  /** Name for people. */
  readonly label: string
  /** Header that carries the signature; the first one where they are numbered; null when it stands in the body. */
  readonly header: string | null
  /** Where the signature stands in the JSON body, `signature.signature`; null when a header carries it. */
  readonly field: string | null
  /** Text before the encoded digest, `sha256=`. */
  readonly prefix: string
  readonly algorithm: Algorithm
  readonly encoding: 'hex' | 'base64' | 'text'
  /**
   * Template of what is signed: text with `{body}` (once), `{ts}` as it is sent, `{ts_ms}` and `{ts_iso}` the same moment in
   * that form, `{id}`, `{method}`, `{url}`, `{secret}`, and `{sorted_form}`: the fields of a form body, sorted, name and value.
   */
  readonly content: string
  /** null: one signature a message. */
  readonly several: Several | null
  /** null: nothing says when it was signed. */
  readonly time: TimeRule | null
  /** Where the message's id stands; null: it has none. */
  readonly idAt: Place | null
  readonly secret: SecretForm
  /** Query parameter that holds the hex SHA-256 of a body that is no form; null: none. */
  readonly bodyHashParameter: string | null
  /** Percent escapes that the sender undoes in the url before it signs, `%3A`. */
  readonly unescaped: readonly string[]
  /**
   * A header that only this provider sends, where the signature's own does not tell, with a text in its value where the
   * name does not tell either: `X-GitHub-Event`, `User-Agent: facebook`; `''`: headers never tell.
   */
  readonly mark: string | null
}

export const SCHEME_DEFAULTS = {
  field: null,
  prefix: '',
  algorithm: { kind: 'hmac', hash: 'sha256' },
  encoding: 'hex',
  content: '{body}',
  several: null,
  time: null,
  idAt: null,
  secret: { prefixes: [], as: 'text' },
  bodyHashParameter: null,
  unescaped: [],
  mark: null,
} as const satisfies Partial<Scheme>

type Defaulted = keyof typeof SCHEME_DEFAULTS

/** A scheme from what sets it apart: the rest is HMAC-SHA256 over the body, in hex. */
export function defineScheme(parts: Omit<Scheme, Defaulted> & Partial<Pick<Scheme, Defaulted>>): Scheme {
  return { ...SCHEME_DEFAULTS, ...parts }
}
