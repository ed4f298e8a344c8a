import type { RawHeaders } from './http-message.ts'
import type { RetryPolicy, Speed } from './retry-policy.ts'
import type { SchemeChoice } from './signature/scheme.ts'

/** A registered subscription. REST calls it a webhook, as the guide does. Secrets are kept apart (`secret` procedures). */
export interface Endpoint {
  /** `webhook_…` */
  readonly id: string
  /** Name for people; the URL's host and path unless given. */
  readonly name: string
  /** Absolute http(s) URL, or `inbox:ID` for one of the own inboxes, resolved at each attempt. */
  readonly url: string
  /** `url`, or the inbox's present address. */
  readonly resolvedUrl: string
  /** Exact names, `lead.*`, `*`. */
  readonly events: readonly string[]
  readonly isActive: boolean
  readonly scheme: SchemeChoice
  /** Sent with every attempt, after the scheme's own. */
  readonly headers: RawHeaders
  readonly policy: RetryPolicy
  /** Attempts at the same time. */
  readonly concurrency: number
  /** Fixed on each delivery when it is made; null: the workspace's. */
  readonly speed: Speed | null
  /** Only events of this tenant; null: all. */
  readonly tenantId: string | null
  /** The one made at first start, to the built-in inbox. REST does not list it. */
  readonly isBuiltIn: boolean
  /** Why it is off, when Hookscope switched it off itself; null otherwise. */
  readonly note: string | null
  /** ms since 1970 */
  readonly createdAt: number
  readonly updatedAt: number
}

export const DEFAULT_CONCURRENCY = 8
export const MAX_CONCURRENCY = 256

/** Endpoint url that means an own inbox. */
export const INBOX_URL_PREFIX = 'inbox:'
