import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { answer, ok, scriptedServer } from '../support/scripted-server.ts'
import { openPlatform, SECRET, type Platform } from './platform.ts'

async function listening(platform: Platform): Promise<string> {
  await platform.engine.receiver.listen({ port: 0 })
  return platform.engine.receiver.url() ?? ''
}

test('an event is published to whoever takes it, kept when nobody does, and found again', async () => {
  const { call } = await openPlatform()
  await call('POST', '/api/webhooks', { url: 'https://your-app.com/', events: ['deal.*'] })

  const taken = await call('POST', '/api/events', {
    eventType: 'deal.won',
    data: { id: 'deal_456' },
    tenantId: 'tenant_9',
    metadata: { environment: 'test', source: 'qa' },
    eventId: 'evt_mine',
    timestamp: '2026-01-17T10:30:00Z',
  })
  const ignored = await call('POST', '/api/events', { eventType: 'lead.created', seed: 1 })
  const missing = await call('POST', '/api/events', { data: {} })
  const list = (await call('GET', '/api/events?limit=1')).body

  expect({
    taken: [taken.status, taken.body.eventId, taken.body.deliveryIds.length, taken.body.payload],
    ignored: [ignored.status, ignored.body.deliveryIds, ignored.body.payload.data.status],
    missing: missing.body.errors,
    list: [list.items[0].id === ignored.body.id, list.nextCursor === ignored.body.id],
    rest: (await call('GET', `/api/events?cursor=${list.nextCursor}`)).body.items.map(({ id }: { id: string }) => id),
    read: (await call('GET', `/api/events/${taken.body.id}`)).body,
    unknown: (await call('GET', '/api/events/evt_none')).status,
  }).toEqual({
    taken: [
      201,
      'evt_mine',
      1,
      {
        eventId: 'evt_mine',
        eventType: 'deal.won',
        timestamp: '2026-01-17T10:30:00Z',
        tenantId: 'tenant_9',
        data: { id: 'deal_456' },
        metadata: { version: '1.0', environment: 'test', source: 'qa' },
      },
    ],
    ignored: [201, [], 'New'],
    missing: [{ path: 'eventType', message: 'is missing' }],
    list: [true, true],
    rest: [taken.body.id],
    read: taken.body,
    unknown: 404,
  })
})

test('an event is published as a sample at the edge of what a consumer meets', async () => {
  const { call } = await openPlatform()
  const huge = await call('POST', '/api/events', { eventType: 'lead.created', variant: 'huge' })
  const unknown = await call('POST', '/api/events', { eventType: 'lead.created', variant: 'enormous' })
  expect({
    huge: [huge.status, Buffer.byteLength(JSON.stringify(huge.body.payload))],
    unknown: [unknown.status, unknown.body.errors[0].path],
  }).toEqual({ huge: [201, 1024 * 1024], unknown: [422, 'variant'] })
})

test('deliveries are listed, attempted again by hand, and cancelled', async () => {
  const { call } = await openPlatform()
  // Nobody can be reached there: the first attempt fails, and the next is due in a minute.
  await call('POST', '/api/webhooks', { url: 'http://127.0.0.1:1/', events: ['*'], secret: SECRET })
  const event = await call('POST', '/api/events', { eventType: 'lead.created' })
  const id = event.body.deliveryIds[0] as string
  const path = `/api/deliveries/${id}`

  const cancelled = await call('POST', `${path}/cancel`)
  const again = await call('POST', `${path}/cancel`)

  expect({
    listed: (await call('GET', '/api/deliveries')).body.items.map((each: { id: string }) => each.id),
    cancelled: cancelled.status,
    again: again.status,
    read: (await call('GET', path)).body.eventId,
    unknown: [(await call('POST', '/api/deliveries/delivery_none/attempt')).status, (await call('GET', '/api/deliveries?cursor=x')).status],
  }).toEqual({ listed: [id], cancelled: 200, again: 409, read: event.body.eventId, unknown: [404, 422] })
})

test('a failed delivery is attempted by hand; a delivered one is not', async () => {
  const server = await scriptedServer(answer(400), ok)
  const { call, until } = await openPlatform()
  await call('POST', '/api/webhooks', { url: server.url, events: ['*'], secret: SECRET })
  const { deliveryIds } = (await call('POST', '/api/events', { eventType: 'lead.created' })).body
  const path = `/api/deliveries/${deliveryIds[0]}`
  await until(path, ({ state }) => state === 'failed')

  const attempted = await call('POST', `${path}/attempt`)
  const delivery = await until(path, ({ state }) => state === 'success')
  const refused = await call('POST', `${path}/attempt`)

  expect([attempted.status, delivery.attempts, refused.status, refused.body.code]).toEqual([200, 2, 409, 'conflict'])
})

