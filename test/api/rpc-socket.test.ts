import { EventEmitter, on, once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import { attach } from '../../src/main/cli/attach.ts'
import type { Clock } from '../../src/main/engine/clock.ts'
import { systemClock } from '../../src/main/engine/system.ts'
import type { Engine } from '../../src/main/engine/engine-rooms.ts'
import type { Exchanges } from '../../src/main/engine/exchanges-room.ts'
import type { Imports } from '../../src/main/engine/transfer/service.ts'
import { HookscopeError } from '../../src/shared/domain/errors.ts'
import { createClientOver, enterSocket } from '../../src/shared/contract/client.ts'
import type { Entrance } from '../../src/shared/contract/entrance.ts'
import { MIB } from '../../src/shared/domain/units.ts'
import { rejected } from '../support/caught.ts'
import { fakeEngine, runningControl, STATUS, SUMMARY, TOKEN } from './running-control.ts'

/** What a socket says after its first message: the server's answer, or why it was closed. */
async function enterWith(url: string, first: string): Promise<unknown> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`)
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  const answer = Promise.race([
    once(socket, 'message').then(([data]) => JSON.parse(String(data)) as unknown),
    once(socket, 'close').then(([code, reason]) => [code, String(reason)]),
  ])
  socket.send(first)
  return answer
}

/** A feed whose batches the test emits as `batch`. */
function watchable(): { batches: EventEmitter; exchanges: Partial<Exchanges> } {
  const batches = new EventEmitter()
  async function* watch(_: { filter: string }, signal: AbortSignal): ReturnType<Exchanges['watch']> {
    yield { cursor: 'now', rows: [], gap: false }
    for await (const [cursor] of on(batches, 'batch', { signal })) yield { cursor: String(cursor), rows: [], gap: false }
  }
  return { batches, exchanges: { watch } }
}

async function attached(engine: Engine) {
  const control = await runningControl(engine)
  const { client, close } = await attach({ controlUrl: control.url, token: TOKEN })
  onTestFinished(close)
  return { control, client, close }
}

test('A socket is entered by the token, by the code, and by the session the code was traded for', async () => {
  const { url, newPageUrl } = await runningControl(fakeEngine())
  const code = newPageUrl().split('#code=')[1]

  const byToken = await enterWith(url, JSON.stringify({ token: TOKEN }))
  const byCode = (await enterWith(url, JSON.stringify({ code }))) as { session: string }
  const bySession = await enterWith(url, JSON.stringify({ token: byCode.session }))
  const rest = await fetch(`${url}/api/webhooks`, { headers: { authorization: `Bearer ${byCode.session}` } })

  expect({ byToken, byCode, bySession, restWithSession: rest.status }).toEqual({
    byToken: { version: '1.2.3', session: null },
    byCode: { version: '1.2.3', session: expect.stringMatching(/^[\w-]{43}$/) as string },
    bySession: { version: '1.2.3', session: null },
    restWithSession: 401,
  })
})

test('A session outlives the engine that gave it, a code does not', async () => {
  const before = await runningControl(fakeEngine())
  const code = before.newPageUrl().split('#code=')[1]
  const { session } = (await enterWith(before.url, JSON.stringify({ code }))) as { session: string }
  const after = await runningControl(fakeEngine(), { random: { bytes: (size) => new Uint8Array(size), fraction: () => 0 } })

  expect({
    session: await enterWith(after.url, JSON.stringify({ token: session })),
    code: await enterWith(after.url, JSON.stringify({ code })),
  }).toEqual({ session: { version: '1.2.3', session: null }, code: [4401, 'That is not the way in, or no longer.'] })
})

test('Whatever else comes first closes the socket', async () => {
  const { url } = await runningControl(fakeEngine())
  const firsts = ['{"token":"wrong"}', '{"code":"wrong"}', `{"code":"${TOKEN}"}`, '{"token":7}', 'null', 'GET /', '']

  const answers = await Promise.all(firsts.map((first) => enterWith(url, first)))

  expect(answers).toEqual(firsts.map(() => [4401, 'That is not the way in, or no longer.']))
})

test('A page session is told everything but the REST token', async () => {
  const { url, newPageUrl } = await runningControl(fakeEngine())
  const enter = async (entrance: Entrance) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`)
    onTestFinished(() => socket.terminate())
    const { link, welcome } = await enterSocket(socket as unknown as globalThis.WebSocket, entrance)
    return { session: welcome.session ?? '', workspace: createClientOver(link).workspace }
  }
  const byCode = await enter({ code: newPageUrl().split('#code=')[1] ?? '' })
  const bySession = await enter({ token: byCode.session })

  const refusals = await Promise.all([byCode, bySession].map(({ workspace }) => rejected(workspace.token())))

  expect({ refusals: refusals.map(shown), page: await bySession.workspace.pageUrl() }).toEqual({
    refusals: Array.from({ length: 2 }, () => ({
      defined: true,
      message: 'A page is not told the REST token.',
      data: { code: 'unauthorized', remedy: 'Run hookscope token in a terminal.', fields: [] },
    })),
    page: { url: newPageUrl() },
  })
})

