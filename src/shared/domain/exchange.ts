import type { RawHeaders } from './http-message.ts'
import type { Note } from './note.ts'
import type { SchemeChoice, SchemeId } from './signature/scheme.ts'
import type { Verdict, Verification } from './verdict.ts'

/**
 * Exchange: what attempt (out) and capture (in) have in common, request and response as they were on the wire.
 *
 * States, in:   receiving → complete | incomplete | too_large;  malformed
 * States, out:  planned → running → settled | interrupted | cancelled
 * `planned` is the first attempt of a delivery that has not started; later attempts are appended when they start.
 */
export const CAPTURE_STATES = ['receiving', 'complete', 'incomplete', 'too_large', 'malformed'] as const
export const ATTEMPT_STATES = ['planned', 'running', 'settled', 'interrupted', 'cancelled'] as const
export type CaptureState = (typeof CAPTURE_STATES)[number]
export type AttemptState = (typeof ATTEMPT_STATES)[number]
export type ExchangeState = CaptureState | AttemptState

export type Direction = 'in' | 'out'

/** Why an attempt had no usable answer. `unreadable`: bytes that are not HTTP. */
export const NETWORK_ERRORS = ['timeout', 'refused', 'reset', 'dns', 'tls', 'unreachable', 'unreadable', 'unsendable', 'network'] as const
export type NetworkError = (typeof NETWORK_ERRORS)[number]

export const DELIVERY_STATES = ['pending', 'success', 'failed', 'cancelled'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One row of the feed: what a table shows, no bytes. */
export interface ExchangeSummary {
  /** `capture_…` or `attempt_…` */
  readonly id: string
  readonly direction: Direction
  readonly state: ExchangeState
  /** Arrival, or start of the attempt (creation while planned); ms since 1970. */
  readonly at: number
  readonly method: string
  /** Raw request target: path and query as on the wire. */
  readonly path: string
  /** Event type, as sent or as read from the body; null when unknown. */
  readonly type: string | null
  /** Provider's event id, `evt_…` for ours; null when unknown. */
  readonly eventId: string | null
  readonly inboxId: string | null
  readonly endpointId: string | null
  /** Endpoint name, host of the url, inbox path; null for an unmatched capture. */
  readonly place: string | null
  /** null for attempts. */
  readonly verdict: Verdict | null
  /** Status of the answer; null without one. */
  readonly status: number | null
  /** Why there was no answer; null for captures and answered attempts. */
  readonly error: NetworkError | null
  /** ms from start to the end of the answer (capture: to the answer decided); null while it runs. */
  readonly tookMs: number | null
  /** Bytes of the request body as on the wire. */
  readonly requestBytes: number
  readonly responseBytes: number
  readonly deliveryId: string | null
  readonly deliveryState: DeliveryState | null
  /** n of as many as its policy allows, or as were made where that is more; null for captures. */
  readonly attempt: { readonly number: number; readonly of: number } | null
  /** When a pending delivery is tried next; ms since 1970. */
  readonly nextAttemptAt: number | null
  /** Capture made by an attempt of our own, or the other way round; null otherwise. */
  readonly counterpartId: string | null
  /** Exchange this one is a replay of. */
  readonly replayOf: string | null
  /** It came from a file: it happened on another machine, or before. */
  readonly isImported: boolean
  /** What people added; null when nobody did. */
  readonly note: Note | null
}

/** Whether a capture came to a path that no inbox takes. One out of a file came to another machine, whose inboxes are not known here. */
export function isUnmatched({ direction, inboxId, isImported }: Pick<ExchangeSummary, 'direction' | 'inboxId' | 'isImported'>): boolean {
  return direction === 'in' && inboxId === null && !isImported
}

/** Phases of one attempt, ms since its start; a phase that did not happen (reused connection) is absent. */
export interface Timings {
  readonly dnsMs?: number
  readonly connectMs?: number
  readonly tlsMs?: number
  /** Request sent completely. */
  readonly sentMs?: number
  /** First byte of the response head. */
  readonly firstByteMs?: number
  readonly totalMs?: number
}

/** A request or response as it was on the wire. */
export interface MessageView {
  /** `POST /webhooks/crm HTTP/1.1` or `HTTP/1.1 200 OK` */
  readonly startLine: string
  readonly headers: RawHeaders
  readonly trailers: RawHeaders
  readonly bodyBytes: number
  /** False when the body was cut off, over the limit, or not kept whole; `notes` say which. */
  readonly bodyComplete: boolean
}

export interface ExchangeDetail extends ExchangeSummary {
  /** Full URL of the request. */
  readonly url: string
  /** null only for malformed captures, whose bytes are the request body. */
  readonly request: MessageView
  readonly response: MessageView | null
  /** Was the answer of a capture really sent? null for attempts. */
  readonly answer: 'decided' | 'sent' | 'aborted' | null
  readonly verification: Verification | null
  /** What signed the attempt when it left; null: nothing did (an exact replay carries the captured signature), and for captures. */
  readonly signedAs: SchemeChoice | null
  /** Provider whose signature an inbox without a scheme got; null when none is known by its headers. */
  readonly recognised: SchemeId | null
  readonly timings: Timings | null
  /** Sentences about what was unusual: a malformed request, a cut body, a repeated connection, what a replay changed. */
  readonly notes: readonly string[]
  /** `127.0.0.1:51324`; null when unknown. */
  readonly remoteAddress: string | null
}

/** What an exchange comes from and what came of it, bounded. */
export interface Lineage {
  /** The exchange it replays; null when it replays none, or that is gone. */
  readonly source: ExchangeSummary | null
  /** Oldest first: all attempts of the event's deliveries and the captures they made, itself included. Of a replay: its own. */
  readonly family: readonly ExchangeSummary[]
  /** Newest first: the first attempt of each replay of it. */
  readonly replays: readonly ExchangeSummary[]
  /** There are more than are listed. */
  readonly isCut: boolean
}

/** What a signature is made over. */
export interface SignedContent {
  /** For people. */
  readonly scheme: string
  readonly parts: readonly {
    /** `body`, `text` for what stands between values, or the value's name: `ts`, `id`, `url`, `secret` … */
    readonly name: string
    /** base64; of a long body the beginning, of the secret nothing. */
    readonly bytes: string
    readonly totalBytes: number
  }[]
}

/** One attempt in a delivery's history. */
export interface AttemptView {
  readonly id: string
  readonly number: number
  readonly state: AttemptState
  /** Asked for by hand ("attempt now"), not by the ladder. */
  readonly manual: boolean
  readonly at: number
  readonly status: number | null
  readonly error: NetworkError | null
  readonly tookMs: number | null
  readonly timings: Timings | null
}

/** One event to one endpoint or url, with its attempts. */
export interface DeliveryView {
  /** `delivery_…` */
  readonly id: string
  readonly eventId: string | null
  readonly type: string | null
  readonly endpointId: string | null
  readonly place: string
  readonly url: string
  readonly state: DeliveryState
  /** Attempts that were settled, manual ones included, interrupted ones not. */
  readonly attempts: number
  /** Attempts that the policy allows. */
  readonly maxAttempts: number
  /** Delay of each rung in ms, nominal. */
  readonly ladderMs: readonly number[]
  readonly speed: number | 'max'
  readonly createdAt: number
  readonly lastAttemptAt: number | null
  readonly nextAttemptAt: number | null
  readonly status: number | null
  /** What went wrong last, one sentence; null on success. */
  readonly error: string | null
  readonly replayOf: string | null
  readonly history: readonly AttemptView[]
  /** Why it is in its state and what comes next, in sentences. */
  readonly explanation: readonly string[]
}
