import type { AttemptState, CaptureState, Direction, DeliveryState, NetworkError, Timings } from '../exchange.ts'
import type { RawHeaders } from '../http-message.ts'
import type { RetryPolicy, Speed } from '../retry-policy.ts'
import type { SchemeId } from '../signature/scheme.ts'
import type { Verification } from '../verdict.ts'

/**
 * The bundle: exchanges as lines of JSON, whole enough to be taken in again as they were.
 *
 * 1. The first line is the header, the last one the end; a bundle without its end was cut off.
 * 2. What a line refers to stands above it: inbox, endpoint and body above the delivery, the delivery above its attempts.
 *    The same record may come twice.
 * 3. A body over 256 KiB is cut into `chunk` lines that stand above the line it belongs to, so no line grows with it.
 * 4. Exchanges come oldest first. Times are ms since 1970, header values one byte a character.
 * 5. No secret of the workspace is in it. A bundle that was signed anew names the dummy secret in its header.
 */
export const BUNDLE_VERSION = 1

export interface BundleHeader {
  readonly kind: 'header'
  readonly hookscope: 'bundle'
  readonly version: number
  /** Hookscope that wrote it. */
  readonly producer: string
  readonly exportedAt: number
  readonly isRedacted: boolean
  /** Dummy secret that signatures were made with anew; null: they are as captured. */
  readonly dummySecret: string | null
}

/** Text when UTF-8 gives back the same bytes, else base64; `chunks` of it stand above; `of` names the event or exchange that has it. */
export type BundleBody =
  | { readonly bytes: number; readonly text: string }
  | { readonly bytes: number; readonly base64: string }
  | { readonly bytes: number; readonly chunks: number }
  | { readonly bytes: number; readonly of: string }

export interface BundleInbox {
  readonly kind: 'inbox'
  readonly id: string
  readonly path: string
  readonly scheme: SchemeId | null
}

export interface BundleEndpoint {
  readonly kind: 'endpoint'
  readonly id: string
  readonly name: string
  readonly url: string
}

/** A request body that deliveries share. */
export interface BundleSharedBody {
  readonly kind: 'body'
  /** `evt_…`, or the exchange whose bytes were replayed. */
  readonly id: string
  readonly type: string | null
  readonly eventId: string | null
  readonly tenantId: string | null
  readonly at: number
  readonly body: Exclude<BundleBody, { readonly of: string }>
}

export interface BundleDelivery {
  readonly kind: 'delivery'
  readonly id: string
  /** Id of the shared body. */
  readonly bodyOf: string
  readonly type: string | null
  readonly eventId: string | null
  /** Either an endpoint or a url. */
  readonly endpointId: string | null
  readonly url: string | null
  readonly method: string
  readonly scheme: SchemeId | null
  readonly policy: RetryPolicy
  readonly speed: Speed
  readonly replayOf: string | null
  readonly changes: readonly string[]
  readonly state: DeliveryState
  readonly attempts: number
  readonly rung: number
  readonly interruptions: number
  readonly status: number | null
  readonly error: string | null
  readonly lastAttemptAt: number | null
  readonly createdAt: number
}

export interface BundleMessage {
  readonly headers: RawHeaders
  readonly trailers: RawHeaders
  readonly body: BundleBody
}

export interface BundleExchange {
  readonly kind: 'exchange'
  readonly id: string
  readonly direction: Direction
  readonly state: Exclude<CaptureState, 'receiving'> | Exclude<AttemptState, 'planned' | 'running'>
  readonly at: number
  readonly method: string
  readonly path: string
  /** Of a capture the URL it was sent to: as its Host says, or as the HAR said that it came from. Null where nothing says it. */
  readonly url: string | null
  readonly httpVersion: string
  readonly type: string | null
  readonly eventId: string | null
  readonly inboxId: string | null
  readonly endpointId: string | null
  readonly verification: Verification | null
  readonly status: number | null
  readonly error: NetworkError | null
  readonly tookMs: number | null
  readonly deliveryId: string | null
  /** 1, 2, … within its delivery. */
  readonly attempt: number | null
  readonly manual: boolean
  /** Of a capture: the own attempt that made it. */
  readonly madeBy: string | null
  readonly answer: 'decided' | 'sent' | 'aborted' | null
  readonly timings: Timings | null
  /** What people added; null: nothing. */
  readonly note: { readonly text: string; readonly pinned: boolean; readonly tags: readonly string[]; readonly updatedAt: number } | null
  readonly notes: readonly string[]
  readonly remoteAddress: string | null
  readonly request: BundleMessage
  readonly response: (BundleMessage & { readonly startLine: string; readonly complete: boolean }) | null
}

export interface BundleChunk {
  readonly kind: 'chunk'
  /** Id of the shared body or exchange. */
  readonly of: string
  readonly side: 'request' | 'response'
  /** 0, 1, … of 256 KiB each, the last shorter. */
  readonly number: number
  readonly base64: string
}

export interface BundleEnd {
  readonly kind: 'end'
  readonly exchanges: number
}

/** What stands between header and end. */
export type BundleRecord = BundleInbox | BundleEndpoint | BundleSharedBody | BundleDelivery | BundleExchange | BundleChunk
