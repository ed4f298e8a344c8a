import { assertNever } from '../../../shared/domain/assert.ts'
import { advance, type AttemptResult, parseRetryAfter, type Progress, type Step } from '../../../shared/domain/delivery.ts'
import { firstHeader, pairHeaders } from '../../../shared/domain/http-message.ts'
import type { Core } from '../core.ts'
import type { AttemptEnd } from '../store/attempts.ts'
import type { Outcome } from './outcome.ts'
import { type Claim, jitterFraction } from './claiming.ts'
import type { DeliveryStore } from './store.ts'

/** An attempt that is over, not yet written. */
export interface Settlement {
  readonly claim: Claim
  readonly outcome: Outcome
  readonly endedAt: number
}

/** Writes how an attempt ended and where its delivery stands now. Called inside a writer's write. */
export function settle(core: Core, store: DeliveryStore, { claim, outcome, endedAt }: Settlement): Progress {
  const seq = claim.delivery.id.seq
  const before: Progress = { ...claim.progress, cancelAsked: store.deliveries.isCancelAsked(seq) }
  const advanced = advance(before, stepOf(core, claim, outcome, endedAt), claim.delivery.ladder)
  if (advanced.kind === 'refused') throw new Error(`delivery ${seq} was settled twice: ${advanced.why}`)
  store.deliveries.save(seq, advanced.progress)
  store.attempts.settle(claim.attempt.seq, endOf(outcome))
  return advanced.progress
}

function stepOf(core: Core, claim: Claim, outcome: Outcome, endedAt: number): Step {
  if (outcome.kind === 'interrupted') return { kind: 'interrupted', at: endedAt }
  const fraction = jitterFraction(core, claim.delivery.ladder)
  return { kind: 'settled', result: resultOf(outcome, endedAt), startedAt: claim.startedAt, endedAt, fraction }
}

const MAX_PHRASE_CHARS = 200

function resultOf(outcome: Exclude<Outcome, { kind: 'interrupted' }>, now: number): AttemptResult {
  if (outcome.kind === 'unanswered') return outcome
  const { status, reasonPhrase, headers } = outcome
  const retryAfterMs = status < 300 ? null : parseRetryAfter(firstHeader(pairHeaders(headers), 'retry-after'), now)
  return { kind: 'answered', status, reasonPhrase: reasonPhrase.slice(0, MAX_PHRASE_CHARS), retryAfterMs }
}

function endOf(outcome: Outcome): AttemptEnd {
  const observed = { timings: outcome.timings, remote: outcome.remote, notes: outcome.notes }
  const tookMs = outcome.timings.totalMs ?? null
  switch (outcome.kind) {
    case 'answered':
      return {
        ...observed,
        state: 'settled',
        status: outcome.status,
        error: null,
        tookMs,
        response: {
          statusLine: `HTTP/${outcome.httpVersion} ${outcome.status} ${outcome.reasonPhrase}`.trimEnd(),
          headers: outcome.headers,
          trailers: outcome.trailers,
          body: outcome.body,
          isComplete: outcome.bodyComplete,
        },
      }
    case 'unanswered':
      return { ...observed, state: 'settled', status: null, error: outcome.error, tookMs, response: null }
    case 'interrupted':
      return { ...observed, state: 'interrupted', status: null, error: null, tookMs, response: null }
    default:
      return assertNever(outcome)
  }
}
