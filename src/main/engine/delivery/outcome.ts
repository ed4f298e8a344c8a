import type { NetworkError, Timings } from '../../../shared/domain/exchange.ts'

/** What became of one attempt on the wire. */
export type Outcome = Answered | Unanswered | Interrupted

/** Whatever became of it. */
export interface Observed {
  readonly timings: Timings
  /** `address:port` of the other side; null when there was no connection. */
  readonly remote: string | null
  /** Sentences about what was unusual. */
  readonly notes: readonly string[]
}

export interface Answered extends Observed {
  readonly kind: 'answered'
  readonly status: number
  readonly httpVersion: string
  readonly reasonPhrase: string
  /** Flat lists in wire order. */
  readonly headers: readonly string[]
  readonly trailers: readonly string[]
  /** As much as the request allows, as on the wire, content encoding included. */
  readonly body: Uint8Array
  /** False when the body was longer, slower or cut off. */
  readonly bodyComplete: boolean
}

export interface Unanswered extends Observed {
  readonly kind: 'unanswered'
  readonly error: NetworkError
  /** One sentence. */
  readonly message: string
}

/** Taken off the wire by us: nothing can be said about the other side. */
export interface Interrupted extends Observed {
  readonly kind: 'interrupted'
}
