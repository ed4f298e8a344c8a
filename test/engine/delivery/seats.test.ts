import { expect, test } from 'vitest'
import { laneOf } from '../../../src/main/engine/store/delivery-row.ts'
import { ONE_ATTEMPT } from '../../../src/shared/domain/retry-policy.ts'
import { MINUTE_MS } from '../../../src/shared/domain/units.ts'
import { answer, hang, ok, scriptedServer, type SeenRequest } from '../../support/scripted-server.ts'
import { openWorkbench, toEndpoint, toUrl, type Workbench } from './workbench.ts'

/** How the first attempts of these deliveries stand now. */
async function firstAttempts(bench: Workbench, ids: readonly string[]): Promise<(string | undefined)[]> {
  return (await Promise.all(ids.map((id) => bench.deliveries.get(id)))).map((view) => view.history[0]?.state)
}

function numberIn({ body }: SeenRequest): number {
  return (JSON.parse(body) as { data: { n: number } }).data.n
}

function send(bench: Workbench, target: Parameters<Workbench['send']>[0], n = 0): Promise<string> {
  return bench.send(target, { content: { kind: 'event', type: 'lead.created', data: { n } } })
}

test('where a place is free a delivery goes on the wire with the commit that makes it', async () => {
  const server = await scriptedServer(hang)
  const bench = openWorkbench()
  bench.core.writer.flush()
  const id = await bench.send(toEndpoint(bench.addEndpoint({ url: server.url })))
  expect(await firstAttempts(bench, [id])).toEqual(['running'])
})

test('those who send at once share the places of an endpoint, and the rest wait', async () => {
  const server = await scriptedServer(hang, hang, hang, ok)
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 3 })
  const ids = await Promise.all(Array.from({ length: 5 }, () => send(bench, toEndpoint(endpoint))))
  expect(await firstAttempts(bench, ids)).toEqual(['running', 'running', 'running', 'planned', 'planned'])
  await server.arrived(3)
  server.release()
  await bench.ended(ids)
})

test('events that are made at once arrive in their order, whoever finds a place', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 1 })
  const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => send(bench, toEndpoint(endpoint), n)))
  await bench.ended(ids)
  expect(server.requests.map(numberIn)).toEqual(Array.from({ length: 40 }, (_, n) => n))
})

// A throwing neighbour makes the writer run the whole transaction again.
test('a write that has to run again sends once', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url })
  const sent = bench.send(toEndpoint(endpoint))
  const refused = bench.core.writer.commit(() => {
    throw new Error('not this one')
  })
  await expect(refused).rejects.toThrow('not this one')
  await bench.ended([await sent])
  expect(server.requests.length).toBe(1)
})

test('an event that cannot be written gives its place back', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 1 })
  bench.core.db.exec("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk full'); END")
  await expect(bench.send(toEndpoint(endpoint))).rejects.toThrow('disk full')
  bench.core.db.exec('DROP TRIGGER full')
  const id = await bench.send(toEndpoint(endpoint))
  expect((await bench.ended([id]))[0]?.state).toBe('success')
})

test('a delivery waits when its endpoint is switched off while it is being written', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url })
  const sent = bench.publishing.commit([
    {
      event: {
        id: bench.core.ids(),
        type: null,
        eventId: null,
        tenantId: null,
        at: bench.clock.now(),
        body: Buffer.from('x'),
        contentType: null,
        envelope: null,
      },
      destinations: bench.publishing.destinationsOf({ type: null, tenantId: null }, [toEndpoint(endpoint)], undefined),
    },
  ])
  bench.changeEndpoint(endpoint.id, { isActive: false })
  const [made] = await sent
  expect(made?.claim).toBeNull()
})

test('a delivery whose first attempt is due later takes no place', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url, policy: { ...ONE_ATTEMPT, delaysMs: [MINUTE_MS] } })
  const id = await bench.send(toEndpoint(endpoint))
  expect(await firstAttempts(bench, [id])).toEqual(['planned'])
  bench.clock.advance(MINUTE_MS)
  await bench.ended([id])
})

test('a retry that is due goes before what is made then', async () => {
  const server = await scriptedServer(answer(500), hang, ok)
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 1 })
  const first = await send(bench, toEndpoint(endpoint), 1)
  await bench.until(first, (view) => view.attempts === 1)
  bench.clock.jump(MINUTE_MS)
  const second = await send(bench, toEndpoint(endpoint), 2)
  await server.arrived(2)
  server.release()
  await bench.ended([first, second])
  expect(server.requests.map(numberIn)).toEqual([1, 1, 2])
})

test('a long series to a receiver that hangs is held up once, then made at full speed', async () => {
  const server = await scriptedServer(hang)
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 4 })
  const sent = bench.sending.send({
    content: { kind: 'event', type: 'lead.created', data: {} },
    targets: [toEndpoint(endpoint)],
    count: 200,
  })
  await server.arrived(4)
  bench.clock.advance(1_000)
  const ids = await sent
  const states = await firstAttempts(bench, ids)
  expect([states.filter((state) => state === 'running').length, states.filter((state) => state === 'planned').length]).toEqual([4, 196])
  server.release()
})

test('a series to a receiver that answers is made in step with it: little of it ever waits', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  bench.core.writer.flush()
  const endpoint = bench.addEndpoint({ url: server.url, concurrency: 4 })
  let waited = 0
  const plan = bench.worker.store.attempts.plan
  Object.assign(bench.worker.store.attempts, {
    plan: (attempt: Parameters<typeof plan>[0]) => {
      waited++
      plan(attempt)
    },
  })
  const ids = await bench.sending.send({
    content: { kind: 'event', type: 'lead.created', data: {} },
    targets: [toEndpoint(endpoint)],
    count: 200,
  })
  await bench.ended(ids)
  // Of the first part, which is made before anybody knows how fast the receiver is.
  expect(waited).toBe(28)
})

test('the lane that a delivery is made in is the one the database files it under', async () => {
  const bench = openWorkbench({ claims: 'none' })
  const endpoint = bench.addEndpoint({})
  const targets = [
    toEndpoint(endpoint),
    toUrl('http://127.0.0.1:9'),
    toUrl('http://127.0.0.1:9/a/b?c=/d', { concurrency: 2 }),
    toUrl('https://shop.example/'),
    toUrl('https://shop.example?to=http://other.example/x'),
  ]
  for (const target of targets) await bench.send(target)
  const rows = bench.core.db
    .prepare<[], { lane: string; endpointSeq: number | null; url: string | null; concurrency: number | null }>(
      'SELECT lane, endpoint_id AS endpointSeq, url, concurrency FROM delivery ORDER BY id',
    )
    .all()
  expect(rows.map(({ concurrency, ...row }) => laneOf({ ...row, ...(concurrency !== null && { concurrency }) }))).toEqual(
    rows.map(({ lane }) => lane),
  )
})
