import { expect, test } from 'vitest'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { ONE_ATTEMPT } from '../../../src/shared/domain/retry-policy.ts'
import { HOUR_MS, MINUTE_MS } from '../../../src/shared/domain/units.ts'
import { memorySecrets, testCore } from '../../support/core.ts'
import { createFakeClock, FAKE_START } from '../../support/fake-clock.ts'
import { answer, hang, ok, scriptedServer, type SeenRequest } from '../../support/scripted-server.ts'
import { openWorkbench, toEndpoint, toUrl, type Workbench } from './workbench.ts'

function numberIn({ body }: SeenRequest): number {
  return (JSON.parse(body) as { data: { n: number } }).data.n
}

async function sendNumbered(bench: Workbench, n: number, target: Parameters<Workbench['send']>[0]): Promise<string> {
  return bench.send(target, { content: { kind: 'event', type: 'lead.created', data: { n } } })
}

/** Resolves once something waits a second for the disk. */
function retryPlanned({ clock }: Workbench): Promise<void> {
  return new Promise((resolve) => {
    const after = clock.after
    Object.assign(clock, {
      after: (ms: number, then: () => void) => {
        if (ms === 1_000) resolve()
        return after(ms, then)
      },
    })
  })
}

test('with concurrency 1 events arrive in order, one at a time', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 1 })
  const ids: string[] = []
  for (let n = 0; n < 20; n++) ids.push(await sendNumbered(bench, n, toEndpoint(endpoint)))
  await bench.ended(ids)
  expect(server.requests.map(numberIn)).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

test('so they do at a url that is no endpoint, beside others to the same origin that ask for no order', async () => {
  const server = await scriptedServer(hang, ok)
  const bench = openWorkbench()
  const hanging = await sendNumbered(bench, 99, toUrl(server.url))
  await server.arrived(1)
  const ids: string[] = []
  for (let n = 0; n < 20; n++) ids.push(await sendNumbered(bench, n, toUrl(server.url, { concurrency: 1 })))
  await bench.ended(ids)
  expect(server.requests.map(numberIn)).toEqual([99, ...Array.from({ length: 20 }, (_, n) => n)])
  server.release()
  await bench.ended([hanging])
})

test('never more attempts at a time than the endpoint allows', async () => {
  const server = await scriptedServer(hang, hang, hang, ok)
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 3 })
  const ids = await bench.sending.send({
    content: { kind: 'event', type: 'lead.created', data: {} },
    targets: [toEndpoint(endpoint)],
    count: 10,
  })
  await server.arrived(3)
  bench.core.writer.flush()
  const whileFull = (await Promise.all(ids.map((id) => bench.deliveries.get(id)))).map((view) => view.history[0]?.state)
  server.release()
  await bench.ended(ids)
  expect([whileFull, server.requests.length]).toEqual([
    [...Array.from({ length: 3 }, () => 'running'), ...Array.from({ length: 7 }, () => 'planned')],
    10,
  ])
})

test('a delivery that waits for its retry holds up nobody', async () => {
  const server = await scriptedServer(answer(500), ok)
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 1 })
  const first = await sendNumbered(bench, 1, toEndpoint(endpoint))
  await bench.until(first, (view) => view.attempts === 1)
  const second = await sendNumbered(bench, 2, toEndpoint(endpoint))
  await bench.until(second, (view) => view.state === 'success')
  bench.clock.advance(MINUTE_MS)
  await bench.until(first, (view) => view.state === 'success')
  expect(server.requests.map(numberIn)).toEqual([1, 2, 1])
})

test('a retry that becomes due while its endpoint is busy starts when a place is free', async () => {
  const server = await scriptedServer(answer(500), hang, ok)
  const bench = openWorkbench()
  const policy = { ...ONE_ATTEMPT, delaysMs: [0, MINUTE_MS], timeoutMs: 10 * MINUTE_MS }
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 1, policy })
  const first = await sendNumbered(bench, 1, toEndpoint(endpoint))
  await bench.until(first, (view) => view.attempts === 1)
  await sendNumbered(bench, 2, toEndpoint(endpoint))
  await server.arrived(2)
  bench.clock.advance(2 * MINUTE_MS)
  server.release()
  const view = await bench.until(first, (each) => each.state === 'success')
  expect(view.history.map((each) => each.status)).toEqual([500, 200])
})

test('each attempt uses the endpoint as it is then', async () => {
  const before = await scriptedServer(answer(500))
  const after = await scriptedServer()
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: before.url, headers: [['X-Version', '1']] })
  const id = await bench.send(toEndpoint(endpoint))
  await bench.until(id, (view) => view.attempts === 1)
  bench.changeEndpoint(endpoint.id, { url: after.url, headers: [['X-Version', '2']] })
  bench.clock.advance(MINUTE_MS)
  await bench.until(id, (view) => view.state === 'success')
  const versions = [before, after].map((server) => server.requests.map((each) => each.headers.find((line) => line.startsWith('X-Version'))))
  expect([versions, before.requests[0]?.body === after.requests[0]?.body]).toEqual([[['X-Version: 1'], ['X-Version: 2']], true])
})