test('inboxes are made, changed and deleted', async () => {
  const { call } = await openPlatform()
  const created = await call('POST', '/api/inboxes', { path: '/qa', secret: 'shhh', answer: { status: 202 } })
  const path = `/api/inboxes/${created.body.id}`

  const changed = await call('PATCH', path, { refuseBadSignatures: true })

  expect({
    created: [created.status, created.body.path, created.body.answer.status],
    taken: (await call('POST', '/api/inboxes', { path: '/qa' })).body.errors,
    changed: [changed.status, changed.body.refuseBadSignatures],
    secret: (await call('GET', `${path}/secret`)).body,
    listed: (await call('GET', '/api/inboxes?limit=1')).body.items.map((each: { path: string }) => each.path),
    rest: (await call('GET', `/api/inboxes?cursor=${(await call('GET', '/api/inboxes?limit=1')).body.nextCursor}`)).body.items.length,
    deleted: (await call('DELETE', path)).status,
    gone: (await call('GET', path)).status,
  }).toEqual({
    created: [201, '/qa', 202],
    taken: [{ path: 'path', message: 'is taken by another inbox' }],
    changed: [200, true],
    secret: { secret: 'shhh', isOwn: true, olderUntil: null },
    listed: ['/webhooks/crm'],
    rest: 1,
    deleted: 204,
    gone: 404,
  })
})

test('a capture is diagnosed over REST; a valid one has nothing to explain', async () => {
  const platform = await openPlatform()
  const { call } = platform
  const receiver = await listening(platform)
  const signature = (body: string): string =>
    `sha256=${createHmac('sha256', platform.engine.workspace.secret()).update(body).digest('hex')}`
  for (const signed of ['{"a":1}', '{ "a": 1 }']) {
    await fetch(`${receiver}/webhooks/crm`, { method: 'POST', headers: { 'X-Webhook-Signature': signature(signed) }, body: '{ "a": 1 }' })
  }
  const ids = (await call('GET', '/api/captures')).body.items.map(({ id }: { id: string }) => id)
  const [valid, invalid] = await Promise.all(ids.map(async (id: string) => (await call('GET', `/api/captures/${id}/diagnosis`)).body))
  expect([valid, invalid, (await call('GET', '/api/captures/capture_none/diagnosis')).status]).toMatchObject([
    { verification: { verdict: 'valid' }, diagnosis: null },
    {
      verification: { verdict: 'invalid' },
      diagnosis: { code: 'reserialized', proof: { secret: 'the workspace', signedBytes: 7, arrivedBytes: 10 } },
    },
    404,
  ])
})

test('captures are filtered, and read with their body and verdict', async () => {
  const platform = await openPlatform()
  const { call } = platform
  const receiver = await listening(platform)
  await fetch(`${receiver}/webhooks/crm`, { method: 'POST', body: '{"eventType":"lead.created","eventId":"evt_1"}' })
  await fetch(`${receiver}/webhooks/crm`, { method: 'POST', body: new Uint8Array([0xff, 0x00]) })

  const all = (await call('GET', '/api/captures')).body.items
  const found = (await call('GET', `/api/captures?filter=${encodeURIComponent('type:deal.won OR event:evt_1')}`)).body.items
  const [text, bytes] = await Promise.all(
    [all[1], all[0]].map(async ({ id }: { id: string }) => (await call('GET', `/api/captures/${id}`)).body),
  )
  const wrong = await call('GET', '/api/captures?filter=typ:x')

  expect({
    all: all.length,
    found: found.map(({ id }: { id: string }) => id),
    text: [text.body, text.bodyBase64, text.verification.verdict, text.request.startLine],
    bytes: [bytes.body, bytes.bodyBase64, bytes.drift],
    drift: text.drift.map(({ path, message }: { path: string; message: string }) => `${path}: ${message}`),
    wrong: [wrong.status, wrong.body.code],
    unknown: [(await call('GET', '/api/captures/capture_none')).status, (await call('GET', '/api/captures/delivery_none')).status],
  }).toEqual({
    all: 2,
    found: [text.id],
    text: ['{"eventType":"lead.created","eventId":"evt_1"}', null, 'missing', 'POST /webhooks/crm HTTP/1.1'],
    bytes: [null, '/wA=', null],
    drift: expect.arrayContaining([expect.stringMatching(/required property 'data'/)]),
    wrong: [422, 'bad_filter'],
    unknown: [404, 404],
  })
})

