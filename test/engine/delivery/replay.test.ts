import { expect, test } from 'vitest'
import type { ForwardOutcome } from '../../../src/main/engine/receiver/forward.ts'
import { EMPTY_FILTER } from '../../../src/shared/domain/filter/filter.ts'
import { DEFAULT_ANSWER } from '../../../src/shared/domain/inbox.ts'
import type { ReplayOptions } from '../../../src/shared/domain/replay.ts'
import { SCHEMES, type SchemeId } from '../../../src/shared/domain/signature/scheme.ts'
import { verify } from '../../../src/shared/domain/signature/verify.ts'
import { secretFor, SIGNABLE } from '../../support/signing-secrets.ts'
import { answer, ok, scriptedServer, type ScriptedServer } from '../../support/scripted-server.ts'
import { insertCapture } from './captures.ts'
import { openWorkbench, toEndpoint, toUrl, type Workbench } from './workbench.ts'

function replay(
  bench: Workbench,
  id: string,
  url: string,
  more: Partial<ReplayOptions> & { dryRun?: boolean } = {},
): ReturnType<Workbench['sending']['replay']> {
  return bench.sending.replay({
    id,
    target: toUrl(url),
    mode: 'exact',
    keepHost: false,
    keepPath: false,
    dryRun: false,
    retry: false,
    ...more,
  })
}

test('an exact replay keeps method, order, case, duplicates and bytes, and says what it changed', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const { deliveryId, changes } = await replay(bench, await insertCapture(bench), server.url)
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
  const id = await insertCapture(bench)
  const once = await replay(bench, id, server.url)
  const ladder = await replay(bench, id, server.url, { retry: true })
  await bench.ended([once.deliveryId ?? ''])
  expect([
    (await bench.deliveries.get(once.deliveryId ?? '')).state,
    (await bench.deliveries.get(ladder.deliveryId ?? '')).maxAttempts,
  ]).toEqual(['failed', 3])
})

test('what one attempt did not deliver and a second by hand did is told as one of two', async () => {
  const server = await scriptedServer(answer(500), ok)
  const bench = openWorkbench()
  const { deliveryId } = await replay(bench, await insertCapture(bench), server.url)
  await bench.ended([deliveryId ?? ''])
  await bench.deliveries.attempt(deliveryId ?? '')
  await bench.until(deliveryId ?? '', ({ state }) => state === 'success')
  const { items } = await bench.core.reader.run('list', { filter: EMPTY_FILTER, before: null, after: null, limit: 2 })
  expect(items.map(({ attempt, deliveryState, status }) => ({ ...attempt, deliveryState, status }))).toEqual([
    { number: 2, of: 2, deliveryState: 'success', status: 200 },
    { number: 1, of: 2, deliveryState: 'success', status: 500 },
  ])
})

test('a dry run makes nothing', async () => {
  const bench = openWorkbench()
  const result = await replay(bench, await insertCapture(bench), 'http://127.0.0.1:9/', { dryRun: true, keepHost: true })
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
  const { deliveryId } = await replay(bench, await insertCapture(bench, { body }), server.url)
  await bench.ended([deliveryId ?? ''])
  expect(server.requests[0]?.body === body).toBe(true)
})

test('a request without body gets no length where none is needed', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  for (const method of ['GET', 'POST']) {
    const { deliveryId } = await replay(bench, await insertCapture(bench, { method, body: '', headers: ['Host', 'a'] }), server.url)
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
  for (const id of [await insertCapture(bench, { state: 'malformed' }), await insertCapture(bench, { state: 'too_large' }), planned]) {
    messages.push(await replay(bench, id, 'http://127.0.0.1:9/').catch((error: unknown) => (error as Error).message))
  }
  const cut = await replay(bench, await insertCapture(bench, { state: 'incomplete' }), 'http://127.0.0.1:9/', { dryRun: true })
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
    id: await insertCapture(bench),
    target: toEndpoint(endpoint),
    mode: 'exact',
    keepHost: true,
    keepPath: false,
    dryRun: false,
    retry: false,
  })
  await bench.ended([deliveryId ?? ''])
  expect(server.requests[0]?.headers.filter((line) => /^(host|x-own)/i.test(line))).toEqual(['host: crm.example'])
})

/** What the server got, as a receiver verifies it. */
function verdictOf(server: ScriptedServer, scheme: SchemeId, at: number): string {
  const [seen] = server.requests
  const headers = (seen?.headers ?? []).map((line): [string, string] => {
    const [name = '', value = ''] = line.split(/: (.*)/s)
    return [name, value]
  })
  const url = new URL(seen?.line.split(' ')[1] ?? '', server.url).href
  const arrived = { method: 'PUT', url, headers, at }
  return verify(SCHEMES[scheme], [secretFor(scheme)], arrived, Buffer.from(seen?.body ?? '')).verdict
}

test.each(SIGNABLE)('signed anew as %s, the receiver finds it valid', async (scheme) => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const target = toUrl(server.url, { scheme, secret: secretFor(scheme) })
  const { deliveryId } = await replay(bench, await insertCapture(bench), server.url, { target, mode: 'resign' })
  const [view] = await bench.ended([deliveryId ?? ''])
  expect([view?.error, verdictOf(server, scheme, bench.clock.now())]).toEqual([null, 'valid'])
})

