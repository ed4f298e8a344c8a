import { expect, test } from 'vitest'
import { createBodies } from '../../../src/main/engine/store/bodies.ts'
import { createCaptures } from '../../../src/main/engine/store/captures.ts'
import type { ForwardOutcome } from '../../../src/main/engine/receiver/forward.ts'
import type { CaptureState } from '../../../src/shared/domain/exchange.ts'
import { formatId } from '../../../src/shared/domain/ids.ts'
import { DEFAULT_ANSWER } from '../../../src/shared/domain/inbox.ts'
import { answer, ok, scriptedServer } from '../../support/scripted-server.ts'
import { openWorkbench, toEndpoint, toUrl, type Workbench } from './workbench.ts'

const HEADERS = [
  'host',
  'crm.example',
  'X-b',
  '1',
  'Transfer-Encoding',
  'chunked',
  'x-B',
  '2',
  'X-Webhook-Signature',
  'sha256=abc',
  'Connection',
  'close',
]

async function capture(
  bench: Workbench,
  more: { state?: CaptureState; body?: string; method?: string; headers?: string[] } = {},
): Promise<string> {
  const { state = 'complete', body = '{"eventId":"evt_1"}', method = 'PUT', headers = HEADERS } = more
  const id = bench.core.ids()
  const bytes = Buffer.from(body)
  const isLarge = bytes.length > 16 * 1024
  await bench.core.writer.commit(() => {
    createCaptures(bench.core.db).insert({
      id,
      state,
      at: bench.clock.now(),
      method,
      path: '/webhooks/crm',
      type: 'lead.created',
      eventId: 'evt_1',
      inboxSeq: null,
      verdict: null,
      tookUs: null,
      requestBytes: bytes.length,
      attemptSeq: null,
      httpVersion: '1.1',
      requestHeaders: JSON.stringify(headers),
      requestTrailers: null,
      requestBody: isLarge ? null : bytes,
      answer: null,
      verification: null,
      remote: '127.0.0.1:1',
      notes: null,
    })
    if (isLarge) createBodies(bench.core.db).writeChunks(id.seq, 0, bytes)
  })
  return formatId('capture', id)
}

function replay(
  bench: Workbench,
  id: string,
  url: string,
  more: { keepHost?: boolean; dryRun?: boolean; retry?: boolean } = {},
): ReturnType<Workbench['sending']['replay']> {
  return bench.sending.replay({ id, target: toUrl(url), keepHost: false, dryRun: false, retry: false, ...more })
}

test('an exact replay keeps method, order, case, duplicates and bytes, and says what it changed', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const { deliveryId, changes } = await replay(bench, await capture(bench), server.url)
  const [view] = await bench.ended([deliveryId ?? ''])
  expect({
    line: server.requests[0]?.line,
    headers: server.requests[0]?.headers,
    body: server.requests[0]?.body,
    changes,
    replayOf: view?.replayOf?.slice(0, 8),
  }).toEqual({
    line: 'PUT /hook HTTP/1.1',
    headers: [
      `host: 127.0.0.1:${server.port}`,
      'X-b: 1',
      'x-B: 2',
      'X-Webhook-Signature: sha256=abc',
      'Content-Length: 19',
      'Connection: keep-alive',
    ],
    body: '{"eventId":"evt_1"}',
    changes: [
      `host became 127.0.0.1:${server.port} (it was crm.example).`,
      'Transfer-Encoding was dropped: it belongs to the connection.',
      'Connection was dropped: it belongs to the connection.',
      'Content-Length was added: 19.',
      'Connection was added: keep-alive.',
    ],
    replayOf: 'capture_',
  })
})

test('a replay makes one attempt, or the whole ladder when asked', async () => {
  const server = await scriptedServer(answer(500))
  const bench = openWorkbench()
  const id = await capture(bench)
  const once = await replay(bench, id, server.url)
  const ladder = await replay(bench, id, server.url, { retry: true })
  await bench.ended([once.deliveryId ?? ''])
  expect([
    (await bench.deliveries.get(once.deliveryId ?? '')).state,
    (await bench.deliveries.get(ladder.deliveryId ?? '')).maxAttempts,
  ]).toEqual(['failed', 3])
})

test('a dry run makes nothing', async () => {
  const bench = openWorkbench()
  const result = await replay(bench, await capture(bench), 'http://127.0.0.1:9/', { dryRun: true, keepHost: true })
  expect([result.deliveryId, result.changes[0], bench.core.db.prepare('SELECT count(*) FROM delivery').pluck().get()]).toEqual([
    null,
    'Transfer-Encoding was dropped: it belongs to the connection.',
    0,
  ])
})

test('an attempt is replayed with its signature, and a replay can be replayed; all share one body', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const original = await bench.send(toUrl(server.url))
  const [sent] = await bench.ended([original])
  const first = await replay(bench, sent?.history[0]?.id ?? '', server.url)
  const [again] = await bench.ended([first.deliveryId ?? ''])
  const second = await replay(bench, again?.history[0]?.id ?? '', server.url)
  await bench.ended([second.deliveryId ?? ''])
  const [a, b, c] = server.requests
  expect([b?.headers, c?.headers, c?.body]).toEqual([a?.headers, a?.headers, a?.body])
  expect(bench.core.db.prepare('SELECT count(DISTINCT body_of) AS bodies, count(request_body) AS copies FROM message').get()).toEqual({
    bodies: 1,
    copies: 0,
  })
})