test('Nobody who is not in yet is listened to for more than four kilobytes', async () => {
  const { url } = await runningControl(fakeEngine())
  const long = JSON.stringify({ token: TOKEN }).padEnd(5_000)
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`)
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')

  socket.send(long, { fin: false })
  const [unfinished] = (await once(socket, 'close')) as [number]

  expect({ unfinished, whole: await enterWith(url, long) }).toEqual({ unfinished: 1006, whole: [1006, ''] })
})

test('A socket that says nothing for five seconds is closed', async () => {
  const timers: Parameters<Clock['after']>[] = []
  const clock: Clock = { ...systemClock, after: (...timer) => (timers.push(timer), () => {}) }
  const { url } = await runningControl(fakeEngine(), { clock })
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`)
  await once(socket, 'open')

  const [[ms, runOut] = []] = timers
  runOut?.()
  const [code, reason] = await once(socket, 'close')

  expect([ms, code, String(reason)]).toEqual([5_000, 4401, 'Nothing was said to get in.'])
})

test('An attached command gets answers, the errors of the catalogue, and bytes', async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 256)
  const { client, control } = await attached(
    fakeEngine({
      exchanges: {
        body: async () => ({ bytes, totalBytes: bytes.length, encoding: null, problem: null }),
        get: async () => {
          throw new HookscopeError('not_found', 'There is no exchange x.', 'hookscope list shows them.', {
            fields: [{ path: 'id', message: 'is unknown' }],
          })
        },
      },
    }),
  )

  const body = await client.exchanges.body({ id: 'capture_1', side: 'request' })

  expect({
    status: await client.status(),
    page: (await client.workspace.pageUrl()).url,
    token: await client.workspace.token(),
    bytes: Buffer.from(await body.bytes.arrayBuffer()).equals(bytes),
    problem: shown(await rejected(client.exchanges.get({ id: 'x' }))),
    input: shown(await rejected(client.exchanges.list({ limit: 0 }))),
  }).toEqual({
    status: { ...STATUS, controlUrl: control.url },
    page: control.newPageUrl(),
    token: { token: TOKEN },
    bytes: true,
    problem: {
      defined: true,
      message: 'There is no exchange x.',
      data: { code: 'not_found', remedy: 'hookscope list shows them.', fields: [{ path: 'id', message: 'is unknown' }] },
    },
    input: {
      defined: true,
      message: 'The input does not fit: limit is less than 1.',
      data: {
        code: 'bad_input',
        remedy: 'Correct it and try again.',
        fields: [{ path: 'limit', message: 'is less than 1' }],
      },
    },
  })
})

test('A live stream brings batches with the status, and ends with its socket', async () => {
  const { batches, exchanges } = watchable()
  const { client, close } = await attached(fakeEngine({ exchanges }))
  const listening = once(batches, 'newListener')
  const stream = (await client.exchanges.watch({ filter: '' }))[Symbol.asyncIterator]()

  const first = await stream.next()
  await listening
  batches.emit('batch', 'later')
  const second = await stream.next()
  const cut = rejected(stream.next())
  const removed = once(batches, 'removeListener')
  close()
  await removed

  expect({ first: first.value, second: second.value, cut: await cut, listeners: batches.listenerCount('batch') }).toMatchObject({
    first: { cursor: 'now', rows: [], gap: false, status: { version: '1.2.3' } },
    second: { cursor: 'later' },
    cut: { code: 'engine_gone' },
    listeners: 0,
  })
})

