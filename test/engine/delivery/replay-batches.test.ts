import { expect, test } from 'vitest'
import { createReplayBatches, type ReplayBatches } from '../../../src/main/engine/delivery/replay-batches.ts'
import { createReplays } from '../../../src/main/engine/delivery/replay.ts'
import type { Endpoints } from '../../../src/main/engine/services.ts'
import type { Endpoint } from '../../../src/shared/domain/endpoint.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { BatchRequest, BatchView } from '../../../src/shared/domain/replay.ts'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { localTime } from '../../../src/shared/domain/filter/time.ts'
import { answer, scriptedServer, type ScriptedServer } from '../../support/scripted-server.ts'
import { insertCapture } from './captures.ts'
import { openWorkbench, toEndpoint, toUrl, type Workbench } from './workbench.ts'

function batchesOf(bench: Workbench): ReplayBatches {
  const get = (id: string): Endpoint => {
    const found = bench.endpoints.find((each) => each.id === id)
    if (found) return found
    throw new HookscopeError('not_found', 'no', 'no')
  }
  const replays = createReplays(bench.core, { endpoints: { get } as Endpoints, worker: bench.worker })
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

test('named ones keep their spacing in whatever order they are named, also where the first was removed before its turn', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const ids = await captures(bench, 4)
  bench.core.db.exec(
    'DELETE FROM message WHERE exchange_id = (SELECT min(id) FROM exchange); DELETE FROM exchange WHERE id = (SELECT min(id) FROM exchange)',
  )
  const batches = batchesOf(bench)
  const asked = request(server, { selection: { ids: ids.toReversed() }, speed: 1 })
  const preview = await batches.preview(asked, 9)
  const { id } = await batches.start(asked)
  for (const sent of [1, 2, 3]) {
    while (server.requests.length < sent) await new Promise((resolve) => setImmediate(resolve))
    bench.clock.advance(1_000)
  }
  const view = await ended(bench, batches, id)
  const at = bench.core.db.prepare<[], number>("SELECT at FROM exchange WHERE direction = 'out' ORDER BY id").pluck().all()
  expect({
    preview: preview.items.map((item) => item.id),
    refused: view.refused,
    bodies: server.requests.map(({ body }) => body),
    seconds: at.map((each) => Math.round((each - (at[0] ?? 0)) / 1_000)),
  }).toEqual({ preview: ids, refused: 1, bodies: [1, 2, 3].map((number) => `{"number":${number}}`), seconds: [0, 1, 2] })
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

test('what was refused and what failed is listed, newest first, page by page', async () => {
  const server = await scriptedServer(answer(500))
  const bench = openWorkbench()
  const good = await captures(bench, 3)
  const malformed = await insertCapture(bench, { state: 'malformed' })
  const batches = batchesOf(bench)
  const { id } = await batches.start(request(server, { selection: { ids: [...good, malformed] } }))
  await ended(bench, batches, id)
  const first = batches.failures(id, { kind: 'failed', limit: 2 })
  const second = batches.failures(id, { kind: 'failed', limit: 2, cursor: first.nextCursor ?? '' })
  const refused = batches.failures(id, { kind: 'refused', limit: 2 })
  expect({
    failed: [...first.items, ...second.items].map(({ exchangeId, status }) => [exchangeId, status]),
    refused: refused.items.map(({ exchangeId, problem }) => [exchangeId, problem]),
    cursors: [second.nextCursor, refused.nextCursor],
  }).toEqual({
    failed: good.toReversed().map((each) => [each, 500]),
    refused: [[malformed, 'This exchange cannot be replayed: what arrived was not HTTP.']],
    cursors: [null, null],
  })
})

test('a preview says what would go where in the order of sending, and sends nothing', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const ids = await captures(bench, 3)
  const malformed = await insertCapture(bench, { state: 'malformed' })
  const batches = batchesOf(bench)
  const preview = await batches.preview(request(server, { selection: { filter: '' } }), 2)
  const last = await batches.preview(request(server, { selection: { ids: [malformed] } }), 2)
  expect([preview.total, preview.items, last.items, server.requests.length, batches.list({ limit: 9 }).items]).toMatchObject([
    { value: 4, exact: true },
    [
      { kind: 'sent', id: ids[0], method: 'PUT', url: server.url },
      { kind: 'sent', id: ids[1] },
    ],
    [{ kind: 'refused', id: malformed }],
    0,
    [],
  ])
})

test('an endpoint that is switched off pauses its batch, one that is deleted ends it', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const ids = await captures(bench, 3)
  const endpoint = bench.addEndpoint({ url: server.url, resolvedUrl: server.url, isActive: false })
  const batches = batchesOf(bench)
  const { id } = await batches.start({ ...request(server, { selection: { ids } }), target: toEndpoint(endpoint) })
  const until = async (state: BatchView['state']): Promise<BatchView> => {
    for (;;) {
      const view = batches.get(id)
      if (view.state === state) return view
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const paused = await until('paused')
  bench.changeEndpoint(endpoint.id, null)
  await batches.resume(id)
  const cancelled = await until('cancelled')
  expect([paused.problem, paused.refused, cancelled.problem, cancelled.made, server.requests.length]).toEqual([
    'The endpoint Shop is inactive: switch it on, then resume.',
    0,
    'Its endpoint was deleted.',
    0,
    0,
  ])
})

test('while the disk is full a batch waits and says so; then it goes on, and sends nothing twice', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const ids = await captures(bench, 3)
  const batches = batchesOf(bench)
  const { id } = await batches.start(request(server, { selection: { ids }, rate: 1 }))
  while (batches.get(id).made === 0) await new Promise((resolve) => setImmediate(resolve))
  const commit = bench.core.writer.commit
  let refusals = 0
  Object.assign(bench.core.writer, {
    commit: () => {
      refusals++
      return Promise.reject(new HookscopeError('disk_full', 'The disk is full.', 'Make room.'))
    },
  })
  while (refusals === 0) {
    bench.clock.advance(1_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const stuck = batches.get(id)
  Object.assign(bench.core.writer, { commit })
  const view = await ended(bench, batches, id)
  expect([stuck.state, stuck.problem, view.problem, view.deliveries.success, server.requests.length]).toEqual([
    'running',
    'The disk is full.',
    null,
    3,
    3,
  ])
})

test('what a batch has made of counts stays when its deliveries are removed', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const batches = batchesOf(bench)
  const { id } = await batches.start(request(server, { selection: { ids: await captures(bench, 2) } }))
  await ended(bench, batches, id)
  bench.core.db.exec(
    "DELETE FROM message WHERE exchange_id IN (SELECT id FROM exchange WHERE direction = 'out'); DELETE FROM exchange WHERE direction = 'out'; DELETE FROM delivery",
  )
  expect(batches.get(id).deliveries).toEqual({ pending: 0, success: 2, failed: 0, cancelled: 0 })
})

test('a choice that was cut off by the end of the engine is cancelled by the next one', async () => {
  const bench = openWorkbench()
  const server = await scriptedServer()
  const batches = batchesOf(bench)
  const { id } = await batches.start(request(server, { selection: { ids: await captures(bench, 1) } }))
  await ended(bench, batches, id)
  bench.core.db.exec("UPDATE batch SET state = 'choosing', ended_at = NULL")
  const next = batchesOf(bench)
  next.resumeOpen()
  await bench.core.writer.commit(() => {})
  expect(next.get(id)).toMatchObject({ state: 'cancelled', problem: expect.stringContaining('nothing was sent') })
})

test('those who watch hear of each batch as it is, and when it changes', async () => {
  const bench = openWorkbench()
  const server = await scriptedServer()
  const batches = batchesOf(bench)
  const controller = new AbortController()
  const watching = batches.watch(controller.signal)
  const before = await watching.next()
  const told = watching.next()
  const { id } = await batches.start(request(server, { selection: { ids: await captures(bench, 1) } }))
  const after = await told
  controller.abort()
  expect([before.value, after.done === true ? [] : after.value.map((each) => each.id)]).toEqual([[], [id]])
})
