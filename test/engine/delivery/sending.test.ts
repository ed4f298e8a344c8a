import { expect, test } from 'vitest'
import { pairHeaders } from '../../../src/shared/domain/http-message.ts'
import { formatId } from '../../../src/shared/domain/ids.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { verify } from '../../../src/shared/domain/signature/verify.ts'
import { answer, ok, scriptedServer } from '../../support/scripted-server.ts'
import { arrivedWith } from '../../support/signatures.ts'
import { openWorkbench, toEndpoint, toUrl } from './workbench.ts'

const SECRET = 'a-secret-of-the-delivery-with-40-letters'

test('an event without targets goes to every active endpoint whose events and tenant match', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  bench.addEndpoint({ name: 'all', url: `${server.url}/all` })
  bench.addEndpoint({ name: 'leads', url: `${server.url}/leads`, events: ['lead.*'] })
  bench.addEndpoint({ name: 'deals', url: `${server.url}/deals`, events: ['deal.won'] })
  bench.addEndpoint({ name: 'off', url: `${server.url}/off`, isActive: false })
  bench.addEndpoint({ name: 'other tenant', url: `${server.url}/other`, tenantId: 'tenant_2' })
  const ids = await bench.sending.send({ content: { kind: 'event', type: 'lead.created', data: {} } })
  const views = await bench.ended(ids)
  expect([views.map((each) => each.place).toSorted(), new Set(server.requests.map((each) => each.body)).size]).toEqual([
    ['all', 'leads'],
    1,
  ])
})

test('when no endpoint takes an event, that is said', async () => {
  const bench = openWorkbench()
  bench.addEndpoint({ events: ['deal.*'] })
  await expect(bench.send(null)).rejects.toMatchObject({
    code: 'nothing_to_do',
    exit: 1,
    message: 'No active endpoint takes lead.created.',
  })
})

test('naming an endpoint overrides its event filter but not its being inactive', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const deals = bench.addEndpoint({ url: server.url, events: ['deal.won'] })
  const off = bench.addEndpoint({ isActive: false })
  const id = await bench.send(toEndpoint(deals))
  expect((await bench.ended([id]))[0]?.state).toBe('success')
  await expect(bench.send(toEndpoint(off))).rejects.toMatchObject({ code: 'conflict', exit: 1 })
})

test('a url that cannot be sent to, a short secret and a bad header are refused before anything is made', async () => {
  const bench = openWorkbench({ isStopped: true })
  const refused = [
    toUrl('ftp://example.com/'),
    toUrl('/hook'),
    toUrl('http://user:pass@example.com/'),
    toUrl('http://example.com/', { secret: 'short' }),
    toUrl('http://example.com/', { headers: [['Bad Name', 'x']] }),
  ]
  const codes: unknown[] = []
  for (const target of refused)
    codes.push(await bench.send(target).catch((error: unknown) => (error as { code: string; exit: number }).code))
  expect([codes, bench.core.db.prepare('SELECT count(*) FROM delivery').pluck().get()]).toEqual([
    ['bad_input', 'bad_input', 'bad_input', 'secret_too_short', 'bad_input'],
    0,
  ])
})

test('a delivery to a url is signed with its own sealed secret on each attempt', async () => {
  const server = await scriptedServer(answer(500), ok)
  const bench = openWorkbench()
  const id = await bench.send(toUrl(server.url, { secret: SECRET }), { speed: 'max' })
  await bench.ended([id])
  const verdicts = server.requests.map(
    ({ headers, body }) =>
      verify(SCHEMES.crm, [SECRET], arrivedWith(pairHeaders(headers.flatMap((line) => line.split(': ')))), Buffer.from(body)).verdict,
  )
  expect([verdicts, bench.core.secrets.reveal(id)]).toEqual([['valid', 'valid'], SECRET])
})

