import { expect, test } from 'vitest'
import { createReplayBatches, type ReplayBatches } from '../../../src/main/engine/delivery/replay-batches.ts'
import { createReplays } from '../../../src/main/engine/delivery/replay.ts'
import type { Endpoints } from '../../../src/main/engine/services.ts'
import type { BatchRequest, BatchView } from '../../../src/shared/domain/replay.ts'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { localTime } from '../../../src/shared/domain/filter/time.ts'
import { scriptedServer, type ScriptedServer } from '../../support/scripted-server.ts'
import { insertCapture } from './captures.ts'
import { openWorkbench, toUrl, type Workbench } from './workbench.ts'

function batchesOf(bench: Workbench): ReplayBatches {
  const replays = createReplays(bench.core, { endpoints: {} as Endpoints, worker: bench.worker })
  return createReplayBatches(bench.core, {
    replays,
    worker: bench.worker,
    filterOf: (text) => requireFilter(text, { now: bench.clock.now(), localTime }),
    placeOf: () => 'there',
  })
}

function request(server: ScriptedServer, more: Pick<BatchRequest, 'selection'> & Partial<BatchRequest>): BatchRequest {
  return { target: toUrl(server.url), mode: 'exact', keepHost: false, keepPath: false, retry: false, ...more }
}

/** The batch once all of it was sent; the clock runs as long as that takes. */
async function ended(bench: Workbench, batches: ReplayBatches, id: string): Promise<BatchView> {
  for (;;) {
    const view = batches.get(id)
    if (view.state !== 'running' && view.deliveries.pending === 0) return view
    bench.clock.advance(100)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function captures(bench: Workbench, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let number = 0; number < count; number++) {
    ids.push(await insertCapture(bench, { body: `{"number":${number}}` }))
    bench.clock.advance(1_000)
  }
  return ids
}

test('what a filter holds is sent oldest first; what comes later is not of it', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  await captures(bench, 70)
  const batches = batchesOf(bench)
  const { id, total } = await batches.start(request(server, { selection: { filter: 'dir:in' } }))
  await captures(bench, 1)
  const view = await ended(bench, batches, id)
  expect([total, view.state, view.made, view.refused, view.deliveries]).toEqual([
    70,
    'done',
    70,
    0,
    { pending: 0, success: 70, failed: 0, cancelled: 0 },
  ])
  expect(server.requests.map(({ body }) => body).toSorted()).toEqual(
    Array.from({ length: 70 }, (_, number) => `{"number":${number}}`).toSorted(),
  )
})

test('a batch that is left in the middle is gone on with by the next run: nothing is lost or made twice', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const ids = await captures(bench, 80)
  const first = batchesOf(bench)
  const { id } = await first.start(request(server, { selection: { ids }, rate: 100 }))
  while (first.get(id).made === 0) await new Promise((resolve) => setImmediate(resolve))
  await first.close()
  const made = first.get(id).made
  const second = batchesOf(bench)
  second.resumeOpen()
  const view = await ended(bench, second, id)
  expect([made < 80, view.state, view.deliveries.success, server.requests.length]).toEqual([true, 'done', 80, 80])
  await second.close()
})

test('a paused batch makes nothing, a cancelled one nothing more', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const ids = await captures(bench, 3)
  const batches = batchesOf(bench)
  const { id } = await batches.start(request(server, { selection: { ids }, speed: 1 }))
  const paused = await batches.pause(id)
  const cancelled = await batches.cancel(id)
  await batches.close()
  expect([paused.state, cancelled.state, cancelled.made < 3]).toEqual(['paused', 'cancelled', true])
  await expect(batches.resume(id)).rejects.toMatchObject({ code: 'conflict' })
})

test('what cannot be replayed is counted and said, and the rest goes on', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const good = await insertCapture(bench)
  const malformed = await insertCapture(bench, { state: 'malformed' })
  const batches = batchesOf(bench)
  const { id } = await batches.start(request(server, { selection: { ids: [malformed, good] } }))
  const { total, made, refused, problem, deliveries } = await ended(bench, batches, id)
  expect({ total, made, refused, problem, success: deliveries.success }).toEqual({
    total: 2,
    made: 2,
    refused: 1,
    problem: 'This exchange cannot be replayed: what arrived was not HTTP.',
    success: 1,
  })
})

test('a selection that holds nothing is refused, and stands there as one of none', async () => {
  const bench = openWorkbench()
  const server = await scriptedServer()
  const batches = batchesOf(bench)
  await expect(batches.start(request(server, { selection: { filter: 'type:none' } }))).rejects.toMatchObject({ code: 'nothing_to_do' })
  expect(batches.list({ limit: 9 }).items).toMatchObject([{ state: 'done', filter: 'type:none', total: 0, made: 0 }])
})
