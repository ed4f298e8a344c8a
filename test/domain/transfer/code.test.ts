import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import type { CurlRequest } from '../../../src/shared/domain/curl.ts'
import { fetchCode, fetchProblem, PYTHON_IMPORTS, pythonCode, pythonProblem } from '../../../src/shared/domain/transfer/code.ts'

interface Seen {
  readonly line: string
  readonly headers: readonly string[]
  readonly body: string
}

/** Runs code that is given on stdin and tells what arrived; null when the program is not there. */
async function sent(command: readonly [string, ...string[]], make: (base: string) => string): Promise<Seen | null> {
  const { promise, resolve } = Promise.withResolvers<Seen | null>()
  const server = createServer((request, response) => {
    request.on('end', () => response.end())
    resolve(
      buffer(request).then((body) => ({
        line: `${request.method} ${request.url}`,
        headers: request.rawHeaders,
        body: body.toString('base64'),
      })),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [file, ...args] = command
  const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'ignore'] })
  child.on('error', () => resolve(null))
  child.on('exit', (code) => void (code !== 0 && resolve(null)))
  child.stdin.on('error', () => {})
  child.stdin.end(make(base))
  return promise
}

const BODIES = ['{"name":"O\'B \\"ü\\" ${x} \\\\"}', Buffer.from([0, 1, 10, 13, 34, 92, 127, 128, 255])] as const

function request(url: string, body: string | Uint8Array): CurlRequest {
  const headers = [
    ['Host', 'elsewhere'],
    ['Content-Type', 'application/json'],
    ['X-Twice', 'a'],
    ['X-Latin', 'caf\xe9 "q"'],
    ['x-twice', 'b'],
    ['Content-Length', '9'],
  ] as const
  return { method: 'PUT', url: `${url}/a%20b?x=1&y=%2F`, headers, body: Buffer.from(body) }
}

function headersOf(seen: Seen | null, ...names: string[]): string[] {
  const pairs = seen?.headers ?? []
  return names.map((name) => pairs.filter((_, index) => pairs[index - 1]?.toLowerCase() === name && index % 2 === 1).join(' | '))
}

test.each(BODIES)('fetch sends what was captured', async (body) => {
  const seen = await sent([process.execPath, '--input-type=module', '-'], (base) => fetchCode(request(base, body)))
  expect([seen?.line, seen?.body, ...headersOf(seen, 'content-type', 'x-twice', 'x-latin')]).toEqual([
    'PUT /a%20b?x=1&y=%2F',
    Buffer.from(body).toString('base64'),
    'application/json',
    'a, b',
    'caf\xe9 "q"',
  ])
})

test('what fetch refuses to send is known before', () => {
  const problem = (method: string, body: string, url = 'http://a.test/x'): string | null =>
    fetchProblem({ method, url, body: Buffer.from(body) })
  expect([
    problem('GET', ''),
    problem('DELETE', 'x'),
    problem('GET', 'x'),
    problem('HEAD', 'x'),
    problem('TRACE', ''),
    problem('OPTIONS', '', '*'),
    pythonProblem({ method: 'OPTIONS', url: '*' }),
  ]).toEqual([
    null,
    null,
    'fetch sends no body with GET',
    'fetch sends no body with HEAD',
    'fetch sends no TRACE',
    'fetch sends no OPTIONS *',
    'requests sends no OPTIONS *',
  ])
})

// Without Python and requests there is nothing to run.
const HAS_REQUESTS = spawnSync('python3', ['-c', 'import requests']).status === 0

test.runIf(HAS_REQUESTS).each(BODIES)('Python sends what was captured, with nothing of its own beside it', async (body) => {
  const seen = await sent(['python3', '-'], (base) => `${PYTHON_IMPORTS}${pythonCode(request(base, body))}`)
  expect([
    seen?.line,
    seen?.body,
    ...headersOf(seen, 'content-type', 'x-twice', 'x-latin', 'user-agent', 'accept', 'accept-encoding'),
  ]).toEqual(['PUT /a%20b?x=1&y=%2F', Buffer.from(body).toString('base64'), 'application/json', 'a, b', 'caf\xe9 "q"', '', '', ''])
})

test('Python code names method, address, headers in one list, and the bytes', () => {
  expect(pythonCode(request('http://a', 'x'))).toMatchInlineSnapshot(`
    "requests.request(
        "PUT",
        "http://a/a%20b?x=1&y=%2F",
        headers={
            "Content-Type": b"application/json",
            "X-Twice": b"a, b",
            "X-Latin": b"caf\\xe9 \\x22q\\x22",
            "User-Agent": urllib3.util.SKIP_HEADER,
            "Accept-Encoding": urllib3.util.SKIP_HEADER,
            "Accept": None,
            "Connection": None,
        },
        data=b"x",
    )
    "
  `)
})
