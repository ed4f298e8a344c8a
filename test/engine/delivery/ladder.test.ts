import { expect, test } from 'vitest'
import { pairHeaders } from '../../../src/shared/domain/http-message.ts'
import { MINUTE_MS } from '../../../src/shared/domain/units.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { verify } from '../../../src/shared/domain/signature/verify.ts'
import { WORKSPACE_SECRET } from '../../support/core.ts'
import { FAKE_START } from '../../support/fake-clock.ts'
import { answer, hang, ok, scriptedServer, type SeenRequest } from '../../support/scripted-server.ts'
import { arrivedWith } from '../../support/signatures.ts'
import { openWorkbench, toUrl } from './workbench.ts'

function verdictOf({ headers, body }: SeenRequest): string {
  const pairs = pairHeaders(headers.flatMap((line) => line.split(/: (.*)/s, 2)))
  return verify(SCHEMES.crm, [WORKSPACE_SECRET], arrivedWith(pairs), Buffer.from(body)).verdict
}

test('a receiver answering 500, 500, 200 gets three attempts after 0, 1 and 5 minutes with the same body and valid signatures', async () => {
  const server = await scriptedServer(answer(500, 'Internal Server Error'), answer(500, 'Internal Server Error'), ok)
  const { clock, send, until } = openWorkbench()
  const id = await send(toUrl(server.url))
  await until(id, (view) => view.attempts === 1)
  clock.advance(MINUTE_MS)
  await until(id, (view) => view.attempts === 2)
  clock.advance(5 * MINUTE_MS)
  const view = await until(id, (each) => each.state === 'success')
  expect({
    attempts: view.history.map((each) => [each.number, (each.at - FAKE_START) / MINUTE_MS, each.status]),
    bodies: new Set(server.requests.map((each) => each.body)).size,
    verdicts: server.requests.map(verdictOf),
    error: view.error,
    next: view.nextAttemptAt,
  }).toEqual({
    attempts: [
      [1, 0, 500],
      [2, 1, 500],
      [3, 6, 200],
    ],
    bodies: 1,
    verdicts: ['valid', 'valid', 'valid'],
    error: null,
    next: null,
  })
})

test('a request goes out in the order of the guide and with nothing added', async () => {
  const server = await scriptedServer()
  const { send, until } = openWorkbench()
  const id = await send(
    toUrl(server.url, {
      headers: [
        ['X-Trace', 'a'],
        ['x-trace', 'b'],
      ],
    }),
  )
  await until(id, (view) => view.state === 'success')
  const [request] = server.requests
  expect([request?.line, ...(request?.headers ?? [])].map((line) => line?.replace(/sha256=[0-9a-f]{64}/, 'sha256=…'))).toEqual([
    'POST /hook HTTP/1.1',
    `Host: 127.0.0.1:${server.port}`,
    'Content-Type: application/json',
    'User-Agent: CRM-SaaS-Webhooks/1.0',
    'X-Webhook-Signature: sha256=…',
    'X-Trace: a',
    'x-trace: b',
    `Content-Length: ${Buffer.byteLength(request?.body ?? '')}`,
    'Connection: keep-alive',
  ])
  expect(Object.keys(JSON.parse(request?.body ?? '{}') as object)).toEqual([
    'eventId',
    'eventType',
    'timestamp',
    'tenantId',
    'data',
    'metadata',
  ])
})

test('400 and 302 are not tried again, and the redirect says that it is not followed', async () => {
  const { clock, send, until } = openWorkbench()
  const stories: unknown[] = []
  for (const act of [answer(400, 'Bad Request'), answer(302, 'Found', 'Location: http://127.0.0.1:1/')]) {
    const server = await scriptedServer(act)
    const id = await send(toUrl(server.url))
    const view = await until(id, (each) => each.state !== 'pending')
    clock.advance(10 * MINUTE_MS)
    stories.push([view.state, view.status, view.error, view.nextAttemptAt, server.requests.length])
  }
  expect(stories).toEqual([
    ['failed', 400, 'Bad Request', null, 1],
    ['failed', 302, 'Found: redirects are never followed', null, 1],
  ])
})

test('408 and 429 are tried again', async () => {
  const server = await scriptedServer(answer(408), answer(429), ok)
  const { send, until } = openWorkbench()
  const id = await send(toUrl(server.url), { speed: 'max' })
  const view = await until(id, (each) => each.state === 'success')
  expect(view.history.map((each) => each.status)).toEqual([408, 429, 200])
})

test('a receiver that hangs is timed out after five seconds and tried again a minute later', async () => {
  const server = await scriptedServer(hang, ok)
  const { clock, send, until } = openWorkbench()
  const id = await send(toUrl(server.url))
  await server.arrived(1)
  clock.advance(4_999)
  const before = await until(id, () => true)
  clock.advance(1)
  const timedOut = await until(id, (view) => view.attempts === 1)
  clock.advance(MINUTE_MS)
  const after = await until(id, (view) => view.state === 'success')
  expect({
    before: before.history.map((each) => each.state),
    error: [timedOut.history[0]?.error, timedOut.history[0]?.tookMs, timedOut.error],
    told: timedOut.explanation[0],
    secondAt: (after.history[1]?.at ?? 0) - FAKE_START,
  }).toEqual({
    before: ['running'],
    error: ['timeout', 5_000, 'No answer within 5 s'],
    told: 'Attempt 1 had no answer in time after 5 s.',
    secondAt: 5_000 + MINUTE_MS,
  })
})

test('speed max plays the whole ladder without waiting', async () => {
  const server = await scriptedServer(answer(503, 'Service Unavailable'))
  const { send, until } = openWorkbench()
  const id = await send(toUrl(server.url), { speed: 'max' })
  const view = await until(id, (each) => each.state === 'failed')
  expect([view.attempts, view.error, view.history.map((each) => each.at - FAKE_START)]).toEqual([3, 'Service Unavailable', [0, 0, 0]])
})

test('speed 60 waits a second for a minute', async () => {
  const server = await scriptedServer(answer(500), ok)
  const { clock, send, until } = openWorkbench()
  const id = await send(toUrl(server.url), { speed: 60 })
  await until(id, (view) => view.attempts === 1)
  clock.advance(1_000)
  const view = await until(id, (each) => each.state === 'success')
  expect(view.history.map((each) => each.at - FAKE_START)).toEqual([0, 1_000])
})

test('Retry-After lengthens the next delay only where the policy honours it, and to its double at most', async () => {
  const { send, until } = openWorkbench()
  const policy = { delaysMs: [0, MINUTE_MS], jitter: 0, retryStatuses: [429], timeoutMs: 5_000 }
  const waits: unknown[] = []
  for (const [honourRetryAfter, seconds] of [
    [false, '90'],
    [true, '90'],
    [true, '3600'],
    [true, '1'],
  ] as const) {
    const server = await scriptedServer(answer(429, '', `Retry-After: ${seconds}`))
    const id = await send(toUrl(server.url, { policy: { ...policy, honourRetryAfter } }))
    const view = await until(id, (each) => each.attempts === 1)
    waits.push((view.nextAttemptAt ?? 0) - FAKE_START)
  }
  expect(waits).toEqual([60_000, 90_000, 120_000, 60_000])
})
