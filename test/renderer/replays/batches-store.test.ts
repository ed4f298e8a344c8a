import { expect, test } from 'vitest'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { BatchView } from '../../../src/shared/domain/replay.ts'
import { createBatches } from '../../../src/renderer/features/replays/batches-store.ts'
import { createFailures } from '../../../src/renderer/features/replays/failures-store.ts'
import { settle } from '../activity/fake-feed.ts'
import { connected, fakeClient } from '../support/fakes.ts'
import { aBatch } from './batches.ts'

test('batches stand newest first, and what the engine tells of them replaces what was known', async () => {
  const told: BatchView[][] = [
    [aBatch({ id: 'replay_1' }), aBatch({ id: 'replay_2', state: 'running', made: 1 })],
    [aBatch({ id: 'replay_2', made: 2 }), aBatch({ id: 'replay_3' })],
  ]
  const client = fakeClient({
    replays: {
      watch: async () =>
        (async function* () {
          yield* told
          await new Promise(() => {})
        })(),
    },
  })
  const batches = createBatches({ client, connection: connected })
  const stop = batches.follow()
  await settle()
  expect(batches.store.getState().batches?.map(({ id, made }) => [id, made])).toEqual([
    ['replay_3', 2],
    ['replay_2', 2],
    ['replay_1', 2],
  ])
  stop()
})

test('a command that is refused says why and leaves the batch as it is', async () => {
  const client = fakeClient({
    replays: {
      pause: () => Promise.reject(new HookscopeError('conflict', 'The replay is done, so it cannot be paused.', 'Start another one.')),
    },
  })
  const batches = createBatches({ client, connection: connected })
  batches.take(aBatch())
  await batches.command('replay_1', 'pause')
  expect(batches.store.getState()).toMatchObject({ batches: [{ state: 'done' }], busy: null, problem: { code: 'conflict' } })
})

test('failures are read page by page, each kind by itself', async () => {
  const failure = { exchangeId: null, attemptId: null, type: null, status: null, problem: 'No.' }
  const client = fakeClient({
    replays: {
      failures: async ({ kind, cursor }: { kind: 'failed' | 'refused'; cursor?: string }) => ({
        items: [{ ...failure, kind, problem: cursor ?? 'first' }],
        nextCursor: kind === 'failed' && cursor === undefined ? 'second' : null,
      }),
    },
  })
  const failures = createFailures(client, 'replay_1')
  await failures.read()
  await failures.more('failed')
  await failures.more('refused')
  const { lists } = failures.store.getState()
  expect([lists?.failed.items.map(({ problem }) => problem), lists?.refused.items.length, lists?.failed.next]).toEqual([
    ['first', 'second'],
    1,
    null,
  ])
})