test('set paths, tenant and environment stand in the envelope that goes out', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const id = await bench.send(toUrl(server.url), {
    content: {
      kind: 'event',
      type: 'lead.created',
      data: { id: 'lead_1', tags: ['a'] },
      tenantId: 'tenant_9',
      environment: 'test',
      set: [
        { path: 'data.email', value: 'x@y.z' },
        { path: 'data.tags[1]', value: 'b' },
        { path: 'metadata.version', value: '2.0' },
      ],
    },
  })
  await bench.ended([id])
  const { eventId, ...rest } = JSON.parse(server.requests[0]?.body ?? '{}') as { eventId: string }
  expect([eventId.slice(0, 4), rest]).toEqual([
    'evt_',
    {
      eventType: 'lead.created',
      timestamp: '2026-01-17T10:30:00Z',
      tenantId: 'tenant_9',
      data: { id: 'lead_1', tags: ['a', 'b'], email: 'x@y.z' },
      metadata: { version: '2.0', environment: 'test' },
    },
  ])
  await expect(
    bench.send(toUrl(server.url), {
      content: { kind: 'event', type: 'lead.created', data: { id: 'x' }, set: [{ path: 'data.id.x', value: 1 }] },
    }),
  ).rejects.toMatchObject({
    code: 'bad_input',
    message: 'data.id.x cannot be set: data.id is not an object, so x cannot be set in it.',
  })
})

test('raw bytes go out untouched, unsigned when that is asked, and a large body too', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const text = `{ "eventType" : "lead.created", "x": "${'ü'.repeat(30_000)}" }`
  const content = { kind: 'bytes', bytes: Buffer.from(text).toString('base64'), contentType: 'text/plain' } as const
  const id = await bench.send(toUrl(server.url, { scheme: null }), { content })
  const [view] = await bench.ended([id])
  expect([server.requests[0]?.body === text, server.requests[0]?.headers.slice(1, 4), view?.type]).toEqual([
    true,
    ['Content-Type: text/plain', 'User-Agent: CRM-SaaS-Webhooks/1.0', `Content-Length: ${Buffer.byteLength(text)}`],
    'lead.created',
  ])
})

test('a whole envelope goes out in its own key order', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const envelope = { data: { b: 1, a: 2 }, eventType: 'deal.won', eventId: 'evt_own' }
  const id = await bench.send(toUrl(server.url), { content: { kind: 'envelope', envelope } })
  const [view] = await bench.ended([id])
  expect([server.requests[0]?.body, view?.eventId, view?.type]).toEqual([JSON.stringify(envelope), 'evt_own', 'deal.won'])
})

test('each event of a series has an id of its own, and a seed makes its samples repeatable', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const content = { kind: 'event', type: 'lead.created', seed: 7 } as const
  const ids = [
    ...(await bench.sending.send({ content, targets: [toUrl(server.url)], count: 3 })),
    ...(await bench.sending.send({ content, targets: [toUrl(server.url)], count: 3 })),
  ]
  await bench.ended(ids)
  const bodies = server.requests.map((each) => JSON.parse(each.body) as { eventId: string; data: object })
  expect([new Set(bodies.map((each) => each.eventId)).size, new Set(bodies.map((each) => JSON.stringify(each.data))).size]).toEqual([6, 3])
})

test('a preview shows the request that goes out, byte for byte, and where the JSON leaves its schema', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const request = {
    content: { kind: 'envelope', envelope: { eventId: 'evt_1', eventType: 'lead.created', data: { id: 5 } } },
    targets: [toUrl(server.url, { headers: [['X-Trace', '1']] })],
  } as const
  const preview = await bench.sending.preview(request)
  await bench.ended(await bench.sending.send(request))
  const [sent] = server.requests
  expect([
    preview.method,
    preview.url,
    preview.headers.map((pair) => pair.join(': ')),
    Buffer.from(preview.body, 'base64').toString(),
  ]).toEqual(['POST', server.url, sent?.headers, sent?.body])
  expect(preview.problems.map((each) => each.path).toSorted()).toContain('data.id')
})

test('a test event is a sample of the first type the endpoint takes, marked as a test', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const endpoint = bench.addEndpoint({ url: server.url, events: ['deal.*'] })
  await bench.ended([await bench.sending.test(endpoint.id)])
  const body = JSON.parse(server.requests[0]?.body ?? '{}') as { eventType: string; metadata: { environment: string } }
  expect([body.eventType, body.metadata.environment]).toEqual(['deal.created', 'test'])
})

