import Database from 'better-sqlite3'
import { once } from 'node:events'
import { rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createEngine, type EngineOptions } from '../../src/main/engine/engine.ts'
import type { Engine } from '../../src/main/engine/engine-rooms.ts'
import { openDatabase } from '../../src/main/engine/store/open.ts'
import { systemClock } from '../../src/main/engine/system.ts'
import type { DeliveryView } from '../../src/shared/domain/exchange.ts'
import { caught, rejected } from '../support/caught.ts'
import { seededRandom, temporaryFolder } from '../support/core.ts'

const PARTS = { clock: systemClock, random: seededRandom('engine'), log: () => {}, version: '0.0.0', deliver: 'all' } as const

async function open(directory: string, options: Partial<EngineOptions> = {}): Promise<Engine> {
  const engine = createEngine({ directory, ...PARTS, random: seededRandom(directory), ...options })
  let isOpen = true
  const close = engine.close
  const closing = {
    ...engine,
    close: async () => {
      isOpen = false
      await close()
    },
  }
  onTestFinished(async () => {
    if (isOpen) await close()
  })
  return closing
}

/** The delivery once it is final. */
async function final(engine: Engine, id: string): Promise<DeliveryView> {
  let last: DeliveryView | undefined
  for await (const view of engine.deliveries.follow([id], new AbortController().signal)) last = view
  if (!last) throw new Error('The delivery was never shown.')
  return last
}

test('a first start needs nothing: one event goes out, comes in, and is verified', async () => {
  const engine = await open(join(temporaryFolder(), 'workspace'))
  await engine.receiver.listen({ host: '127.0.0.1', port: 0 })
  const [id = ''] = await engine.sending.send({ content: { kind: 'event', type: 'deal.won', seed: 1 } })
  const delivery = await final(engine, id)
  const { items } = await engine.exchanges.list({ filter: '', limit: 10 })
  expect({
    delivery: { state: delivery.state, attempts: delivery.attempts, status: delivery.status, place: delivery.place },
    rows: items.map(({ direction, state, type, verdict, status, place, attempt }) => ({
      direction,
      state,
      type,
      verdict,
      status,
      place,
      attempt,
    })),
    linked: items.map((each) => items.findIndex((other) => other.id === each.counterpartId)),
  }).toEqual({
    delivery: { state: 'success', attempts: 1, status: 200, place: 'Local loop' },
    rows: [
      { direction: 'in', state: 'complete', type: 'deal.won', verdict: 'valid', status: 200, place: '/webhooks/crm', attempt: null },
      {
        direction: 'out',
        state: 'settled',
        type: 'deal.won',
        verdict: null,
        status: 200,
        place: 'Local loop',
        attempt: { number: 1, of: 3 },
      },
    ],
    linked: [1, 0],
  })
})

test('everything is there after a restart, the secret and the token too', async () => {
  const directory = join(temporaryFolder(), 'workspace')
  const first = await open(directory)
  await first.receiver.listen({ host: '127.0.0.1', port: 0 })
  const [id = ''] = await first.sending.send({ content: { kind: 'event', type: 'lead.created', seed: 1 } })
  await final(first, id)
  const before = {
    secret: first.workspace.secret(),
    token: first.token,
    inboxes: first.inboxes.list().length,
    rows: (await first.exchanges.list({ filter: '', limit: 10 })).items.map((row) => row.id),
  }
  await first.close()
  const second = await open(directory)
  expect({
    secret: second.workspace.secret(),
    token: second.token,
    inboxes: second.inboxes.list().length,
    rows: (await second.exchanges.list({ filter: '', limit: 10 })).items.map((row) => row.id),
  }).toEqual(before)
})

test('a first start that was cut off before the key was written is taken up by the next', async () => {
  const directory = temporaryFolder()
  openDatabase(join(directory, 'hookscope.db')).close()
  const engine = await open(directory)
  expect(engine.workspace.secret()).toMatch(/^[\w-]{43}$/)
})

test('a workspace whose key is lost is not opened under another one', async () => {
  const directory = join(temporaryFolder(), 'workspace')
  await (await open(directory)).close()
  rmSync(join(directory, 'key.json'))
  expect(await rejected(open(directory))).toMatchObject({ code: 'key_damaged' })
})

