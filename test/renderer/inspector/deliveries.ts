import type { AttemptView, DeliveryView } from '../../../src/shared/domain/exchange.ts'

/** An attempt that was answered 500 after 400 ms, or what `parts` make of it. */
export function anAttempt(number: number, parts: Partial<AttemptView> = {}): AttemptView {
  return {
    id: `attempt_${number}`,
    number,
    state: 'settled',
    manual: false,
    at: number * 60_000,
    status: 500,
    error: null,
    tookMs: 400,
    timings: null,
    ...parts,
  }
}

/** A delivery with one failed attempt that waits for its second. */
export function aDelivery(parts: Partial<DeliveryView> = {}): DeliveryView {
  return {
    id: 'delivery_1',
    eventId: 'evt_1',
    type: 'deal.won',
    endpointId: null,
    place: 'localhost',
    url: 'http://localhost/',
    state: 'pending',
    attempts: 1,
    maxAttempts: 3,
    ladderMs: [0, 60_000, 300_000],
    speed: 1,
    createdAt: 60_000,
    lastAttemptAt: 60_000,
    nextAttemptAt: 120_400,
    status: 500,
    error: null,
    replayOf: null,
    history: [anAttempt(1)],
    explanation: [],
    ...parts,
  }
}