test('pending deliveries of an inactive endpoint wait until it is active again', async () => {
  const server = await scriptedServer(answer(500), ok)
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url })
  const id = await bench.send(toEndpoint(endpoint))
  await bench.until(id, (view) => view.attempts === 1)
  bench.changeEndpoint(endpoint.id, { isActive: false })
  bench.clock.advance(HOUR_MS)
  bench.core.writer.flush()
  const waiting = await bench.deliveries.get(id)
  bench.changeEndpoint(endpoint.id, { isActive: true })
  const done = await bench.until(id, (view) => view.state === 'success')
  expect([waiting.state, waiting.attempts, server.requests.length, done.attempts]).toEqual(['pending', 1, 2, 2])
})

test('deleting an endpoint cancels what is pending and lets what runs end', async () => {
  const server = await scriptedServer(hang, ok)
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 1 })
  const [running, waiting] = [await bench.send(toEndpoint(endpoint)), await bench.send(toEndpoint(endpoint))]
  await server.arrived(1)
  const seq = Number((bench.core.db.prepare('SELECT id FROM endpoint').pluck().get() as number | bigint).toString())
  await bench.core.writer.commit(() => bench.worker.cancelPendingOf(seq))
  bench.changeEndpoint(endpoint.id, null)
  const cancelled = await bench.until(waiting, (view) => view.state === 'cancelled')
  server.release()
  const ended = await bench.until(running, (view) => view.state !== 'pending')
  expect([cancelled.history.map((each) => each.state), ended.state]).toEqual([['cancelled'], 'success'])
})

test('a delivery made while its endpoint was being deleted is cancelled', async () => {
  const bench = openWorkbench({ isStopped: true })
  const endpoint = bench.addEndpoint({})
  const id = await bench.send(toEndpoint(endpoint))
  bench.endpoints.length = 0
  bench.core.changes.emit('endpoints')
  bench.worker.start()
  expect((await bench.until(id, (view) => view.state !== 'pending')).state).toBe('cancelled')
})

test('an own inbox is resolved at each attempt, and one that cannot be reached is tried again', async () => {
  const server = await scriptedServer()
  let inboxUrl: string | null = null
  const bench = openWorkbench({ inboxUrl: (id) => (id === 'inbox_1' ? inboxUrl : null) })
  const endpoint = bench.addEndpoint({ url: 'inbox:inbox_1' })
  const id = await bench.send(toEndpoint(endpoint))
  const refused = await bench.until(id, (view) => view.attempts === 1)
  inboxUrl = server.url
  bench.clock.advance(MINUTE_MS)
  const done = await bench.until(id, (view) => view.state === 'success')
  expect([refused.state, refused.history[0]?.error, refused.error, done.url]).toEqual([
    'pending',
    'refused',
    'The own inbox this goes to has no address: it was removed, or the receiver is off',
    server.url,
  ])
})

test('an attempt that a crash left running is closed as interrupted and made again at once', async () => {
  const server = await scriptedServer(hang, ok)
  const clock = createFakeClock()
  const core = testCore({ clock })
  const crashed = openWorkbench({ core })
  const id = await crashed.send(toUrl(server.url))
  await server.arrived(1)
  // A second run on the same file; the first one's attempt hangs for ever, as after kill -9.
  const run = core.ids()
  core.db
    .prepare('INSERT INTO run (id, tail, started_at, answered_through) VALUES (?, ?, ?, ?)')
    .run(run.seq, run.tail, clock.now(), run.seq)
  const next = openWorkbench({ core: { ...core, run } })
  const view = await next.until(id, (each) => each.state === 'success')
  expect([view.attempts, view.history.map((each) => [each.number, each.state, each.status])]).toEqual([
    1,
    [
      [1, 'interrupted', null],
      [2, 'settled', 200],
    ],
  ])
})

test('quitting waits for its grace, then interrupts; the delivery stays pending and due', async () => {
  const server = await scriptedServer(hang)
  const bench = openWorkbench()
  const id = await bench.send(toUrl(server.url))
  await server.arrived(1)
  const stopped = bench.worker.stop(2_000)
  bench.clock.advance(2_000)
  await stopped
  const view = await bench.deliveries.get(id)
  expect([view.state, view.attempts, view.nextAttemptAt, view.history.map((each) => each.state)]).toEqual([
    'pending',
    0,
    FAKE_START + 2_000,
    ['interrupted'],
  ])
})

test('after a jump forward what is overdue runs once', async () => {
  const server = await scriptedServer(answer(500), ok)
  const bench = openWorkbench()
  const id = await bench.send(toUrl(server.url))
  await bench.until(id, (view) => view.attempts === 1)
  bench.clock.jump(8 * HOUR_MS)
  bench.clock.advance(10_000)
  const view = await bench.until(id, (each) => each.state === 'success')
  expect(view.history.length).toBe(2)
})