test('a delivery is in the feed before its first attempt starts', async () => {
  const bench = openWorkbench({ isStopped: true })
  const id = await bench.send(toUrl('http://127.0.0.1:9/some/hook?x=1'))
  const row = bench.core.db.prepare('SELECT direction, state, method, path, type, attempt FROM exchange').get()
  expect([row, (await bench.deliveries.get(id)).history[0]?.state]).toEqual([
    { direction: 'out', state: 'planned', method: 'POST', path: '/some/hook?x=1', type: 'lead.created', attempt: 1 },
    'planned',
  ])
})

test('a typed text is sent with its variables filled in: anew for each event, and as the preview of the same seed has shown', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const content = {
    kind: 'text',
    type: 'deal.won',
    text: '{ "eventId": "evt_{{$uuid}}", "eventType": "deal.won", "tenantId": "{{tenant}}", "n": {{$number}}, "left": "{{none}}" }',
    form: 'compact',
    fill: { seed: 5 },
  } as const
  const targets = [toUrl(server.url)]
  const preview = await bench.sending.preview({ content, targets })
  await bench.ended(await bench.sending.send({ content, targets, count: 2 }))
  const bodies = server.requests.map(({ body }) => body).toSorted((a, b) => a.indexOf('"n":1') - b.indexOf('"n":1'))
  const shown = Buffer.from(preview.body, 'base64').toString()
  expect({
    isAsShown: bodies.includes(shown),
    marked: preview.values.map(({ name, start, end }) => `${name} ${shown.slice(start, end).length}`),
    said: preview.problems.find(({ path }) => path === '')?.message,
    events: bodies.map((body) => JSON.parse(body) as Record<string, unknown>).map(({ tenantId, n, left }) => [tenantId, n, left]),
    ids: new Set(bodies.map((body) => (JSON.parse(body) as { eventId: string }).eventId)).size,
  }).toEqual({
    isAsShown: true,
    marked: ['$uuid 36', 'tenant 8', '$number 1'],
    said: '{{none}} is no variable of this workspace, so it is sent as it stands',
    events: expect.arrayContaining([
      ['tenant_7', 1, '{{none}}'],
      ['tenant_7', 2, '{{none}}'],
    ]),
    ids: 2,
  })
})

test('values set on an event are JSON if they parse once variables are filled in; without filling in, braces are text', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  const set = [
    { path: 'data.n', text: '{{$number}}' },
    { path: 'data.quoted', text: '"{{$number}}"' },
    { path: 'tenantId', text: '{{tenant}}' },
  ]
  for (const fill of [{ fill: { number: 4 } }, {}]) {
    const content = { kind: 'event', type: 'deal.won', data: { note: 'of {{tenant}}' }, set, ...fill } as const
    await bench.ended(await bench.sending.send({ content, targets: [toUrl(server.url)] }))
  }
  expect(
    server.requests
      .map(({ body }) => JSON.parse(body) as { tenantId: string; data: unknown })
      .map(({ tenantId, data }) => [tenantId, data]),
  ).toEqual([
    ['tenant_7', { note: 'of tenant_7', n: 4, quoted: '4' }],
    ['{{tenant}}', { note: 'of {{tenant}}', n: '{{$number}}', quoted: '{{$number}}' }],
  ])
})

test('a series whose later part cannot be written says so, and what was written before is sent', async () => {
  const server = await scriptedServer()
  const bench = openWorkbench()
  bench.core.db.exec(
    "CREATE TEMP TRIGGER full BEFORE INSERT ON main.event WHEN (SELECT count(*) FROM event) >= 80 BEGIN SELECT RAISE(ABORT, 'no more'); END",
  )
  const sent = bench.sending.send({ content: { kind: 'event', type: 'lead.created' }, targets: [toUrl(server.url)], count: 1_000 })
  await expect(sent).rejects.toThrow('no more')
  const made = bench.core.db.prepare('SELECT id AS seq, tail FROM delivery').all() as { seq: number; tail: string }[]
  const ended = await bench.ended(made.map((id) => formatId('delivery', id)))
  expect({ made: made.length, states: new Set(ended.map(({ state }) => state)), requests: server.requests.length }).toEqual({
    made: 64,
    states: new Set(['success']),
    requests: 64,
  })
})
