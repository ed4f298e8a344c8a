import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { curlCommand, type CurlRequest } from '../../src/shared/domain/curl.ts'

const hasCurl = spawnSync('curl', ['--version']).status === 0

const NO_BODY = new Uint8Array(0)

interface Seen {
  readonly line: string
  readonly headers: readonly string[]
  readonly body: Buffer
}

/** Runs the command for a request in a POSIX shell and tells what arrived. */
async function sent(make: (base: string) => CurlRequest): Promise<Seen> {
  const { promise, resolve } = Promise.withResolvers<Seen>()
  const server = createServer((request, response) => {
    request.on('end', () => response.end())
    resolve(buffer(request).then((body) => ({ line: `${request.method} ${request.url}`, headers: request.rawHeaders, body })))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const shell = spawn('sh', ['-s'], { stdio: ['pipe', 'ignore', 'inherit'] })
  shell.stdin.end(`${curlCommand(make(base))} --silent\n`)
  return promise
}

test('a text request reads like one a person would write', () => {
  expect(
    curlCommand({
      method: 'POST',
      url: 'http://127.0.0.1:5880/webhooks/crm?a=1&b=2',
      headers: [
        ['Host', '127.0.0.1:5880'],
        ['Content-Type', 'application/json'],
        ['User-Agent', 'CRM-SaaS-Webhooks/1.0'],
        ['X-Empty', ''],
        ['Content-Length', '13'],
      ],
      body: new TextEncoder().encode(`{"name":"O'B"}`),
    }),
  ).toBe(
    [
      "curl --path-as-is --globoff 'http://127.0.0.1:5880/webhooks/crm?a=1&b=2'",
      "-H 'Content-Type: application/json'",
      "-H 'User-Agent: CRM-SaaS-Webhooks/1.0'",
      "-H 'X-Empty;'",
      '-H Accept:',
      '-H Expect:',
      `--data-raw '{"name":"O'\\''B"}'`,
    ].join(' \\\n  '),
  )
})

test.runIf(hasCurl)('curl sends the same method, path, headers in order and text body', async () => {
  const headers = [
    ['X-Second', 'b'],
    ['x-second', 'it\'s "b" $HOME `id` \\ too'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['X-Empty', ''],
    ['X-Latin', 'caf\u00e9'],
    ['Content-Length', '42'],
  ] as const
  const body = Buffer.from('@{"name":"O\'Brien $(id) \\n é 😀",\r\n\t"n":1}\n')
  const seen = await sent((base) => ({ method: 'PUT', url: `${base}/a/../b/[x]?q={1}&r=%20`, headers, body }))
  const own = seen.headers.slice(seen.headers.indexOf('X-Second'))
  expect({ line: seen.line, headers: own, body: seen.body.toString() }).toEqual({
    line: 'PUT /a/../b/[x]?q={1}&r=%20',
    headers: [
      'X-Second',
      'b',
      'x-second',
      'it\'s "b" $HOME `id` \\ too',
      'Content-Type',
      'application/json; charset=utf-8',
      'X-Empty',
      '',
      'X-Latin',
      'caf\u00e9',
      'Content-Length',
      String(body.length),
    ],
    body: body.toString(),
  })
})

test.runIf(hasCurl)('curl sends binary bodies byte for byte', async () => {
  const body = Buffer.from([...Array(256).keys()].concat([0x25, 0x64, 0x5c, 0x6e, 0x0a, 0x0a]))
  const seen = await sent((base) => ({ method: 'POST', url: `${base}/x`, headers: [['Content-Type', 'application/octet-stream']], body }))
  expect(seen.body.toString('hex')).toBe(body.toString('hex'))
})

test.runIf(hasCurl)('curl sends a text too long for one argument', async () => {
  const body = Buffer.from('100% "quoted" \\ and\n'.repeat(20_000))
  const seen = await sent((base) => ({ method: 'POST', url: `${base}/x`, headers: [], body }))
  expect(seen.body.equals(body)).toBe(true)
})

test.runIf(hasCurl)('curl adds no header that was not there, and keeps a Host that differs', async () => {
  const seen = await sent((base) => ({ method: 'DELETE', url: `${base}/x`, headers: [['Host', 'crm.example']], body: new Uint8Array(0) }))
  expect(seen).toEqual({ line: 'DELETE /x', headers: ['Host', 'crm.example'], body: Buffer.alloc(0) })
})

test.runIf(hasCurl)('a POST with an empty body still says its length', async () => {
  const seen = await sent((base) => ({ method: 'POST', url: `${base}/x`, headers: [['Content-Length', '0']], body: new Uint8Array(0) }))
  expect(seen.headers.slice(2)).toEqual(['Content-Length', '0'])
})

test.runIf(hasCurl).each([
  ['two hyphens, as every multipart body does', '--B\r\n\u0000\xff\r\n--B--\r\n'],
  ['a flag of printf', '-v \xff'],
])('curl sends a binary body that begins with %s', async (_name, text) => {
  const body = Buffer.from(text, 'latin1')
  const headers = [['-X-Flag', 'caf\u00e9']] as const
  const seen = await sent((base) => ({ method: 'POST', url: `${base}/x`, headers, body }))
  expect({ own: seen.headers.slice(2, 4), body: seen.body.toString('latin1') }).toEqual({ own: ['-X-Flag', 'caf\u00e9'], body: text })
})

test.runIf(hasCurl)('curl sends a HEAD with the body that came with it', async () => {
  const seen = await sent((base) => ({ method: 'HEAD', url: `${base}/x`, headers: [['Content-Length', '3']], body: Buffer.from('abc') }))
  expect({ line: seen.line, body: seen.body.toString() }).toEqual({ line: 'HEAD /x', body: 'abc' })
})

test.runIf(hasCurl)('curl asks for the whole server where the request did', async () => {
  const seen = await sent((base) => ({ method: 'OPTIONS', url: '*', headers: [['Host', base.slice('http://'.length)]], body: NO_BODY }))
  expect(seen.line).toBe('OPTIONS *')
})
