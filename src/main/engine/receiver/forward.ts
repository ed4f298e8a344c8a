import { firstHeader, type RawHeaders } from '../../../shared/domain/http-message.ts'
import type { RowId } from '../../../shared/domain/ids.ts'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import { prepareAnswer, prepareJson, type PreparedAnswer } from './answers.ts'

/** A committed capture that is to be sent on. Its body is read from the store, side 0 of `id`. */
export interface ForwardedCapture {
  readonly id: RowId
  readonly inbox: Inbox
  /** Absolute http(s) URL. */
  readonly forwardTo: string
  readonly method: string
  readonly headers: RawHeaders
  readonly bodyBytes: number
  readonly type: string | null
  readonly eventId: string | null
}

/** What the target answered, or why it did not, as one sentence. */
export type ForwardOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly reason: string; readonly headers: RawHeaders; readonly body: Buffer }
  | { readonly kind: 'unanswered'; readonly sentence: string }

/** Sends a capture on: one attempt, no retry, recorded as a delivery. A failure is a value. */
export type Forward = (capture: ForwardedCapture) => Promise<ForwardOutcome>

/** What the caller of a forwarding inbox gets: the target's answer, or 502 with the sentence. */
export function forwardedAnswer(outcome: ForwardOutcome, method: string): PreparedAnswer {
  if (outcome.kind === 'unanswered') return prepareJson(502, { error: outcome.sentence })
  if (method !== 'HEAD') return prepareAnswer(outcome)
  return prepareAnswer({ ...outcome, contentLength: firstHeader(outcome.headers, 'content-length') ?? null })
}

/**
 * What a request gets at a forwarding inbox that an own forward made: sent on again it might never come to rest. Known by
 * its socket and not by the target's name, because a receiver has many names.
 */
export const CIRCLE: PreparedAnswer = prepareJson(502, {
  error: 'Hookscope had already sent this request on: forwarding it again would send it in a circle.',
})
