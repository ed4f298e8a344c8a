import { expect, test } from 'vitest'
import { createExchanges } from '../../src/main/engine/exchanges.ts'
import type { Core } from '../../src/main/engine/core.ts'
import { aCapture, aDelivery, anAttempt, anEndpoint, anEvent, insertRow } from '../support/builders.ts'
import { memorySecrets, testCore } from '../support/core.ts'

const LARGE = Buffer.alloc(600_000, 'large ')

function rows(core: Core): Record<string, number> {
  const tables = ['exchange', 'message', 'chunk', 'delivery', 'event']
  return Object.fromEntries(tables.map((table) => [table, core.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number]))
}

async function bodyOf(core: Core, id: string): Promise<Buffer> {
  const { bytes } = await createExchanges(core).body({ id, side: 'request', offset: 0, length: 1e6, decoded: false })
  return Buffer.from(bytes)
}

test('removing everything leaves no row behind and tells how many exchanges went', async () => {
  const secrets = memorySecrets({})
  const core = testCore({ secrets })
  const exchanges = createExchanges(core)
  for (let i = 0; i < 700; i++) aCapture(core, { body: '{}' })
  aCapture(core, { body: LARGE, responseBody: LARGE })
  const event = anEvent(core, { body: LARGE })
  const deliveries = [aDelivery(core, { bodyOf: event.seq }), aDelivery(core, { bodyOf: event.seq, endpoint: anEndpoint(core) })]
  secrets.put(deliveries[0]?.id ?? '', 'of a delivery without endpoint')
  for (const delivery of deliveries) for (const number of [1, 2]) anAttempt(core, delivery, { number, bodyOf: event.seq })
  const removed = await exchanges.remove({ all: true })
  expect([removed, rows(core), await exchanges.count(''), secrets.reveal(deliveries[0]?.id ?? '')]).toEqual([
    705,
    { exchange: 0, message: 0, chunk: 0, delivery: 0, event: 0 },
    { value: 0, exact: true },
    null,
  ])
})

test('what is still under way stays, and so does a delivery with an attempt left', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const [pending, running, done] = [aDelivery(core, { state: 'pending', dueAt: 1 }), aDelivery(core, { state: 'failed' }), aDelivery(core)]
  const kept = [
    aCapture(core, { state: 'receiving', status: null }),
    anAttempt(core, pending, { number: 1, status: 503 }),
    anAttempt(core, aDelivery(core, { state: 'pending' }), { state: 'planned', status: null }),
    anAttempt(core, running, { number: 4, state: 'running', status: null }),
  ]
  const gone = [anAttempt(core, running, { number: 1, status: 500 }), anAttempt(core, done)]
  const removed = await exchanges.remove({ ids: [...kept, ...gone].map((each) => each.id) })
  const { items } = await exchanges.list({ filter: '', limit: 10 })
  expect([removed, items.map((item) => item.id).toSorted(), rows(core)['delivery']]).toEqual([2, kept.map((each) => each.id).toSorted(), 3])
})

test('the body of a removed capture stays as long as a replay of it exists', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const bodies: boolean[] = []
  for (const body of [Buffer.from('{"small":1}'), LARGE]) {
    const source = aCapture(core, { body, responseBody: LARGE, path: '/source' })
    const [first, second] = [aDelivery(core, { bodyOf: source.seq, source }), aDelivery(core, { bodyOf: source.seq, source })]
    const attempts = [anAttempt(core, first, { bodyOf: source.seq }), anAttempt(core, second, { bodyOf: source.seq })] as const
    await exchanges.remove({ ids: [source.id] })
    bodies.push((await bodyOf(core, attempts[0].id)).equals(body))
    await exchanges.remove({ ids: [attempts[0].id] })
    bodies.push((await bodyOf(core, attempts[1].id)).equals(body))
    await exchanges.remove({ ids: [attempts[1].id] })
  }
  expect([bodies, rows(core)]).toEqual([[true, true, true, true], { exchange: 0, message: 0, chunk: 0, delivery: 0, event: 0 }])
})

test('the body of an event stays as long as a replay of its attempt exists', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const event = anEvent(core, { body: LARGE })
  const attempt = anAttempt(core, aDelivery(core, { bodyOf: event.seq }), { bodyOf: event.seq })
  const replay = anAttempt(core, aDelivery(core, { bodyOf: attempt.seq, source: attempt }), { bodyOf: attempt.seq })
  await exchanges.remove({ ids: [attempt.id] })
  const isKept = (await bodyOf(core, replay.id)).equals(LARGE)
  await exchanges.remove({ ids: [replay.id] })
  expect([isKept, rows(core)]).toEqual([true, { exchange: 0, message: 0, chunk: 0, delivery: 0, event: 0 }])
})

test('a filter removes what it matches and nothing that arrives meanwhile', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  core.db.transaction(() => {
    for (let i = 0; i < 1_200; i++) aCapture(core, { type: i % 2 === 0 ? 'lead.created' : 'deal.won' })
  })()
  core.changes.once('exchanges', () => aCapture(core, { type: 'lead.created' }))
  const removed = await exchanges.remove({ filter: 'type:lead.*' })
  expect([removed, await exchanges.count('type:lead.*'), await exchanges.count('')]).toEqual([
    600,
    { value: 1, exact: true },
    { value: 601, exact: true },
  ])
})

test('a removal is many small writes, and others come in between', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  core.db.transaction(() => {
    for (let i = 0; i < 1_500; i++) narrowRow(core)
  })()
  const left: number[] = []
  const note = (): void => {
    if (left.at(-1) === 0) return
    core.writer.enqueue(() => left.push(rows(core)['exchange'] ?? 0), note)
  }
  note()
  await exchanges.remove({ all: true })
  expect(new Set(left).isSupersetOf(new Set([1_500, 1_000, 500]))).toBe(true)
})

function narrowRow(core: Core): void {
  const { seq, tail } = core.ids()
  insertRow(core, 'exchange', {
    id: seq,
    tail,
    direction: 'in',
    state: 'complete',
    at: 0,
    method: 'POST',
    path: '/',
    request_bytes: 0,
    response_bytes: 0,
  })
}
