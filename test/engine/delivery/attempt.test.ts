import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startAttempt } from '../../../src/main/engine/delivery/attempt.ts'
import type { Outcome } from '../../../src/main/engine/delivery/outcome.ts'
import { type Connections, createConnections } from '../../../src/main/engine/delivery/connections.ts'
import { addressOf } from '../../../src/main/engine/delivery/request.ts'
import type { Address } from '../../../src/main/engine/delivery/request-bytes.ts'
import type { Clock } from '../../../src/main/engine/clock.ts'
import { systemClock } from '../../../src/main/engine/system.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { hang, ok, reset, scriptedServer } from '../../support/scripted-server.ts'

interface Wire {
  readonly connections: Connections
  attempt(
    url: string,
    more?: { headers?: readonly string[]; body?: string; method?: string },
  ): { readonly outcome: Promise<Outcome>; interrupt(): void }
  /** Socket addresses that were registered, and those that still are. */
  readonly registered: { seen: string[]; open: Set<string> }
}

function wire(clock: Clock = systemClock): Wire {
  const connections = createConnections(clock)
  onTestFinished(() => connections.close())
  const registered = { seen: [] as string[], open: new Set<string>() }
  const loopback = {
    set: (address: string) => {
      registered.seen.push(address)
      registered.open.add(address)
    },
    clear: (address: string) => registered.open.delete(address),
  }
  return {
    connections,
    registered,
    attempt: (url, { headers = [], body = '', method = 'POST' } = {}) => {
      const address = addressOf(url)
      if (!address) throw new Error(url)
      let interrupt = (): void => {}
      const outcome = new Promise<Outcome>((resolve) => {
        const request = {
          address,
          method,
          headers: ['Host', address.authority, ...headers, 'Content-Length', String(Buffer.byteLength(body)), 'Connection', 'keep-alive'],
          body: Buffer.from(body),
          timeoutMs: 5_000,
        }
        interrupt = startAttempt(request, { seq: 1, isForward: false }, { clock, connections, loopback }, resolve)
      })
      return { outcome, interrupt: () => interrupt() }
    },
  }
}

/** What an outcome says, times aside. */
function story(outcome: Outcome): unknown {
  if (outcome.kind === 'answered')
    return [outcome.status, Buffer.from(outcome.body).toString('latin1'), outcome.bodyComplete, ...outcome.notes]
  return outcome.kind === 'unanswered' ? [outcome.error, outcome.message, ...outcome.notes] : ['interrupted']
}

test('headers go out as written: order, case and duplicates', async () => {
  const server = await scriptedServer()
  await wire().attempt(server.url, { headers: ['x-B', '1', 'X-a', '2', 'x-b', '3', 'X-Latin', 'caf\xe9'], body: 'hi' }).outcome
  expect(server.requests[0]?.headers).toEqual([
    `Host: 127.0.0.1:${server.port}`,
    'x-B: 1',
    'X-a: 2',
    'x-b: 3',
    'X-Latin: caf\xe9',
    'Content-Length: 2',
    'Connection: keep-alive',
  ])
})

test('phases that happened are there, and those of a reused connection are absent', async () => {
  const server = await scriptedServer()
  const { attempt, registered } = wire()
  const phases: string[][] = []
  for (const url of [server.url.replace('127.0.0.1', 'localhost'), server.url, server.url])
    phases.push(Object.keys((await attempt(url).outcome).timings))
  expect({
    phases,
    connections: server.requests.map((each) => each.connection),
    registered: new Set(registered.seen).size,
    open: registered.open.size,
  }).toEqual({
    phases: [
      ['dnsMs', 'connectMs', 'sentMs', 'firstByteMs', 'totalMs'],
      ['connectMs', 'sentMs', 'firstByteMs', 'totalMs'],
      ['sentMs', 'firstByteMs', 'totalMs'],
    ],
    connections: [0, 1, 1],
    registered: 2,
    open: 0,
  })
})

describe('a bad neighbour', () => {
  test('that refuses the connection', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    expect(story(await wire().attempt(`http://127.0.0.1:${port}/`).outcome)).toEqual([
      'refused',
      `127.0.0.1:${port} refused the connection`,
    ])
  })

  test('that resets', async () => {
    const server = await scriptedServer(reset)
    expect(story(await wire().attempt(server.url).outcome)).toEqual([
      'reset',
      `127.0.0.1:${server.port} closed the connection without an answer`,
    ])
  })

  test('that speaks no HTTP', async () => {
    const server = await scriptedServer({ kind: 'raw', bytes: 'SSH-2.0-OpenSSH_9.6\r\n\r\n' })
    expect(story(await wire().attempt(server.url).outcome)).toEqual([
      'unreadable',
      `The answer of 127.0.0.1:${server.port} is not HTTP: it does not begin with "HTTP/" and a status`,
    ])
  })

  test('that speaks no TLS', async () => {
    const plain = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    onTestFinished(() => void plain.close())
    await once(plain, 'listening')
    const { port } = plain.address() as AddressInfo
    expect(story(await wire().attempt(`https://127.0.0.1:${port}/`).outcome)).toEqual([
      'tls',
      `No secure connection to 127.0.0.1:${port}: it does not speak TLS on this port`,
    ])
  })

  test('that has no name', async () => {
    expect((await wire().attempt('http://nowhere.invalid/').outcome) as unknown).toMatchObject({ kind: 'unanswered', error: 'dns' })
  })

  test('that hangs is given up after five seconds', async () => {
    const clock = createFakeClock()
    const server = await scriptedServer(hang)
    const { outcome } = wire(clock).attempt(server.url)
    await server.arrived(1)
    clock.advance(5_000)
    expect([story(await outcome), clock.pending]).toEqual([['timeout', 'No answer within 5 s'], 0])
  })

  test('that sends only 1xx is given up all the same', async () => {
    const clock = createFakeClock()
    const server = await scriptedServer({ kind: 'stall', bytes: 'HTTP/1.1 102 Processing\r\n\r\n' })
    const { outcome } = wire(clock).attempt(server.url)
    await server.arrived(1)
    clock.advance(5_000)
    expect(story(await outcome)).toEqual(['timeout', 'No answer within 5 s'])
  })

  test('that switches protocols without being asked', async () => {
    const server = await scriptedServer({
      kind: 'raw',
      bytes: 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
    })
    expect(story(await wire().attempt(server.url).outcome)).toEqual([
      'unreadable',
      `127.0.0.1:${server.port} answered 101 Switching Protocols, which was not asked for`,
    ])
  })
})