test('after a jump back nothing waits longer than its delay', async () => {
  const server = await scriptedServer(answer(500), ok)
  const bench = openWorkbench()
  const id = await bench.send(toUrl(server.url))
  await bench.until(id, (view) => view.attempts === 1)
  bench.clock.jump(-8 * HOUR_MS)
  bench.worker.wake()
  bench.core.writer.flush()
  const corrected = await bench.deliveries.get(id)
  bench.clock.advance(MINUTE_MS)
  await bench.until(id, (view) => view.state === 'success')
  expect((corrected.nextAttemptAt ?? 0) - (FAKE_START - 8 * HOUR_MS)).toBe(MINUTE_MS)
})

test('a command that is its own engine sends only what it made itself', async () => {
  const server = await scriptedServer()
  const core = testCore({ clock: createFakeClock() })
  const earlier = openWorkbench({ core, isStopped: true })
  const old = await earlier.send(toUrl(server.url))
  const run = core.ids()
  core.db.prepare('INSERT INTO run (id, tail, started_at, answered_through) VALUES (?, ?, 0, 0)').run(run.seq, run.tail)
  const own = openWorkbench({ core: { ...core, run }, claims: 'own' })
  const id = await own.send(toUrl(server.url))
  await own.until(id, (view) => view.state === 'success')
  expect([(await own.deliveries.get(old)).state, server.requests.length]).toEqual(['pending', 1])
})

test('a burst of 1,000 deliveries is sent without starving the loop', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 64 })
  let turns = 0
  const beat = setInterval(() => turns++, 1)
  const ids = await bench.sending.send({
    content: { kind: 'event', type: 'lead.created', data: {} },
    targets: [toEndpoint(endpoint)],
    count: 1_000,
  })
  await bench.ended(ids)
  clearInterval(beat)
  expect([server.requests.length, turns > 10]).toEqual([1_000, true])
})

test('an outcome that the disk refuses is kept and written a second later', async () => {
  const server = await scriptedServer(hang)
  const bench = openWorkbench()
  const id = await bench.send(toUrl(server.url))
  await server.arrived(1)
  bench.core.db.exec("CREATE TRIGGER full BEFORE UPDATE ON message BEGIN SELECT RAISE(ABORT, 'disk full'); END")
  const refused = retryPlanned(bench)
  server.release()
  await refused
  const meanwhile = await bench.deliveries.get(id)
  bench.core.db.exec('DROP TRIGGER full')
  bench.clock.advance(1_000)
  const view = await bench.until(id, (each) => each.state === 'success')
  expect([meanwhile.history[0]?.state, view.history[0]?.status]).toEqual(['running', 200])
})

test('outcomes whose transaction cannot even begin are kept and written a second later', async () => {
  const server = await scriptedServer(hang, hang, ok)
  const bench = openWorkbench()
  const ids = [await bench.send(toUrl(server.url)), await bench.send(toUrl(server.url))]
  await server.arrived(2)
  // The writer's BEGIN fails inside a transaction that is open already, and ends it.
  bench.core.db.exec('BEGIN')
  const refused = retryPlanned(bench)
  server.release()
  await refused
  bench.clock.advance(1_000)
  const views = await bench.ended([...ids, await bench.send(toUrl(server.url))])
  expect(views.map((view) => [view.state, view.history.length])).toEqual(Array.from({ length: 3 }, () => ['success', 1]))
})

test('a thousand pending deliveries of a deleted endpoint are cancelled in several writes', async () => {
  const bench = openWorkbench({ claims: 'none' })
  const endpoint = bench.addEndpoint({})
  const ids = await bench.sending.send({
    content: { kind: 'event', type: 'lead.created', data: {} },
    targets: [toEndpoint(endpoint)],
    count: 1_001,
  })
  const seq = bench.core.db.prepare<[], number>('SELECT id FROM endpoint').pluck().get() ?? 0
  const writes: number[] = []
  bench.core.changes.on('deliveries', (cancelled) => writes.push(cancelled.length))
  await bench.core.writer.commit(() => bench.worker.cancelPendingOf(seq))
  bench.changeEndpoint(endpoint.id, null)
  const views = await bench.ended(ids)
  expect([writes, new Set(views.map((view) => view.state))]).toEqual([[500, 500, 1], new Set(['cancelled'])])
})

test('a delivery whose secret cannot be read fails by itself and holds up nobody', async () => {
  const server = await scriptedServer()
  const secrets = memorySecrets()
  const damagedKey = (owner: string): never => {
    throw new HookscopeError('key_damaged', `The secret of ${owner} cannot be read.`, 'Set a new one.')
  }
  const core = testCore({
    clock: createFakeClock(),
    secrets: { ...secrets, keys: (owner) => (owner === damaged ? damagedKey(owner) : secrets.keys(owner)) },
  })
  const bench = openWorkbench({ core, isStopped: true })
  const damaged = await bench.send(toUrl(server.url))
  const sound = await bench.send(toUrl(server.url))
  bench.worker.start()
  const views = await bench.ended([damaged, sound])
  expect(views.map((view) => [view.id, view.state, view.error])).toEqual([
    [damaged, 'failed', `What this request is made of cannot be read: The secret of ${damaged} cannot be read`],
    [sound, 'success', null],
  ])
})
