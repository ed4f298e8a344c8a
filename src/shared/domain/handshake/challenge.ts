import type { RawHeaders } from '../http-message.ts'
import type { HandshakeId } from './handshake.ts'

/** One request of a provider's handshake, and what makes its answer right. */
export interface Challenge {
  /** How it differs from the others of its handshake: `signed rightly`. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** To be added to the url, `name=value&…`; null: nothing. */
  readonly query: string | null
  /** Beside those of the signature. */
  readonly headers: RawHeaders
  readonly body: string
  /** `wrongly`: well formed, but over another body, as by somebody who does not have the secret; null: not signed. */
  readonly signed: 'rightly' | 'wrongly' | null
  readonly wanted: WantedAnswer
}

/** The answer that the provider takes. */
export interface WantedAnswer {
  /** The one status it takes; `refusal`: any 4xx. */
  readonly status: number | 'refusal'
  /** How long it waits, ms. */
  readonly withinMs: number
  /** Media type that the answer must have; null: any. */
  readonly mediaType: string | null
  readonly body: WantedBody
  readonly mayHaveCookies: boolean
  /** Bodies, or values in them, that usual mistakes lead to. */
  readonly mistakes: readonly Mistake[]
  /** The line of code that answers rightly. */
  readonly code: string
}

export type WantedBody =
  | { readonly kind: 'anything' }
  | { readonly kind: 'nothing' }
  /** Exactly this text, or, where `field` is named, JSON or a form that holds it there. */
  | { readonly kind: 'text'; readonly text: string; readonly field: string | null }
  /** A JSON object with these values; it may have others. */
  | { readonly kind: 'json'; readonly fields: Readonly<Record<string, string | number>> }
  /** A SOAP envelope that acknowledges. */
  | { readonly kind: 'ack' }

/** A text of an answer that tells what went wrong. */
export interface Mistake {
  readonly text: string
  /** Ends "The answer …". */
  readonly clause: string
}

/** What is not as the provider wants it, and what to do. */
export interface Fault {
  /** One sentence. */
  readonly sentence: string
  readonly mend: string
}

/** Where a handshake is sent. */
export type HandshakeTarget =
  | { readonly kind: 'endpoint'; readonly endpointId: string }
  /** `secret`: the workspace's when absent. */
  | { readonly kind: 'url'; readonly url: string; readonly secret?: string }

/** A handshake that is to be sent. */
export interface HandshakeOrder {
  /** Absent: the one of the endpoint's scheme. */
  readonly handshake?: HandshakeId
  readonly target: HandshakeTarget
  /** What Meta's request names. */
  readonly verifyToken?: string
}

/** What became of a handshake: passed when no answer has a fault. */
export interface HandshakeReport {
  readonly handshake: HandshakeId
  readonly passed: boolean
  /** In the order in which they were sent. */
  readonly challenges: readonly ChallengeReport[]
}

/** How one request of a handshake was answered. */
export interface ChallengeReport {
  readonly name: string
  /** `attempt_…`, where request and answer are kept. */
  readonly exchangeId: string
  readonly status: number | null
  readonly tookMs: number | null
  /** For people: `200 with the text 1158201444`. */
  readonly expected: string
  /** For people: status and the beginning of the body, or why there is no answer. */
  readonly received: string
  /** Empty when the answer is right. */
  readonly faults: readonly Fault[]
  /** The line of code that answers rightly; null when the answer is right. */
  readonly code: string | null
}