describe('the status decides, whatever the body does', () => {
  test('1xx before it do not count', async () => {
    const server = await scriptedServer({
      kind: 'raw',
      bytes: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok',
    })
    expect(story(await wire().attempt(server.url).outcome)).toEqual([201, 'ok', true])
  })

  test('a huge body is cut at 256 KiB', async () => {
    const server = await scriptedServer({ kind: 'answer', status: 200, body: 'x'.repeat(300 * 1024) })
    const outcome = await wire().attempt(server.url).outcome
    expect(outcome.kind === 'answered' && [outcome.status, outcome.body.length, outcome.bodyComplete, outcome.notes]).toEqual([
      200,
      256 * 1024,
      false,
      ['The body of the answer was longer than 256 KiB; the rest was not read.'],
    ])
  })

  test('a stalled body is cut after five seconds more', async () => {
    const clock = createFakeClock()
    let hasHead = (): void => {}
    const head = new Promise<void>((resolve) => {
      hasHead = resolve
    })
    let timers = 0
    // The second timer of an attempt is set when the head has been read.
    const after: Clock['after'] = (ms, then) => {
      if (++timers === 2) hasHead()
      return clock.after(ms, then)
    }
    const server = await scriptedServer({ kind: 'stall', bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf' })
    const { outcome } = wire({ now: clock.now, monotonic: clock.monotonic, after }).attempt(server.url)
    await head
    clock.advance(5_000)
    expect(story(await outcome)).toEqual([200, 'half', false, 'The body of the answer had not ended 5 s after its head.'])
  })

  test('a broken body is noted', async () => {
    const server = await scriptedServer({ kind: 'raw', bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf' })
    expect(story(await wire().attempt(server.url).outcome)).toEqual([
      200,
      'half',
      false,
      'The connection broke before the body of the answer had ended.',
    ])
  })
})

test('a body that is framed wrongly is noted, and its connection is not used again', async () => {
  const server = await scriptedServer({ kind: 'stall', bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n' }, ok)
  const { attempt } = wire()
  const outcomes = [await attempt(server.url).outcome, await attempt(server.url).outcome]
  expect([outcomes.map(story), server.requests.map((each) => each.connection)]).toEqual([
    [
      [200, 'ok', false, 'The body of the answer could not be read to its end: a chunk of its body is longer than it says.'],
      [200, '{"received":true}', true],
    ],
    [0, 1],
  ])
})

test('a reset on a reused connection is repeated once, at once, and noted', async () => {
  const server = await scriptedServer(ok, reset, ok)
  const { attempt, registered } = wire()
  await attempt(server.url).outcome
  const second = await attempt(server.url).outcome
  expect([story(second), server.requests.map((each) => each.connection), registered.open.size]).toEqual([
    [
      200,
      '{"received":true}',
      true,
      'The kept connection had been closed by the other side; the request was repeated at once on a new one.',
    ],
    [0, 0, 1],
    0,
  ])
})

test('it is repeated only once, and not after a byte of the answer', async () => {
  const always = await scriptedServer(ok, reset, reset)
  const halfway = await scriptedServer(ok, { kind: 'raw', bytes: 'HTTP/1.1 2' })
  const { attempt } = wire()
  await attempt(always.url).outcome
  await attempt(halfway.url).outcome
  const kinds = [await attempt(always.url).outcome, await attempt(halfway.url).outcome].map((each) => each.kind)
  expect([kinds, always.requests.length, halfway.requests.length]).toEqual([['unanswered', 'unanswered'], 3, 2])
})

test('an interrupted attempt leaves the wire and frees its address', async () => {
  const server = await scriptedServer(hang)
  const { attempt, registered } = wire()
  const { outcome, interrupt } = attempt(server.url)
  await server.arrived(1)
  interrupt()
  expect([story(await outcome), registered.open.size]).toEqual([['interrupted'], 0])
})

test('what no client may send is our fault', async () => {
  const outcome = await wire().attempt('http://127.0.0.1:9/', { headers: ['X-Bad', 'a\nb'] }).outcome
  expect(outcome as unknown).toMatchObject({ kind: 'unanswered', error: 'unsendable' })
})

test('a kept connection holds on to nothing of the attempt that opened it', async () => {
  const server = await scriptedServer()
  const { attempt, connections } = wire()
  await attempt(server.url).outcome
  const { socket } = connections.take(addressOf(server.url) as Address, { onBytes: () => {}, onClosed: () => {} })
  expect(['lookup', 'connect', 'secureConnect'].map((each) => socket.listenerCount(each))).toEqual([0, 0, 0])
})
