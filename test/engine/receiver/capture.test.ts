import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { anInbox, pick, startReceiver } from './receiver-kit.ts'

const RECEIVED = '{"received":true}'

it('keeps method, target, header order, case and duplicates, and the body bytes', async () => {
  const { client, captures, port } = await startReceiver({ inboxes: [anInbox({ scheme: null })] })
  const sender = await client()
  await sender.send(
    'PATCH /webhooks/crm/a?b=%20c&b HTTP/1.1\r\nX-oDD-Case: 1\r\nhost: example.test\r\nX-Twice: a\r\nx-twice: \xe9\r\nContent-Length: 4\r\n\r\n\x00\xff\r\n',
  )
  const response = await sender.response()
  const [capture] = captures()
  expect({
    body: response.body,
    ...pick(capture, 'state', 'method', 'path', 'http_version', 'headers', 'request_bytes', 'verdict', 'status'),
  }).toEqual({
    body: RECEIVED,
    state: 'complete',
    method: 'PATCH',
    path: '/webhooks/crm/a?b=%20c&b',
    http_version: '1.1',
    headers: ['X-oDD-Case', '1', 'host', 'example.test', 'X-Twice', 'a', 'x-twice', '\xe9', 'Content-Length', '4'],
    request_bytes: 4,
    verdict: 'unsigned',
    status: 200,
  })
  expect(capture?.body.toString('latin1')).toBe('\x00\xff\r\n')
  expect(capture?.remote).toBe(sender.address)
  expect(port).toBeGreaterThan(0)
})

it('stores the answer exactly as it goes out', async () => {
  const { client, captures } = await startReceiver({
    inboxes: [
      anInbox({
        answer: {
          status: 202,
          headers: [
            ['X-b', '2'],
            ['x-A', '1'],
            ['Content-Length', '99'],
          ],
          body: 'thanks \u20ac',
          delayMs: 0,
        },
      }),
    ],
  })
  const sender = await client()
  await sender.send('POST /webhooks/crm HTTP/1.1\r\nContent-Length: 0\r\n\r\n')
  const { head, body } = await sender.response()
  const [capture] = captures()
  const stored = capture?.responseHeaders ?? []
  const lines = Array.from({ length: stored.length / 2 }, (_, i) => `${stored[2 * i]}: ${stored[2 * i + 1]}`)
  expect(head).toBe(['HTTP/1.1 202 Accepted', ...lines].join('\r\n'))
  expect({
    names: stored.filter((_, i) => i % 2 === 0),
    body,
    responseBody: capture?.responseBody,
    bytes: capture?.response_bytes,
  }).toEqual({
    names: ['X-b', 'x-A', 'Date', 'Connection', 'Keep-Alive', 'Content-Length'],
    body,
    responseBody: body,
    bytes: 10,
  })
})

it('keeps a chunked body joined, with its trailers', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  await sender.send('POST /webhooks/crm HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n')
  await sender.send('2;ext=1\r\nde\r\n0\r\nX-Sum: 7\r\nx-sum: 8\r\n\r\n')
  await sender.response()
  expect(pick(captures()[0], 'state', 'body', 'trailers', 'request_bytes')).toEqual({
    state: 'complete',
    body: Buffer.from('abcde'),
    trailers: ['X-Sum', '7', 'x-sum', '8'],
    request_bytes: 5,
  })
})

it('keeps compressed and non-UTF-8 bodies raw', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  const bodies = [gzipSync('{"eventType":"lead.created"}'), Buffer.from('{"name":"J\xfcrgen"}', 'latin1')]
  for (const body of bodies) {
    await sender.send(`POST /webhooks/crm HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`)
    await sender.send(body)
    await sender.response()
  }
  expect(captures().map(({ body }) => body)).toEqual(bodies)
})

it('takes requests without Host, of HTTP/1.0, and with a target in absolute form', async () => {
  const { client, captures } = await startReceiver({ inboxes: [anInbox({ scheme: null })] })
  const modern = await client()
  await modern.send('GET http://elsewhere.test/webhooks/crm HTTP/1.1\r\n\r\n')
  await modern.response()
  const old = await client()
  await old.send('GET /webhooks/crm HTTP/1.0\r\n\r\n')
  const { head } = await old.response()
  await old.closed()
  expect(captures().map((capture) => pick(capture, 'path', 'http_version', 'status', 'headers'))).toEqual([
    { path: 'http://elsewhere.test/webhooks/crm', http_version: '1.1', status: 200, headers: [] },
    { path: '/webhooks/crm', http_version: '1.0', status: 200, headers: [] },
  ])
  expect(head).toContain('Connection: close')
})

