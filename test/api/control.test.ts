import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { rejected } from '../support/caught.ts'
import { fakeEngine, runningControl, TOKEN } from './running-control.ts'

test('The page is served under a strict policy, its hashed files for good', async () => {
  const { url } = await runningControl(fakeEngine())

  const page = await fetch(`${url}/`)
  const script = await fetch(`${url}/assets/index-abc123.js`)
  const head = await fetch(`${url}/`, { method: 'HEAD' })

  expect({
    page: { status: page.status, body: await page.text(), ...told(page, 'content-type', 'cache-control', 'content-security-policy') },
    safety: told(page, 'x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy'),
    script: { status: script.status, body: await script.text(), ...told(script, 'content-type', 'cache-control') },
    head: { status: head.status, body: await head.text(), ...told(head, 'content-length') },
  }).toEqual({
    page: {
      status: 200,
      body: '<!doctype html>',
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; " +
        "worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
    safety: {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    },
    script: {
      status: 200,
      body: 'export {}',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    },
    head: { status: 200, body: '', 'content-length': '15' },
  })
})

test('Nothing outside the page can be read, and the page takes no other method', async () => {
  const { port } = await runningControl(fakeEngine())
  const lines = [
    'GET /../secret.txt',
    'GET /assets/../../secret.txt',
    'GET /%2e%2e/secret.txt',
    'GET /..%2fsecret.txt',
    'GET /assets/..%2f..%2fsecret.txt',
    'GET /%00',
    'GET /%zz',
    'GET /assets',
    'GET /nothing.js',
    'POST /',
    'OPTIONS /',
  ]

  const seen = await Promise.all(lines.map(async (line) => [line, (await raw(port, `${line} HTTP/1.1`)).split('\r\n', 1)[0]]))

  const missing = 'HTTP/1.1 404 Not Found'
  const wrong = 'HTTP/1.1 405 Method Not Allowed'
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(lines.map((line) => [line, line.startsWith('GET') ? missing : wrong])))
})

test('A path that leads out of its route is nothing, with the token too', async () => {
  const { port } = await runningControl(fakeEngine())

  expect((await raw(port, 'GET /api/webhooks/.. HTTP/1.1', `Authorization: Bearer ${TOKEN}\r\n`)).split('\r\n', 1)[0]).toBe(
    'HTTP/1.1 404 Not Found',
  )
})

test('A taken port moves to the next one, unless it was asked for', async () => {
  const first = await runningControl(fakeEngine())

  const moved = await runningControl(fakeEngine(), { port: first.port, isPortFixed: false })
  const refused = await rejected(runningControl(fakeEngine(), { port: first.port, isPortFixed: true }))

  expect(moved.port).toBeGreaterThan(first.port)
  expect(refused).toMatchObject({
    code: 'port_in_use',
    message: `Port ${first.port} of 127.0.0.1 is held by the Hookscope of workspace "default".`,
    remedy: 'Give another with --port, or stop what holds it.',
  })
})

test('A port that another program holds is said to be held by another program', async () => {
  const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo

  const refused = await rejected(runningControl(fakeEngine(), { port }))

  expect(refused).toMatchObject({ code: 'port_in_use', message: `Port ${port} of 127.0.0.1 is held by another program.` })
})

test('An address that this machine does not have is named', async () => {
  const refused = await rejected(runningControl(fakeEngine(), { host: '192.0.2.1' }))

  expect(refused).toMatchObject({ code: 'address_unavailable', message: 'Nothing can listen on port 0 of 192.0.2.1 (EADDRNOTAVAIL).' })
})

test('Anyone on this machine may ask which Hookscope this is', async () => {
  const { url } = await runningControl(fakeEngine())

  expect(await (await fetch(`${url}/hello`)).json()).toEqual({
    product: 'hookscope',
    version: '1.2.3',
    workspace: 'default',
    receiverUrl: 'http://127.0.0.1:5880',
  })
})

test('The page address carries a code in its fragment', async () => {
  const { url, newPageUrl } = await runningControl(fakeEngine())

  expect(newPageUrl().replace(url, '')).toMatch(/^\/#code=[\w-]{43}$/)
})

function told(response: Response, ...names: string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, response.headers.get(name)]))
}

/** What comes back for a request line that fetch would put right. */
async function raw(port: number, line: string, headers = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${line}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n${headers}\r\n`)
  return text(socket)
}
