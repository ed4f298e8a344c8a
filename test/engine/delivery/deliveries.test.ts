import { expect, test } from 'vitest'
import { MINUTE_MS } from '../../../src/shared/domain/units.ts'
import { answer, hang, ok, scriptedServer } from '../../support/scripted-server.ts'
import { openWorkbench, toEndpoint, toUrl } from './workbench.ts'

test('cancelling a waiting delivery ends it, and its planned attempt with it', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url })
  bench.changeEndpoint(endpoint.id, { isActive: true, concurrency: 1 })
  const blocked = await scriptedServer(hang)
  bench.changeEndpoint(endpoint.id, { url: blocked.url })
  const running = await bench.send(toEndpoint(endpoint))
  await blocked.arrived(1)
  const waiting = await bench.send(toEndpoint(endpoint))
  const view = await bench.deliveries.cancel(waiting)
  expect([view.state, view.nextAttemptAt, view.history.map((each) => each.state), view.explanation]).toEqual([
    'cancelled',
    null,
    ['cancelled'],
    ['It was cancelled.', 'Nothing more happens by itself; "attempt now" tries once more.'],
  ])
  await expect(bench.deliveries.cancel(waiting)).rejects.toMatchObject({ code: 'conflict', message: 'This delivery is cancelled.' })
  expect((await bench.deliveries.get(running)).state).toBe('pending')
})

test('cancelling lets a running attempt end, and success wins', async () => {
  const bench = openWorkbench()
  const succeeding = await scriptedServer(hang)
  const failing = await scriptedServer(hang)
  const won = await bench.send(toUrl(succeeding.url))
  await succeeding.arrived(1)
  const asked = await bench.deliveries.cancel(won)
  succeeding.release()
  const lost = await bench.send(toUrl(failing.url))
  await failing.arrived(1)
  await bench.deliveries.cancel(lost)
  failing.release(answer(500))
  const [first, second] = [
    await bench.until(won, (view) => view.state !== 'pending'),
    await bench.until(lost, (view) => view.state !== 'pending'),
  ]
  expect([asked.explanation, first.state, second.state, second.status]).toEqual([
    ['Attempt 1 is on the wire.', 'Cancelling was asked for: if it succeeds, success wins; else the delivery is cancelled.'],
    'success',
    'cancelled',
    500,
  ])
})

test('an attempt now is refused while one runs, ends a pending delivery by success and leaves the ladder on failure', async () => {
  const server = await scriptedServer(answer(500), answer(503), hang)
  const bench = openWorkbench()
  const id = await bench.send(toUrl(server.url))
  const first = await bench.until(id, (view) => view.attempts === 1)
  await bench.deliveries.attempt(id)
  const second = await bench.until(id, (view) => view.attempts === 2)
  const running = await bench.deliveries.attempt(id)
  await expect(bench.deliveries.attempt(id)).rejects.toMatchObject({ code: 'conflict', message: 'An attempt of this delivery is running.' })
  await server.arrived(3)
  server.release()
  const third = await bench.until(id, (view) => view.state === 'success')
  bench.clock.advance(10 * MINUTE_MS)
  expect({
    ladder: [first.nextAttemptAt, second.nextAttemptAt === first.nextAttemptAt, third.nextAttemptAt],
    running: running.history.at(-1)?.state,
    attempts: third.history.map((each) => [each.number, each.manual, each.status]),
    arrived: server.requests.length,
  }).toEqual({
    ladder: [bench.clock.now() - 9 * MINUTE_MS, true, null],
    running: 'running',
    attempts: [
      [1, false, 500],
      [2, true, 503],
      [3, true, 200],
    ],
    arrived: 3,
  })
})

test('a failed delivery is saved by an attempt now', async () => {
  const server = await scriptedServer(answer(400, 'Bad Request'), answer(401, 'Unauthorized'), ok)
  const bench = openWorkbench()
  const id = await bench.send(toUrl(server.url))
  const failed = await bench.until(id, (view) => view.state === 'failed')
  await bench.deliveries.attempt(id)
  const again = await bench.until(id, (view) => view.attempts === 2)
  await bench.deliveries.attempt(id)
  const saved = await bench.until(id, (view) => view.attempts === 3)
  expect([failed, again, saved].map((view) => [view.state, view.error])).toEqual([
    ['failed', 'Bad Request'],
    ['failed', 'Unauthorized'],
    ['success', null],
  ])
  await expect(bench.deliveries.attempt(id)).rejects.toMatchObject({ code: 'conflict' })
})

