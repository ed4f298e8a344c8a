import type { BatchView } from '../../../src/shared/domain/replay.ts'

/** A batch that is done; what a test is about is given. */
export function aBatch(changes: Partial<BatchView> = {}): BatchView {
  return {
    id: 'replay_1',
    state: 'done',
    mode: 'exact',
    place: 'billing',
    filter: null,
    total: 2,
    made: 2,
    refused: 0,
    problem: null,
    deliveries: { pending: 0, success: 2, failed: 0, cancelled: 0 },
    createdAt: 0,
    endedAt: 1_000,
    ...changes,
  }
}
