import { expect, it } from 'vitest'
import { KIB } from '../../../src/shared/domain/units.ts'
import { anInbox, pick, startReceiver } from './receiver-kit.ts'

const MALFORMED = [
  { name: 'a TLS handshake', bytes: Buffer.from('16030100c8010000c40303', 'hex'), method: '', path: '', hint: /TLS handshake/ },
  { name: 'an HTTP/2 preface', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', method: 'PRI', path: '*', hint: /HTTP\/2 preface/ },
  {
    name: 'a PROXY header',
    bytes: 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\n\r\n',
    method: '',
    path: '',
    hint: /PROXY protocol/,
  },
  { name: 'a method in lower case', bytes: 'post /a HTTP/1.1\r\n\r\n', method: 'post', path: '/a', hint: /upper case: POST/ },
  { name: 'an unknown method', bytes: 'BREW /a HTTP/1.1\r\n\r\n', method: 'BREW', path: '/a', hint: /BREW is not a method/ },
  { name: 'a header without a colon', bytes: 'GET /a HTTP/1.1\r\nnonsense\r\n\r\n', method: 'GET', path: '/a', hint: /header line/ },
  {
    name: 'Content-Length beside Transfer-Encoding',
    bytes: 'POST /a HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    method: 'POST',
    path: '/a',
    hint: /beside Content-Length/,
  },
]

for (const { name, bytes, method, path, hint } of MALFORMED) {
  it(`records ${name} with its bytes and a hint, and answers 400`, async () => {
    const { client, captures } = await startReceiver()
    const sender = await client()
    await sender.send(bytes)
    const response = await sender.response()
    await sender.closed()
    const [capture, ...others] = captures()
    expect({ ...pick(capture, 'state', 'method', 'path', 'body', 'status', 'verdict'), answered: response.status, others }).toEqual({
      state: 'malformed',
      method,
      path,
      body: Buffer.from(bytes as string, 'latin1'),
      status: 400,
      verdict: 'unchecked',
      answered: 400,
      others: [],
    })
    expect(capture?.notes?.[0]).toMatch(hint)
    expect(JSON.parse(response.body)).toEqual({ error: capture?.notes?.[0] })
  })
}

it('records a head over the limit whole as far as it was read, and answers 431', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  const head = `GET /long HTTP/1.1\r\nX-Long: ${'a'.repeat(70 * KIB)}`
  await sender.send(head)
  const { status } = await sender.response()
  const [capture] = captures()
  expect({ status, ...pick(capture, 'state', 'method', 'path', 'status') }).toEqual({
    status: 431,
    state: 'malformed',
    method: 'GET',
    path: '/long',
  })
  expect(capture?.request_bytes).toBeGreaterThan(64 * KIB)
  expect(head.startsWith(capture?.body.toString('latin1') ?? 'nothing')).toBe(true)
})

it('takes a head just under the limit, with any number of headers', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  await sender.send(`GET /webhooks/crm HTTP/1.1\r\n${'X: 1\r\n'.repeat(9_000)}\r\n`)
  const { status } = await sender.response()
  expect({ status, headers: captures()[0]?.headers.length }).toEqual({ status: 200, headers: 18_000 })
})

it('records a head that is cut off, with all its bytes', async () => {
  const { client, captures, waitFor } = await startReceiver()
  const closing = await client()
  await closing.send('POST /webhooks/crm HT')
  await closing.send('TP/1.1\r\nHost: exam')
  closing.end()
  const { status } = await closing.response()
  const resetting = await client()
  await resetting.send('POST /webhooks/crm HTTP/1.1\r\nX-Half')
  // The reset must not overtake the bytes before it.
  const probe = await client()
  await probe.send('GET /probe HTTP/1.1\r\n\r\n')
  await probe.response()
  resetting.reset()
  await waitFor((stored) => stored.length === 3)
  expect({
    status,
    captures: captures()
      .filter(({ state }) => state === 'malformed')
      .map((capture) => pick(capture, 'method', 'path', 'status', 'notes', 'body')),
  }).toEqual({
    status: 400,
    captures: [
      {
        method: 'POST',
        path: '/webhooks/crm',
        status: 400,
        notes: ['The connection was closed before the request was complete.'],
        body: Buffer.from('POST /webhooks/crm HTTP/1.1\r\nHost: exam'),
      },
      {
        method: 'POST',
        path: '/webhooks/crm',
        status: null,
        notes: ['The connection was reset before the request was complete.'],
        body: Buffer.from('POST /webhooks/crm HTTP/1.1\r\nX-Half'),
      },
    ],
  })
})