it('answers HEAD with the headers of the answer and no body', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  await sender.send('HEAD /webhooks/crm HTTP/1.1\r\n\r\n')
  const { head } = await sender.response(false)
  await sender.send('GET /webhooks/crm HTTP/1.1\r\n\r\n')
  const next = await sender.response()
  expect(head).toContain(`Content-Length: ${RECEIVED.length}`)
  expect({ next: next.status, captures: captures().map((capture) => pick(capture, 'method', 'response_bytes', 'responseBody')) }).toEqual({
    next: 200,
    captures: [
      { method: 'HEAD', response_bytes: 0, responseBody: '' },
      { method: 'GET', response_bytes: RECEIVED.length, responseBody: RECEIVED },
    ],
  })
})

it('captures pipelined requests in order and answers each', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  await sender.send(
    'POST /webhooks/crm/1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /webhooks/crm/2 HTTP/1.1\r\n\r\nPOST /webhooks/crm/3 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nGET /nowhere HTTP/1.1\r\n\r\n',
  )
  const statuses = [await sender.response(), await sender.response(), await sender.response(), await sender.response()].map(
    ({ status }) => status,
  )
  expect({ statuses, captures: captures().map(({ path, body, status }) => [path, body.toString(), status]) }).toEqual({
    statuses: [200, 200, 200, 404],
    captures: [
      ['/webhooks/crm/1', 'abc', 200],
      ['/webhooks/crm/2', '', 200],
      ['/webhooks/crm/3', 'x', 200],
      ['/nowhere', '', 404],
    ],
  })
})

it('captures what no inbox takes and answers 404 naming the inboxes', async () => {
  const { client, captures } = await startReceiver({ inboxes: [anInbox({ path: '/a' }), anInbox({ path: '/b/c' })] })
  const sender = await client()
  await sender.send('POST /ab HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi')
  const { status, body } = await sender.response()
  expect({ status, body: JSON.parse(body), capture: pick(captures()[0], 'state', 'path', 'verdict', 'verification', 'status') }).toEqual({
    status: 404,
    body: { error: 'No inbox takes this path.', inboxes: ['/a', '/b/c'] },
    capture: { state: 'complete', path: '/ab', verdict: 'unsigned', verification: { reason: 'No inbox takes this path.' }, status: 404 },
  })
})

it('treats an offered upgrade as the ordinary request it also is', async () => {
  const { client, captures } = await startReceiver({ inboxes: [anInbox({ scheme: null })] })
  const sender = await client()
  await sender.send('GET /webhooks/crm HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  const first = await sender.response()
  await sender.send('POST /webhooks/crm HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc')
  const second = await sender.response()
  expect([first.status, second.status, ...captures().map(({ body }) => body.toString())]).toEqual([200, 200, '', 'abc'])
})

it('captures CONNECT and makes no tunnel', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  await sender.send('CONNECT example.test:443 HTTP/1.1\r\nHost: example.test\r\n\r\nhello')
  const { status } = await sender.response()
  await sender.closed()
  expect({ status, capture: pick(captures()[0], 'state', 'method', 'path', 'headers', 'status') }).toEqual({
    status: 405,
    capture: { state: 'complete', method: 'CONNECT', path: 'example.test:443', headers: ['Host', 'example.test'], status: 405 },
  })
})

it('reads type and event id of the guide and of other shapes', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  const send = async (body: string, headers = ''): Promise<void> => {
    await sender.send(`POST /webhooks/crm HTTP/1.1\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`)
    await sender.response()
  }
  await send(' {"eventId":"evt_1","eventType":"lead.created"}')
  await send('{"action":"opened"}', 'X-GitHub-Event: issues\r\nX-GitHub-Delivery: 72d3\r\n')
  await send(`{"eventId":"evt_2","eventType":"deal.won","pad":"${'x'.repeat(40_000)}"}`)
  await send(`{"eventId":"evt_3","eventType":"deal.won","pad":"${'x'.repeat(70_000)}"}`)
  await send('{"eventId":')
  expect(captures().map(({ type, event_id }) => [type, event_id])).toEqual([
    ['lead.created', 'evt_1'],
    ['issues', '72d3'],
    ['deal.won', 'evt_2'],
    [null, null],
    [null, null],
  ])
})

it('links a capture to the own attempt that made it', async () => {
  const { client, captures, loopback } = await startReceiver()
  const sender = await client()
  loopback.set(sender.address, { seq: 4711, isForward: false })
  await sender.send('GET /webhooks/crm HTTP/1.1\r\n\r\n')
  await sender.response()
  loopback.clear(sender.address)
  await sender.send('GET /webhooks/crm HTTP/1.1\r\n\r\n')
  await sender.response()
  expect(captures().map(({ attempt_id }) => attempt_id)).toEqual([4711, null])
})