test('a body of many chunks is replayed whole', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const body = 'abcdefgh'.repeat(100_000)
  const { deliveryId } = await replay(bench, await capture(bench, { body }), server.url)
  await bench.ended([deliveryId ?? ''])
  expect(server.requests[0]?.body === body).toBe(true)
})

test('a request without body gets no length where none is needed', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  for (const method of ['GET', 'POST']) {
    const { deliveryId } = await replay(bench, await capture(bench, { method, body: '', headers: ['Host', 'a'] }), server.url)
    await bench.ended([deliveryId ?? ''])
  }
  expect(server.requests.map((each) => each.headers.slice(1))).toEqual([
    ['Connection: keep-alive'],
    ['Content-Length: 0', 'Connection: keep-alive'],
  ])
})

test('what cannot be replayed is refused with the reason; a cut body is sent with a note', async () => {
  const bench = openWorkbench({ isStopped: true })
  const planned = (await bench.deliveries.get(await bench.send(toUrl('http://127.0.0.1:9/')))).history[0]?.id ?? ''
  const messages: unknown[] = []
  for (const id of [await capture(bench, { state: 'malformed' }), await capture(bench, { state: 'too_large' }), planned]) {
    messages.push(await replay(bench, id, 'http://127.0.0.1:9/').catch((error: unknown) => (error as Error).message))
  }
  const cut = await replay(bench, await capture(bench, { state: 'incomplete' }), 'http://127.0.0.1:9/', { dryRun: true })
  expect([messages, cut.changes.at(-1)]).toEqual([
    [
      'This exchange cannot be replayed: what arrived was not HTTP.',
      'This exchange cannot be replayed: its body was over the limit and was not kept.',
      'This exchange cannot be replayed: it was never sent.',
    ],
    'The captured body was cut off; what had arrived of it is sent.',
  ])
  await expect(replay(bench, 'capture_none', 'http://127.0.0.1:9/')).rejects.toMatchObject({ code: 'not_found' })
})

test('a replay to an endpoint goes to its address of the moment, without the endpoint’s own headers', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url, headers: [['X-Own', '1']] })
  const { deliveryId } = await bench.sending.replay({
    id: await capture(bench),
    target: toEndpoint(endpoint),
    keepHost: true,
    dryRun: false,
    retry: false,
  })
  await bench.ended([deliveryId ?? ''])
  expect(server.requests[0]?.headers.filter((line) => /^(host|x-own)/i.test(line))).toEqual(['host: crm.example'])
})

async function forward(bench: Workbench, url: string): Promise<ForwardOutcome> {
  const row = bench.core.db.prepare("SELECT id AS seq, tail FROM exchange WHERE direction = 'in'").get() as { seq: number; tail: string }
  const inbox = {
    id: 'inbox_1',
    path: '/a',
    url: '',
    scheme: null,
    answer: DEFAULT_ANSWER,
    refuseBadSignatures: false,
    forwardTo: url,
    isBuiltIn: false,
    createdAt: 0,
    updatedAt: 0,
  }
  return bench.worker.forward({
    id: row,
    inbox,
    forwardTo: url,
    method: 'POST',
    headers: [['Host', 'a']],
    bodyBytes: 19,
    type: null,
    eventId: null,
  })
}

test('a forwarded capture reaches the target at once and its answer comes back', async () => {
  const server = await scriptedServer({ kind: 'answer', status: 202, phrase: 'Accepted', headers: ['X-From: target'], body: 'thanks' }, ok)
  const bench = openWorkbench()
  const captured = await capture(bench)
  const row = bench.core.db.prepare('SELECT id AS seq, tail FROM exchange').get() as { seq: number; tail: string }
  const outcome = await forward(bench, server.url)
  const source = bench.core.db.prepare('SELECT source_id FROM delivery').pluck().get()
  expect([
    outcome.kind === 'answered' && [outcome.status, outcome.reason, outcome.body.toString()],
    server.requests[0]?.body,
    source === row.seq,
    captured.length,
  ]).toEqual([[202, 'Accepted', 'thanks'], '{"eventId":"evt_1"}', true, 34])
})

test('a forwarded capture brings back a long answer whole, and a broken one not at all', async () => {
  const long = await scriptedServer({ kind: 'answer', status: 200, body: 'x'.repeat(600_000) })
  const broken = await scriptedServer({ kind: 'raw', bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc' })
  const bench = openWorkbench()
  await capture(bench)
  const whole = await forward(bench, long.url)
  expect([whole.kind === 'answered' && whole.body.length, await forward(bench, broken.url)]).toEqual([
    600_000,
    { kind: 'unanswered', sentence: 'The connection broke before the body of the answer had ended.' },
  ])
})