it('makes one incomplete capture of a body that is cut off, with the bytes so far', async () => {
  const { client, captures, waitFor } = await startReceiver()
  const closing = await client()
  await closing.send('POST /webhooks/crm HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc')
  closing.end()
  const { status } = await closing.response()
  const resetting = await client()
  await resetting.send('POST /webhooks/crm HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n5\r\nf')
  const probe = await client()
  await probe.send('GET /probe HTTP/1.1\r\n\r\n')
  await probe.response()
  resetting.reset()
  await waitFor((stored) => stored.length === 3)
  expect({
    status,
    captures: captures()
      .filter(({ state }) => state === 'incomplete')
      .map((capture) => pick(capture, 'body', 'request_bytes', 'status', 'verdict', 'notes')),
  }).toEqual({
    status: 400,
    captures: [
      {
        body: Buffer.from('abc'),
        request_bytes: 3,
        status: 400,
        verdict: 'unchecked',
        notes: ['The connection was closed before the request was complete.'],
      },
      {
        body: Buffer.from('def'),
        request_bytes: 3,
        status: null,
        verdict: 'unchecked',
        notes: ['The connection was reset before the request was complete.'],
      },
    ],
  })
})

it('makes an incomplete capture of a chunked body that is framed wrongly and answers 400', async () => {
  const { client, captures } = await startReceiver({ inboxes: [anInbox({ scheme: null })] })
  const sender = await client()
  await sender.send('POST /webhooks/crm HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n')
  const { status } = await sender.response()
  expect({ status, captures: captures().map((capture) => pick(capture, 'state', 'body', 'status', 'verdict')) }).toEqual({
    status: 400,
    captures: [{ state: 'incomplete', body: Buffer.from('abc'), status: 400, verdict: 'unsigned' }],
  })
})

it('answers what came before a malformed request first', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  await sender.send('POST /webhooks/crm HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiNONSENSE\r\n\r\n')
  const statuses = [(await sender.response()).status, (await sender.response()).status]
  await sender.closed()
  expect({ statuses, captures: captures().map(({ state, body, answer }) => [state, body.toString(), answer]) }).toEqual({
    statuses: [200, 400],
    captures: [
      ['complete', 'hi', null],
      ['malformed', 'NONSENSE\r\n\r\n', null],
    ],
  })
})

it('answers 408 when head or body take too long, and leaves no trace of idle connections', async () => {
  const { client, captures } = await startReceiver({ limits: { headTimeoutMs: 40, requestTimeoutMs: 80, timeoutCheckMs: 10 } })
  const idle = await client()
  const head = await client()
  await head.send('POST /webhooks/crm HT')
  const body = await client()
  await body.send('POST /webhooks/crm HTTP/1.1\r\nContent-Length: 5\r\n\r\nab')
  const statuses = [(await head.response()).status, (await body.response()).status]
  await idle.closed()
  expect({ statuses, captures: captures().map((capture) => pick(capture, 'state', 'body', 'status')) }).toEqual({
    statuses: [408, 408],
    captures: [
      { state: 'malformed', body: Buffer.from('POST /webhooks/crm HT'), status: 408 },
      { state: 'incomplete', body: Buffer.from('ab'), status: 408 },
    ],
  })
})

it('keeps a pipelined head that is cut off apart from the request before it', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  await sender.send('POST /webhooks/crm HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET /ne')
  await sender.response()
  await sender.send('xt HTTP/1.1\r\nHo')
  sender.end()
  await sender.response()
  expect(captures().map(({ state, body }) => [state, body.toString()])).toEqual([
    ['complete', 'hi'],
    ['malformed', 'GET /next HTTP/1.1\r\nHo'],
  ])
})

it('leaves no trace of a connection that is reset between requests', async () => {
  const { client, captures } = await startReceiver()
  const sender = await client()
  await sender.send('POST /webhooks/crm HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n')
  await sender.response()
  sender.reset()
  const probe = await client()
  await probe.send('GET /probe HTTP/1.1\r\n\r\n')
  await probe.response()
  expect(captures().map(({ state }) => state)).toEqual(['complete', 'complete'])
})
