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

test('earlier ones are read page by page, past an old one that still runs; one that is named is looked for', async () => {
  const id = (number: number): string => `replay_${String(number).padStart(3, '0')}`
  const stored = Array.from({ length: 120 }, (_, index) => aBatch({ id: id(120 - index) }))
  const client = fakeClient({
    replays: {
      watch: async () =>
        (async function* () {
          yield [...stored.slice(0, 50), ...stored.slice(-1)]
          await new Promise(() => {})
        })(),
      list: async ({ cursor, limit }: { cursor?: string; limit: number }) => {
        const from = cursor === undefined ? 0 : stored.findIndex((batch) => batch.id === cursor) + 1
        const items = stored.slice(from, from + limit)
        return { items, nextCursor: from + limit < stored.length ? (items.at(-1)?.id ?? null) : null }
      },
      get: ({ id: asked }: { id: string }) => {
        const found = stored.find((batch) => batch.id === asked)
        return found ? Promise.resolve(found) : Promise.reject(new HookscopeError('not_found', 'There is no such replay.', 'List them.'))
      },
    },
  })
  const batches = createBatches({ client, connection: connected })
  const stop = batches.follow()
  await settle()
  const seen = (): unknown => {
    const { batches: items, hasMore, missing } = batches.store.getState()
    return [items?.length, hasMore, missing]
  }
  const story = [seen()]
  await batches.find(id(7))
  await batches.find('replay_none')
  story.push(seen())
  for (let page = 0; page < 3; page++) {
    await Promise.all([batches.more(), batches.more()])
    story.push(seen())
  }
  expect(story).toEqual([
    [51, true, null],
    [52, true, 'replay_none'],
    [102, true, 'replay_none'],
    [120, false, 'replay_none'],
    [120, false, 'replay_none'],
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

test('a replay that is cancelled while the answer to going on is still on its way is cancelled', async () => {
  let answer = (_: BatchView): void => {}
  const client = fakeClient({
    replays: {
      resume: () => new Promise<BatchView>((resolve) => (answer = resolve)),
      cancel: async () => aBatch({ state: 'cancelled' }),
    },
  })
  const batches = createBatches({ client, connection: connected })
  const resumed = batches.command('replay_1', 'resume')
  const cancelled = batches.command('replay_1', 'cancel')
  await settle()
  answer(aBatch({ state: 'running' }))
  await Promise.all([resumed, cancelled])
  expect(batches.store.getState()).toMatchObject({ batches: [{ state: 'cancelled' }], busy: null, problem: null })
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
