import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { startAttempt } from '../../../src/main/engine/delivery/attempt.ts'
import type { Outcome } from '../../../src/main/engine/delivery/outcome.ts'
import { createConnections } from '../../../src/main/engine/delivery/connections.ts'
import { addressOf } from '../../../src/main/engine/delivery/request.ts'
import { systemClock } from '../../../src/main/engine/system.ts'

/** For `localhost`, signed by itself; key and certificate. */
const PEM = readFileSync(join(import.meta.dirname, '../../golden/localhost.pem'), 'utf8')
const CERTIFICATE = PEM.slice(PEM.indexOf('-----BEGIN CERTIFICATE'))

/** A server over TLS that answers each request so, and attempts to it, one after the other. */
async function overTls(answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok') {
  const names: unknown[] = []
  const server = createServer({ key: PEM, cert: CERTIFICATE }, (socket) => {
    names.push(socket.servername)
    socket.on('error', () => {})
    socket.on('data', () => void socket.write(answer))
  }).listen(0)
  await once(server, 'listening')
  const connections = createConnections(systemClock)
  onTestFinished(() => {
    connections.close()
    server.close()
  })
  const resumed: boolean[] = []
  server.on('secureConnection', (socket) => resumed.push(socket.isSessionReused()))
  const { port } = server.address() as AddressInfo
  const attempt = (host = 'localhost'): Promise<Outcome> =>
    new Promise((resolve) => {
      const address = addressOf(`https://${host}:${port}/hooks`)
      if (!address) throw new Error(host)
      const request = { address, method: 'POST', headers: ['Content-Length', '0'], body: new Uint8Array(0), timeoutMs: 5_000 }
      const loopback = { set: () => {}, clear: () => {} }
      startAttempt(request, { seq: 1, isForward: false }, { clock: systemClock, connections, loopback }, resolve)
    })
  return { port, attempt, names, resumed }
}

function trustOnly(certificates: readonly string[]): void {
  const before = getCACertificates('default')
  setDefaultCACertificates(certificates)
  onTestFinished(() => setDefaultCACertificates(before))
}

test('an attempt over TLS tells its phases and asks for its host by name; the next one uses the connection again', async () => {
  trustOnly([CERTIFICATE])
  const { attempt, names, resumed } = await overTls()
  const [first, second] = [await attempt(), await attempt()]
  expect({
    answers: [first, second].map((each) => (each.kind === 'answered' ? [each.status, Buffer.from(each.body).toString()] : each)),
    phases: [first, second].map(({ timings }) => Object.keys(timings)),
    names,
    resumed,
  }).toEqual({
    answers: [
      [200, 'ok'],
      [200, 'ok'],
    ],
    phases: [
      ['dnsMs', 'connectMs', 'tlsMs', 'sentMs', 'firstByteMs', 'totalMs'],
      ['sentMs', 'firstByteMs', 'totalMs'],
    ],
    names: ['localhost'],
    resumed: [false],
  })
})

test('a new connection goes on with the session of the one before', async () => {
  trustOnly([CERTIFICATE])
  const { attempt, resumed } = await overTls('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok')
  await attempt()
  await attempt()
  expect(resumed).toEqual([false, true])
})

test.each([
  ['nobody trusts', 'localhost', [], 'its certificate is self-signed'],
  ['is for another host', '127.0.0.1', [CERTIFICATE], 'its certificate is for another host name'],
])('a certificate that %s is named', async (_what, host, trusted, sentence) => {
  trustOnly(trusted)
  const { attempt, port } = await overTls()
  expect(await attempt(host)).toMatchObject({
    kind: 'unanswered',
    error: 'tls',
    message: `No secure connection to ${host}:${port}: ${sentence}`,
  })
})