test('a secret that comes without a scheme signs as the exchange was signed', async () => {
  const [first, server] = [await scriptedServer(), await scriptedServer()]
  const bench = openWorkbench()
  const sent = await bench.send(toUrl(first.url))
  const attempt = (await bench.ended([sent]))[0]?.history[0]?.id ?? ''
  const target = toUrl(server.url, { scheme: null, secret: secretFor('crm') })
  const { deliveryId } = await replay(bench, attempt, server.url, { target, mode: 'resign' })
  await bench.ended([deliveryId ?? ''])
  expect(verdictOf(server, 'crm', bench.clock.now())).toBe('valid')
})

test('a signature is renewed in the captured place, and the body stays as it was', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const target = toUrl(server.url, { scheme: 'crm', secret: secretFor('crm') })
  const { deliveryId, changes } = await replay(bench, await insertCapture(bench), server.url, { target, mode: 'resign' })
  await bench.ended([deliveryId ?? ''])
  expect({
    names: server.requests[0]?.headers.map((line) => line.split(':')[0]),
    body: server.requests[0]?.body,
    changes: changes.filter((each) => each.includes('Signature')),
  }).toEqual({
    names: ['host', 'X-b', 'x-B', 'X-Webhook-Signature', 'Content-Length', 'Connection'],
    body: '{"eventId":"evt_1"}',
    changes: ['X-Webhook-Signature was renewed.'],
  })
})

test('a stale replay is signed rightly, but too long ago', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const target = toUrl(server.url, { scheme: 'stripe', secret: secretFor('stripe') })
  const { deliveryId, changes } = await replay(bench, await insertCapture(bench), server.url, { target, mode: 'stale' })
  await bench.ended([deliveryId ?? ''])
  expect([verdictOf(server, 'stripe', bench.clock.now()), changes.at(-1)]).toEqual([
    'stale',
    'It says it was signed 360 s before it is sent.',
  ])
})

test('a stale replay is refused where nothing signs a time, and where the age would pass', async () => {
  const bench = openWorkbench()
  const id = await insertCapture(bench)
  const asked = (scheme: SchemeId, ageMs?: number) =>
    replay(bench, id, 'http://127.0.0.1:9/', {
      target: toUrl('http://127.0.0.1:9/', { scheme }),
      mode: 'stale',
      ...(ageMs === undefined ? {} : { ageMs }),
    })
  await expect(asked('crm')).rejects.toMatchObject({ code: 'bad_input', remedy: expect.stringContaining('stripe') })
  await expect(asked('stripe', 60_000)).rejects.toMatchObject({ code: 'bad_input', message: expect.stringContaining('within the 300 s') })
})

test('edited headers go out as they are, signature included, and each that differs is named without its value', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const headers = [
    ['host', 'crm.example'],
    ['X-b', 'other'],
    ['X-Webhook-Signature', 'sha256=wrong'],
    ['Authorization', 'Bearer secret'],
  ] as const
  const { deliveryId, changes } = await replay(bench, await insertCapture(bench), server.url, { edit: { headers } })
  await bench.ended([deliveryId ?? ''])
  expect({
    sent: server.requests[0]?.headers.filter((line) => /^(X-|Auth)/i.test(line)),
    changes: changes.filter((each) => /edited|added|taken/.test(each) && !/Content-Length|Connection/.test(each)),
  }).toEqual({
    sent: ['X-b: other', 'X-Webhook-Signature: sha256=wrong', 'Authorization: Bearer secret'],
    changes: ['X-b was edited.', 'X-Webhook-Signature was edited.', 'Authorization was added.', 'Transfer-Encoding was taken out.'],
  })
})

test('an edited replay sends what was set, says so, and keeps the original', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const id = await insertCapture(bench)
  const { deliveryId, changes } = await replay(bench, id, server.url, {
    edit: { method: 'POST', set: [{ path: 'data.amount', value: 2 }], newEventId: true },
  })
  const [view] = await bench.ended([deliveryId ?? ''])
  const body = JSON.parse(server.requests[0]?.body ?? '') as { eventId: string }
  expect({ body, eventId: view?.eventId, line: server.requests[0]?.line.split(' ')[0], changes: changes.slice(0, 3) }).toEqual({
    body: { eventId: expect.stringMatching(/^evt_[0-9a-z]{26}$/), data: { amount: 2 } },
    eventId: body.eventId,
    line: 'POST',
    changes: ['The method became POST (it was PUT).', 'data.amount became 2.', `eventId became "${body.eventId}".`],
  })
  await expect(
    replay(bench, await insertCapture(bench, { body: '[]' }), server.url, { edit: { newTimestamp: true } }),
  ).rejects.toMatchObject({
    code: 'bad_input',
  })
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
    publicUrl: null,
    handshake: 'scheme' as const,
    verifyToken: null,
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
  const captured = await insertCapture(bench)
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
  await insertCapture(bench)
  const whole = await forward(bench, long.url)
  expect([whole.kind === 'answered' && whole.body.length, await forward(bench, broken.url)]).toEqual([
    600_000,
    { kind: 'unanswered', sentence: 'The connection broke before the body of the answer had ended.' },
  ])
})
