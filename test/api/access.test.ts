import { request } from 'node:http'
import { expect, test } from 'vitest'
import { fakeEngine, runningControl, TOKEN } from './running-control.ts'

interface Visit {
  readonly host?: string
  readonly origin?: string
}

/** The status of a GET, sent with exactly these Host and Origin. */
function visit(port: number, path: string, { host, origin }: Visit): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { ...(host !== undefined && { host }), ...(origin !== undefined && { origin }), authorization: `Bearer ${TOKEN}` }
    request({ port, path, headers, setHost: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

/** The status of the answer to a WebSocket upgrade; 101 when it is accepted. */
function upgrade(port: number, path: string, { host, origin }: Visit): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(host !== undefined && { host }),
      ...(origin !== undefined && { origin }),
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    request({ port, path, headers, setHost: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('upgrade', (response, socket) => {
        socket.destroy()
        resolve(response.statusCode)
      })
      .on('error', reject)
      .end()
  })
}

test('Only this machine, under its own names and from its own pages, is let in', async () => {
  const { port } = await runningControl(fakeEngine())
  const visits: Record<string, Visit> = {
    'by address': { host: `127.0.0.1:${port}` },
    'by name': { host: `LocalHost:${port}` },
    'by IPv6': { host: `[::1]:${port}` },
    'own page': { host: `localhost:${port}`, origin: `http://localhost:${port}` },
    'desktop page': { host: `127.0.0.1:${port}`, origin: 'app://hookscope' },
    'rebound name': { host: `evil.example:${port}` },
    'rebound name as its own page': { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
    'other port': { host: `127.0.0.1:${port + 1}` },
    'no port': { host: '127.0.0.1' },
    'no host': {},
    'foreign page': { host: `127.0.0.1:${port}`, origin: 'https://evil.example' },
    'own host, other name': { host: `127.0.0.1:${port}`, origin: `http://localhost:${port}` },
    'other local port': { host: `127.0.0.1:${port}`, origin: 'http://127.0.0.1:3000' },
    'sandboxed page': { host: `127.0.0.1:${port}`, origin: 'null' },
  }

  const seen = await Promise.all(
    Object.entries(visits).map(async ([name, each]) => [
      name,
      [
        await visit(port, '/', each),
        await visit(port, '/api/openapi.json', each),
        await visit(port, '/hello', each),
        await upgrade(port, '/rpc', each),
      ],
    ]),
  )

  const allowed = [200, 200, 200, 101]
  const refused = [403, 403, 403, 403]
  expect(Object.fromEntries(seen)).toEqual({
    'by address': allowed,
    'by name': allowed,
    'by IPv6': allowed,
    'own page': allowed,
    'desktop page': allowed,
    'rebound name': refused,
    'rebound name as its own page': refused,
    'other port': refused,
    'no port': refused,
    // Node refuses requests without a Host before we do, upgrades it lets through.
    'no host': [400, 400, 400, 403],
    'foreign page': refused,
    'own host, other name': refused,
    'other local port': refused,
    'sandboxed page': refused,
  })
})

test('A WebSocket is at /rpc and nowhere else', async () => {
  const { port } = await runningControl(fakeEngine())

  expect(await upgrade(port, '/api/webhooks', { host: `127.0.0.1:${port}` })).toBe(404)
})
