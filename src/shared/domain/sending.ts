import type { SampleVariant } from './catalogue/variants.ts'
import type { JsonObject } from './event.ts'
import type { RawHeaders } from './http-message.ts'
import type { RetryPolicy, Speed } from './retry-policy.ts'
import type { SchemeChoice } from './signature/scheme.ts'

/** What is sent: an event in the guide's envelope, or bytes as they are. */
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
      /** Set on the envelope last, `data.email` → value; starts at the envelope's root. */
      readonly set?: readonly { readonly path: string; readonly value: unknown }[]
    }
  | { /** A whole envelope, sent in its own key order, compact. */ readonly kind: 'envelope'; readonly envelope: JsonObject }
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
  /** Where the JSON leaves the event's schema, one sentence each; sending stays possible. */
  readonly problems: readonly { readonly path: string; readonly message: string }[]
}