test('an attempt now at an inactive endpoint is refused', async () => {
  const server = await scriptedServer(answer(500))
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url })
  const id = await bench.send(toEndpoint(endpoint))
  await bench.until(id, (view) => view.attempts === 1)
  bench.changeEndpoint(endpoint.id, { isActive: false })
  await expect(bench.deliveries.attempt(id)).rejects.toMatchObject({ code: 'conflict', remedy: 'Switch the endpoint on first.' })
})

test('following yields a delivery as it is, then each change until it is final', async () => {
  const server = await scriptedServer(answer(500), ok)
  const bench = openWorkbench({ isStopped: true })
  const id = await bench.send(toUrl(server.url), { speed: 'max' })
  const seen: string[] = []
  for await (const view of bench.deliveries.follow([id], new AbortController().signal)) {
    if (seen.length === 0) bench.worker.start()
    seen.push(`${view.state} ${view.attempts}`)
  }
  expect([seen[0], seen.at(-1)]).toEqual(['pending 0', 'success 2'])
})

test('following ends when it is aborted and leaves no listener behind', async () => {
  const bench = openWorkbench({ isStopped: true })
  const id = await bench.send(toUrl('http://127.0.0.1:9/'))
  const listeners = bench.core.changes.listenerCount('deliveries')
  const abort = new AbortController()
  const seen: string[] = []
  for await (const view of bench.deliveries.follow([id], abort.signal)) {
    seen.push(view.state)
    abort.abort()
  }
  expect([seen, bench.core.changes.listenerCount('deliveries')]).toEqual([['pending'], listeners])
})

test('deliveries of an endpoint are listed newest first, page by page', async () => {
  const bench = openWorkbench({ isStopped: true })
  const endpoint = bench.addEndpoint({})
  const ids = await bench.sending.send({
    content: { kind: 'event', type: 'lead.created', data: {} },
    targets: [toEndpoint(endpoint)],
    count: 5,
  })
  const first = await bench.deliveries.listOf(endpoint.id, { limit: 3 })
  const second = await bench.deliveries.listOf(endpoint.id, { limit: 3, before: first.items.at(-1)?.id ?? '' })
  expect([...first.items, ...second.items].map((each) => each.id)).toEqual(ids.toReversed())
  expect([first.hasMore, second.hasMore]).toEqual([true, false])
})

test('an unknown id is said to be unknown', async () => {
  const bench = openWorkbench({ isStopped: true })
  await expect(bench.deliveries.get('delivery_nothing')).rejects.toMatchObject({ code: 'not_found' })
})

test('a delivery explains itself', async () => {
  const bench = openWorkbench()
  const failing = await scriptedServer(answer(500, 'Internal Server Error'))
  const redirecting = await scriptedServer(answer(302, 'Found'))
  const waiting = await bench.send(toUrl(failing.url))
  const exhausted = await bench.send(toUrl(failing.url), { speed: 'max' })
  const redirected = await bench.send(toUrl(redirecting.url))
  const views = [
    await bench.until(waiting, (view) => view.attempts === 1),
    await bench.until(exhausted, (view) => view.state === 'failed'),
    await bench.until(redirected, (view) => view.state === 'failed'),
  ]
  expect(views.map((view) => view.explanation)).toEqual([
    ['Attempt 1 was answered 500 after 0 ms.', 'The next attempt is in 1 min, 2 of 3.'],
    [
      'Attempt 1 was answered 500 after 0 ms.',
      'Attempt 2 was answered 500 after 0 ms.',
      'Attempt 3 was answered 500 after 0 ms.',
      'It failed: all 3 attempts of its policy are used up (Internal Server Error).',
      'Nothing more happens by itself; "attempt now" tries once more.',
    ],
    [
      'Attempt 1 was answered 302 after 0 ms.',
      'It failed: 302 is a redirect, and redirects are never followed.',
      'Nothing more happens by itself; "attempt now" tries once more.',
    ],
  ])
})
