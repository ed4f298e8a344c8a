import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import type { RowId } from '../../../shared/domain/ids.ts'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import { prepareAnswer, prepareJson, type PreparedAnswer } from './answers.ts'
import type { Routes } from './routes.ts'

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
export function forwardedAnswer(outcome: ForwardOutcome): PreparedAnswer {
  return outcome.kind === 'answered' ? prepareAnswer(outcome) : prepareJson(502, { error: outcome.sentence })
}

const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Whether a forward target is an inbox of this receiver that forwards as well: such a request might never come to rest. */
export function wouldCircle(forwardTo: string, receiverUrl: string, routes: Routes): boolean {
  const target = new URL(forwardTo)
  const own = new URL(receiverUrl)
  const isOwn = target.port === own.port && (target.hostname === own.hostname || OWN_NAMES.has(target.hostname))
  return isOwn && routes.match(target.pathname)?.isForwarding === true
}

export const CIRCLE: ForwardOutcome = {
  kind: 'unanswered',
  sentence: 'This inbox forwards to another one that forwards: the request would go in a circle.',
}
