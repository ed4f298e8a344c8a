import type { EventIdentity } from '../../../shared/domain/event-identity.ts'
import type { CaptureState } from '../../../shared/domain/exchange.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import { prepareJson, type PreparedAnswer } from './answers.ts'
import type { Arrival } from './arrival.ts'
import type { Body } from './body.ts'
import { chooseAnswer, identify, notVerified, UNKNOWN_EVENT } from './judge.ts'
import { inMebibytes } from './limits.ts'
import { shakeHands } from './shake-hands.ts'

/** How a body ended, and what was made of it. */
export interface Ending {
  readonly state: Exclude<CaptureState, 'receiving' | 'malformed'>
  readonly verification: Verification
  readonly identity: EventIdentity
  /** null when there is nobody to answer. */
  readonly answer: PreparedAnswer | null
  /** One sentence about what was unusual; null when nothing was. */
  readonly note: string | null
}

/** The body came whole; `rest` is what was taken of it last. */
export function complete({ req, headers, arrived, routes, route, isForwarded }: Arrival, body: Body, rest: Buffer): Ending {
  const verification = body.verify(route, arrived, rest)
  const identity = body.chunks === 0 ? identify(headers, rest) : UNKNOWN_EVENT
  const handshake = body.chunks === 0 ? shakeHands(route, req, rest, verification) : null
  const answer = handshake?.answer ?? chooseAnswer(routes, route, verification, isForwarded)
  return { state: 'complete', verification, identity, answer, note: handshake?.note ?? null }
}

/** The body is over the limit; `what` became of it, in the middle of a sentence. */
export function tooLarge({ route, headers }: Arrival, limitBytes: number, what: string): Ending {
  const sentence = `The body is over the limit of ${inMebibytes(limitBytes)}`
  return {
    state: 'too_large',
    verification: notVerified(route, headers, `${sentence}.`),
    identity: UNKNOWN_EVENT,
    answer: prepareJson(413, { error: `${sentence}.` }),
    note: `${sentence}: ${what}.`,
  }
}

/** The body was cut off, for this reason. */
export function incomplete({ route, headers }: Arrival, reason: string, answer: PreparedAnswer | null): Ending {
  return { state: 'incomplete', verification: notVerified(route, headers, reason), identity: UNKNOWN_EVENT, answer, note: reason }
}
