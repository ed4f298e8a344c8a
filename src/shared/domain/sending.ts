import type { SampleVariant } from './catalogue/variants.ts'
import type { BodyForm } from './composed-body.ts'
import type { JsonObject, JsonValue } from './event.ts'
import type { RawHeaders } from './http-message.ts'
import type { RetryPolicy, Speed } from './retry-policy.ts'
import type { SchemeChoice } from './signature/scheme.ts'
import type { FilledValue } from './variables/fill.ts'

/** How `{{variables}}` are filled in, for each event anew. */
export interface Filling {
  /** Makes the random ones repeatable; the times are always those of sending. */
  readonly seed?: number
  /** The how-manieth of a series the first event is; 1 when absent. */
  readonly number?: number
}

/** One value set in an event; its path starts at the envelope's root. */
export type Assignment =
  | { readonly path: string; readonly value: JsonValue }
  | { readonly path: string; /** JSON if it parses once variables are filled in, else text. */ readonly text: string }

/** What is sent: an event in the guide's envelope, or bytes as they are. Without `fill`, `{{…}}` is text like any other. */
export type Content =
  | {
      readonly kind: 'event'
      readonly type: string
      /** Replaces the envelope's `data`; a sample when absent. */
      readonly data?: JsonObject
      /** Makes the sample repeatable. */
      readonly seed?: number
      /** A sample at the edge; a realistic one when absent. */
      readonly variant?: SampleVariant
      readonly tenantId?: string
      readonly environment?: string
      /** Set on the envelope last. */
      readonly set?: readonly Assignment[]
      readonly fill?: Filling
    }
  | {
      /** A whole envelope, sent in its own key order, compact. */
      readonly kind: 'envelope'
      readonly envelope: JsonObject
      readonly set?: readonly Assignment[]
      readonly fill?: Filling
    }
  | {
      /** A body as it was typed: JSON or not, and said to be of this type. */
      readonly kind: 'text'
      readonly text: string
      readonly type: string
      readonly form: BodyForm
      readonly fill?: Filling
    }
  | {
      readonly kind: 'bytes'
      /** base64 */
      readonly bytes: string
      readonly contentType?: string
      readonly type?: string
    }

/** Where it is sent. `url` makes no endpoint: the delivery keeps its own url, scheme, sealed secret and policy. */
export type Target =
  | { readonly kind: 'endpoint'; readonly endpointId: string }
  | {
      readonly kind: 'url'
      readonly url: string
      /** null: not signed. */
      readonly scheme: SchemeChoice | null
      /** The workspace's when absent. */
      readonly secret?: string
      readonly headers?: RawHeaders
      readonly policy?: RetryPolicy
      /** Attempts at the same time, of deliveries to this origin that say the same; 1 keeps the order. 8 when absent. */
      readonly concurrency?: number
    }

export interface SendRequest {
  readonly content: Content
  /** Absent: published as the CRM does, to every active endpoint whose events match. */
  readonly targets?: readonly Target[]
  readonly speed?: Speed
  /** Times; each is an event of its own. */
  readonly count?: number
}

/** The exact request that would go out. */
export interface SendPreview {
  /** base64 */
  readonly body: string
  readonly method: string
  readonly url: string
  /** In wire order, signature included; Host and Content-Length too. */
  readonly headers: RawHeaders
  /** Where variables were filled in, in UTF-16 units of the body; none where the scheme changes it. */
  readonly values: readonly FilledValue[]
  /** What is odd about it, and where the JSON leaves the event's schema, one sentence each; sending stays possible. */
  readonly problems: readonly { readonly path: string; readonly message: string }[]
}

/**
 * The content of a series from its `from`-th event on, counted from 0: each event of a seeded series has a seed of its
 * own, counted from the first, and what is filled in goes on counting.
 */
export function contentFrom(content: Content, from: number): Content {
  if (content.kind === 'bytes') return content
  const { fill } = content
  const filling = fill && { fill: { ...fill, number: from + 1, ...(fill.seed !== undefined && { seed: fill.seed + from }) } }
  if (content.kind !== 'event' || content.seed === undefined) return { ...content, ...filling }
  return { ...content, seed: content.seed + from, ...filling }
}