test('a second engine on the workspace is refused and harms nothing', async () => {
  const directory = join(temporaryFolder(), 'workspace')
  const engine = await open(directory)
  expect(
    caught(() =>
      createEngine({ directory, clock: systemClock, random: seededRandom('2'), log: () => {}, version: '0.0.0', deliver: 'all' }),
    ),
  ).toMatchObject({ code: 'workspace_locked' })
  expect((await engine.status()).receiver.state).toBe('off')
})

test('an inbox that forwards to itself answers 502 after one round', async () => {
  const engine = await open(join(temporaryFolder(), 'workspace'))
  await engine.receiver.listen({ port: 0 })
  const target = `${engine.receiver.url()}/loop`
  await engine.inboxes.create({ path: '/loop', forwardTo: target })
  const answer = await fetch(target, { method: 'POST', body: '{}' })
  const { items } = await engine.exchanges.list({ filter: '', limit: 10 })
  expect({ status: answer.status, rows: items.map(({ direction, status }) => [direction, status]) }).toEqual({
    status: 502,
    rows: [
      ['in', 502],
      ['out', 502],
      ['in', 502],
    ],
  })
})

test('a database that lost everything is not taken for a new one: it stays as it is and the error says so', async () => {
  const directory = temporaryFolder()
  await (await open(directory)).close()
  const file = join(directory, 'hookscope.db')
  truncateSync(file)
  const empty = caught(() => createEngine({ directory, ...PARTS }))
  const size = statSync(file).size
  rmSync(file)
  const missing = caught(() => createEngine({ directory, ...PARTS }))
  expect([empty, size, missing]).toEqual([
    expect.objectContaining({ code: 'database_damaged', message: `The database ${file} is empty, and this workspace held data before.` }),
    0,
    expect.objectContaining({ code: 'database_damaged', message: `The database ${file} is missing, and this workspace held data before.` }),
  ])
})

test('an engine whose disk takes nothing more ends all the same, and another can have the workspace', async () => {
  const directory = temporaryFolder()
  const engine = await open(directory)
  await engine.receiver.listen({ port: 0 })
  await fetch(`${engine.receiver.url()}/webhooks/crm`, { method: 'POST', body: '{}' })
  const other = new Database(join(directory, 'hookscope.db'))
  other.exec("CREATE TRIGGER full BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'disk full'); END")
  other.close()
  await engine.close()
  const next = await open(directory)
  expect((await next.exchanges.list({ filter: '', limit: 10 })).items.map(({ status }) => status)).toEqual([200])
})

test('a deleted endpoint leaves its deliveries, which say what can still be done', async () => {
  const engine = await open(temporaryFolder(), { deliver: 'none' })
  const { id } = await engine.endpoints.create({ url: 'http://127.0.0.1:9/hooks' })
  await engine.sending.send({ content: { kind: 'event', type: 'deal.won', data: {} } })
  await engine.endpoints.remove(id)
  const { items } = await engine.deliveries.listOf(id, { limit: 10 })
  expect({
    items: items.map(({ state, explanation }) => ({ state, explanation })),
    unknown: await rejected(engine.deliveries.listOf(`webhook_${'0'.repeat(26)}`, { limit: 10 })),
  }).toEqual({
    items: [
      {
        state: 'cancelled',
        explanation: [
          'It was cancelled because its endpoint was deleted.',
          'Nothing more happens; replay it to another endpoint or url to send it once more.',
        ],
      },
    ],
    unknown: expect.objectContaining({ code: 'not_found' }),
  })
})

test('what a large body is about is read after its capture, wherever in it that stands', async () => {
  const engine = await open(temporaryFolder())
  await engine.receiver.listen({ port: 0 })
  const bodies = [100_000, 1_000_000].map((size) =>
    JSON.stringify({ data: { text: 'x'.repeat(size), type: 'not this' }, eventType: 'deal.won', eventId: `evt_${size}` }),
  )
  for (const body of bodies) await fetch(`${engine.receiver.url()}/webhooks/crm`, { method: 'POST', body })
  const stop = new AbortController()
  const read = new Set<string | null>()
  const note = async (): Promise<void> => {
    const { items } = await engine.exchanges.list({ filter: 'type:deal.won', limit: 10 })
    for (const { eventId } of items) read.add(eventId)
    if (read.size === bodies.length) stop.abort()
  }
  engine.changes.on('exchanges', () => void note())
  await note()
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
  expect(read).toEqual(new Set(['evt_100000', 'evt_1000000']))
})