test('A stream that its reader leaves ends on the engine too', async () => {
  const { batches, exchanges } = watchable()
  const { client } = await attached(fakeEngine({ exchanges }))
  const controller = new AbortController()
  const listening = once(batches, 'newListener')
  const stream = (await client.exchanges.watch({ filter: '' }, { signal: controller.signal }))[Symbol.asyncIterator]()
  await stream.next()
  await listening

  const removed = once(batches, 'removeListener')
  controller.abort()
  await removed

  expect(batches.listenerCount('batch')).toBe(0)
})

test('An import ends with the command that fed it, so that the next one need not wait', async () => {
  const ended = Promise.withResolvers<string>()
  const imports: Partial<Imports> = {
    open: (gone) => {
      gone?.addEventListener('abort', () => ended.resolve('ticket'))
      return 'ticket'
    },
  }
  const { client, close } = await attached(fakeEngine({ imports }))
  await client.transfer.openImport()
  close()

  expect(await ended.promise).toBe('ticket')
})

test('A reader that does not keep up is told of a gap instead of more rows', async () => {
  const start = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  // More than the system buffers between two sockets: what is left stays with the server.
  const cursor = 'x'.repeat(4 * MIB)
  async function* watch(): ReturnType<Exchanges['watch']> {
    await start.promise
    for (let i = 0; i < 8; i++) yield { cursor, rows: [SUMMARY], gap: false }
    end.resolve()
  }
  const { url } = await runningControl(fakeEngine({ exchanges: { watch } }))
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`)
  onTestFinished(() => socket.terminate())
  const { link } = await enterSocket(socket as unknown as globalThis.WebSocket, { token: TOKEN })
  const stream = await createClientOver(link).exchanges.watch({ filter: '' })

  socket.pause()
  start.resolve()
  await end.promise
  socket.resume()
  const seen: { rows: number; gap: boolean }[] = []
  for await (const { rows, gap } of stream) seen.push({ rows: rows.length, gap })

  expect([seen.length, seen[0], seen.at(-1)]).toEqual([8, { rows: 1, gap: false }, { rows: 0, gap: true }])
})

test('A stream that fails tells its problem', async () => {
  const watch: Exchanges['watch'] = () => {
    throw new HookscopeError('bad_filter', 'There is no key "stat".', 'Did you mean status?')
  }
  const { client } = await attached(fakeEngine({ exchanges: { watch } }))

  const stream = (await client.exchanges.watch({ filter: 'stat:500' }))[Symbol.asyncIterator]()

  expect(shown(await rejected(stream.next()))).toEqual({
    defined: true,
    message: 'There is no key "stat".',
    data: { code: 'bad_filter', remedy: 'Did you mean status?', fields: [] },
  })
})

test('Closing the listener ends sockets and streams, and later calls say that the engine is gone', async () => {
  const { batches, exchanges } = watchable()
  const { client, control } = await attached(fakeEngine({ exchanges }))
  const listening = once(batches, 'newListener')
  const stream = (await client.exchanges.watch({ filter: '' }))[Symbol.asyncIterator]()
  await stream.next()
  await listening
  const cut = rejected(stream.next())

  await control.close()

  const gone = { code: 'engine_gone', message: `The engine at ${control.url} does not answer.` }
  expect({ cut: await cut, later: await rejected(client.status()), listeners: batches.listenerCount('batch') }).toMatchObject({
    cut: gone,
    later: gone,
    listeners: 0,
  })
})

test('Attaching to nobody, or with a wrong token, says so', async () => {
  const { url } = await runningControl(fakeEngine())
  const ended = await runningControl(fakeEngine())
  await ended.close()

  expect([
    await rejected(attach({ controlUrl: ended.url, token: TOKEN })),
    await rejected(attach({ controlUrl: url, token: 'wrong' })),
  ]).toMatchObject([
    { code: 'engine_gone', message: `The engine at ${ended.url} does not answer.` },
    { code: 'unauthorized', message: 'That is not the way in, or no longer.' },
  ])
})

function shown(error: unknown): object {
  const { defined, message, data } = error as { defined: boolean; message: string; data: unknown }
  return { defined, message, data }
}
