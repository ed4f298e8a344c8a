import { pairHeaders } from '../../../shared/domain/http-message.ts'
import { exactHeaders } from '../../../shared/domain/replay-headers.ts'
import { ONE_ATTEMPT } from '../../../shared/domain/retry-policy.ts'
import { MIB } from '../../../shared/domain/units.ts'
import type { Forward, ForwardOutcome } from '../receiver/forward.ts'
import type { Core } from '../core.ts'
import type { Outcome } from './outcome.ts'
import { type Claim, insertClaimed, type Targets } from './claiming.ts'
import { plannedReplayHeaders } from './replay-plan.ts'
import type { DeliveryStore } from './store.ts'

/** The caller gets the whole answer or none; as much as a capture may hold. */
const MAX_ANSWER_BYTES = 25 * MIB

/**
 * Sending captures on. The caller of the inbox waits for the answer, so a forward never queues: it is made, claimed and
 * put on the wire in one commit, beside the lanes.
 */
export function createForward(
  core: Core,
  store: DeliveryStore,
  targets: Targets,
  start: (claimed: Claim, done: (outcome: Outcome) => void) => void,
): Forward {
  return async (capture) => {
    const url = capture.forwardTo
    const id = core.ids()
    const planned = plannedReplayHeaders(
      capture,
      exactHeaders(capture.headers, { targetUrl: url, keepHost: false, bodyBytes: capture.bodyBytes }),
    )
    const claimed = await core.writer.commit(() =>
      insertClaimed(
        core,
        store,
        targets,
        {
          id,
          bodyOf: capture.id.seq,
          type: capture.type,
          eventId: capture.eventId,
          endpointSeq: null,
          url,
          method: capture.method,
          scheme: null,
          headers: planned.headers,
          ladder: { policy: ONE_ATTEMPT, speed: 1 },
          sourceSeq: capture.id.seq,
          sourceChanges: planned.changes,
          createdAt: core.clock.now(),
        },
        () => store.events.body(capture.id.seq),
      ),
    )
    return new Promise((resolve) => start(withLongAnswer(claimed), (outcome) => resolve(forwardOutcome(outcome))))
  }
}

function withLongAnswer(claimed: Claim): Claim {
  const { composed } = claimed
  if (composed.kind === 'blocked') return claimed
  return { ...claimed, composed: { ...composed, request: { ...composed.request, maxResponseBytes: MAX_ANSWER_BYTES } } }
}

function forwardOutcome(outcome: Outcome): ForwardOutcome {
  switch (outcome.kind) {
    case 'answered':
      // What is noted last is what cut the body off.
      if (!outcome.bodyComplete) return { kind: 'unanswered', sentence: outcome.notes.at(-1) ?? 'The answer of the target was cut off.' }
      return {
        kind: 'answered',
        status: outcome.status,
        reason: outcome.reasonPhrase,
        headers: pairHeaders(outcome.headers),
        body: Buffer.from(outcome.body.buffer, outcome.body.byteOffset, outcome.body.byteLength),
      }
    case 'unanswered':
      return { kind: 'unanswered', sentence: outcome.message }
    case 'interrupted':
      return { kind: 'unanswered', sentence: 'Hookscope ended before the target had answered' }
  }
}
