import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { createHandshakes } from '../../../src/main/engine/delivery/handshakes.ts'
import { createExchanges } from '../../../src/main/engine/exchanges.ts'
import type { Endpoints } from '../../../src/main/engine/services.ts'
import type { HandshakeOrder, HandshakeReport } from '../../../src/shared/domain/handshake/challenge.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { verify } from '../../../src/shared/domain/signature/verify.ts'
import { memorySecrets, testCore } from '../../support/core.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { hang, scriptedServer } from '../../support/scripted-server.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

const SECRET = 'the-signing-secret-of-the-receiver'

interface Seen {
  readonly method: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
  readonly verdict: string
}

/** A receiver of Xero's, as somebody writes it; keeps what it saw. */
async function xeroReceiver(answerOf: (verdict: string) => number): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces)
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const)
      const { verdict } = verify(SCHEMES.xero, [SECRET], { method: 'POST', url: '', headers, at: 0 }, body)
      seen.push({ method: request.method ?? '', headers: request.headers, body: body.toString(), verdict })
      response.writeHead(answerOf(verdict)).end()
    })
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/xero`, seen }
}

function handshakesOf(bench: Workbench): (order: HandshakeOrder) => Promise<HandshakeReport> {
  const endpoints = {
    get: (id: string) => bench.endpoints.find((each) => each.id === id),
    secret: () => SECRET,
  } as unknown as Endpoints
  return createHandshakes(bench.core, { endpoints, worker: bench.worker }).send
}

function bench(): Workbench {
  return openWorkbench({ core: testCore({ clock: createFakeClock(), secrets: memorySecrets({ workspace: SECRET }) }) })
}

test('a right and a wrong signature go out one after the other, and both answers are judged, kept and noted', async () => {
  const { url, seen } = await xeroReceiver((verdict) => (verdict === 'valid' ? 200 : 401))
  const own = bench()
  const report = await handshakesOf(own)({ handshake: 'xero', target: { kind: 'url', url, secret: SECRET } })
  own.core.writer.flush()
  const kept = await Promise.all(report.challenges.map(({ exchangeId }) => createExchanges(own.core).get(exchangeId)))
  expect({
    seen: seen.map(({ method, verdict, body }) => [method, verdict, JSON.parse(body).events]),
    report: [report.passed, report.challenges.map(({ name, status, received, faults }) => [name, status, received, faults])],
    kept: kept.map(({ type, status, deliveryState, notes }) => [type, status, deliveryState, notes]),
  }).toEqual({
    seen: [
      ['POST', 'valid', []],
      ['POST', 'invalid', []],
    ],
    report: [
      true,
      [
        ['signed rightly', 200, '200 without a body', []],
        ['signed wrongly', 401, '401 without a body', []],
      ],
    ],
    // A refusal that was asked for is a success.
    kept: [
      ['handshake.xero', 200, 'success', ['Handshake passed: Xero intent to receive, signed rightly.']],
      ['handshake.xero', 401, 'success', ['Handshake passed: Xero intent to receive, signed wrongly.']],
    ],
  })
})

test('a receiver that checks no signature does not pass, and nothing is tried again', async () => {
  const { url } = await xeroReceiver(() => 200)
  const own = bench()
  const report = await handshakesOf(own)({ handshake: 'xero', target: { kind: 'url', url, secret: SECRET } })
  own.core.writer.flush()
  const { challenges, passed } = report
  const { notes, deliveryState } = await createExchanges(own.core).get(challenges[1]?.exchangeId ?? '')
  expect([passed, challenges.map(({ faults, code }) => [faults.length, code]), deliveryState, notes]).toEqual([
    false,
    [
      [0, null],
      [1, 'if (!isValid) return res.status(401).end()'],
    ],
    'failed',
    [
      'Handshake not passed: Xero intent to receive, signed wrongly. A request with a wrong signature was answered 200, as if it were right. Right is 401 without a body.',
    ],
  ])
})

test('a handshake of an endpoint is that of its scheme and under its secret, also while it is off', async () => {
  const server = await scriptedServer({ kind: 'answer', status: 200, body: 'no' })
  const own = bench()
  const { id } = own.addEndpoint({
    url: `${server.url}?a=1`,
    resolvedUrl: `${server.url}?a=1`,
    scheme: 'slack',
    isActive: false,
  })
  const report = await handshakesOf(own)({ target: { kind: 'endpoint', endpointId: id } })
  const [request] = server.requests
  const headers = Object.fromEntries((request?.headers ?? []).map((line) => line.split(': ', 2) as [string, string]))
  const base = `v0:${headers['X-Slack-Request-Timestamp']}:${request?.body}`
  expect([report.handshake, report.passed, request?.line, headers['X-Slack-Signature'], headers['User-Agent']]).toEqual([
    'slack',
    false,
    'POST /hook?a=1 HTTP/1.1',
    `v0=${createHmac('sha256', SECRET).update(base).digest('hex')}`,
    'Slackbot 1.0 (+https://api.slack.com/robots)',
  ])
})

test('a GET of a handshake describes no body, and its query is added to the url', async () => {
  const server = await scriptedServer()
  const own = bench()
  await handshakesOf(own)({ handshake: 'meta', verifyToken: 'mine', target: { kind: 'url', url: `${server.url}?tenant=1#part` } })
  expect(
    server.requests.map(({ line, headers }) => [
      line.replace(/\d{10}/, 'N').replace(/hub.verify_token=(?!mine).*? /, 'W '),
      headers.map((each) => each.split(':')[0]),
    ]),
  ).toEqual([
    ['GET /hook?tenant=1&hub.mode=subscribe&hub.challenge=N&hub.verify_token=mine HTTP/1.1', ['Host', 'User-Agent', 'Connection']],
    ['GET /hook?tenant=1&hub.mode=subscribe&hub.challenge=N&W HTTP/1.1', ['Host', 'User-Agent', 'Connection']],
  ])
})

test(`a receiver that is silent is waited for as long as the provider waits`, async () => {
  const server = await scriptedServer(hang)
  const own = bench()
  const sent = handshakesOf(own)({ handshake: 'zoom', target: { kind: 'url', url: server.url, secret: SECRET } })
  await server.arrived(1)
  own.clock.advance(3_000)
  expect((await sent).challenges).toMatchObject([
    { status: null, received: 'no answer', faults: [{ sentence: 'No answer within 3 s: Zoom waits no longer.' }] },
  ])
})

test('what cannot be sent is refused before anything is made', async () => {
  const own = bench()
  const send = handshakesOf(own)
  const url = 'http://127.0.0.1:9/'
  const orders: HandshakeOrder[] = [
    { target: { kind: 'url', url } },
    { handshake: 'zoom', target: { kind: 'url', url: 'ftp://example.com' } },
    { handshake: 'meta', target: { kind: 'url', url } },
    { handshake: 'discord', target: { kind: 'url', url, secret: 'no key' } },
  ]
  const refusals = await Promise.all(orders.map((order) => send(order).catch((error: Error) => error.message)))
  expect([refusals, own.core.db.prepare('SELECT count(*) FROM delivery').pluck().get()]).toEqual([
    [
      'It must be said which handshake is sent.',
      expect.stringContaining('The target url '),
      `Meta's handshake names a verify token.`,
      'Discord, ed25519 cannot be signed: The secret is no private key of the kind it takes.',
    ],
    0,
  ])
})