test('who waits for a capture gets it as soon as it is there, or nothing once the time is over', async () => {
  const platform = await openPlatform()
  const { call } = platform
  const receiver = await listening(platform)
  const post = (type: string) => fetch(`${receiver}/webhooks/crm`, { method: 'POST', body: JSON.stringify({ eventType: type }) })

  const waiting = call('GET', '/api/captures?filter=type:deal.won&wait=30s')
  await post('lead.created')
  await post('deal.won')
  const found = (await waiting).body.items
  const there = (await call('GET', '/api/captures?filter=type:deal.won&wait=30s')).body.items
  const nothing = await call('GET', `/api/captures?after=${found[0].id}&wait=1ms`)
  const wrong = await Promise.all(['wait=soon', 'wait=6m'].map((query) => call('GET', `/api/captures?${query}`)))

  expect([
    found.map(({ type }: { type: string }) => type),
    there,
    [nothing.status, nothing.body],
    wrong.map(({ status }) => status),
  ]).toEqual([['deal.won'], found, [200, { items: [], nextCursor: null }], [422, 422]])
})

test(`a provider's handshake is sent to an inbox of ours over REST, and what it answers is judged`, async () => {
  const platform = await openPlatform()
  const receiver = await listening(platform)
  const { call } = platform
  await call('POST', '/api/inboxes', { path: '/zoom', scheme: 'zoom', secret: SECRET })
  await call('POST', '/api/inboxes', { path: '/plain', scheme: null })
  const send = (path: string): ReturnType<Platform['call']> =>
    call('POST', '/api/handshakes', { handshake: 'zoom', target: { kind: 'url', url: receiver + path, secret: SECRET } })
  const [right, wrong] = [await send('/zoom'), await send('/plain')]
  expect({
    right: [right.status, right.body.passed, right.body.challenges[0].faults],
    wrong: [wrong.status, wrong.body.passed, wrong.body.challenges[0].faults[0].sentence],
    unknown: (await call('POST', '/api/handshakes', { handshake: 'zoo', target: { kind: 'url', url: receiver } })).status,
  }).toEqual({
    right: [200, true, []],
    wrong: [200, false, 'The answer has no plainToken.'],
    unknown: 422,
  })
})

test('a simulation is started, paused, gone on with and stopped; only one runs at a time', async () => {
  const { call } = await openPlatform()
  const idle = await call('GET', '/api/simulation')
  const early = await call('POST', '/api/simulation/stop')
  const started = await call('POST', '/api/simulation', { scenario: 'busy-day', seed: 7, tenants: ['acme', 'globex'], isTest: true })
  const second = await call('POST', '/api/simulation', {})
  const paused = await call('POST', '/api/simulation/pause')
  const twice = await call('POST', '/api/simulation/pause')
  const resumed = await call('POST', '/api/simulation/resume')
  const stopped = await call('POST', '/api/simulation/stop')
  const wrong = await call('POST', '/api/simulation', { scenario: 'busy-dya' })
  expect({
    idle: [idle.status, idle.body.state],
    early: [early.status, early.body.detail],
    started: [started.status, started.body.state, started.body.seed, started.body.tenants, started.body.isTest],
    second: [second.status, second.body.detail],
    paused: [paused.status, paused.body.state],
    twice: twice.status,
    resumed: [resumed.status, resumed.body.state],
    stopped: [stopped.status, stopped.body.state],
    kept: (await call('GET', '/api/simulation')).body.state,
    wrong: [wrong.status, wrong.body.errors[0].path],
  }).toEqual({
    idle: [200, 'idle'],
    early: [409, 'There is no simulation to stop.'],
    started: [202, 'running', 7, ['acme', 'globex'], true],
    second: [409, 'A simulation is running.'],
    paused: [200, 'paused'],
    twice: 409,
    resumed: [200, 'running'],
    stopped: [200, 'stopped'],
    kept: 'stopped',
    wrong: [422, 'scenario'],
  })
})

test('a replay to a url needs no scheme, and is told what it lacks', async () => {
  const platform = await openPlatform()
  const { call } = platform
  await fetch(`${await listening(platform)}/webhooks/crm`, { method: 'POST', body: '{}' })
  const [{ id }] = (await call('GET', '/api/captures')).body.items
  const { url } = await scriptedServer(ok)
  const target = { kind: 'url', url }

  expect({
    one: (await call('POST', `/api/captures/${id}/replay`, { target, dryRun: true })).status,
    many: (await call('POST', '/api/replays/preview', { target, ids: [id] })).body.total,
    neither: (await call('POST', '/api/replays', { target })).body.detail,
    both: (await call('POST', '/api/replays', { target, ids: [id], filter: 'x' })).body.detail,
    unsaid: (await call('POST', '/api/simulation', { scenario: 'busy-day', targets: [target] })).body.detail,
  }).toEqual({
    one: 202,
    many: { value: 1, exact: true },
    neither: 'The input does not fit: ids or filter is needed, one of them.',
    both: 'The input does not fit: ids or filter is needed, one of them.',
    unsaid: 'The input does not fit: targets[0].scheme is missing.',
  })
})
