import { expect, onTestFinished, test } from 'vitest'
import { createExchanges } from '../../src/main/engine/exchanges.ts'
import type { Core } from '../../src/main/engine/core.ts'
import type { ExchangeBatch } from '../../src/main/engine/watch-exchanges.ts'
import { aCapture, aDelivery, anAttempt, type Built } from '../support/builders.ts'
import { rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'
import { standingClock } from '../support/standing-clock.ts'

interface Watcher {
  /** The next batch; walks the clock over the pause before it. */
  next: () => Promise<ExchangeBatch>
  stop: () => void
  stream: AsyncGenerator<ExchangeBatch>
}

function watching(core: Core & { clock: ReturnType<typeof standingClock> }, request: { filter?: string; after?: string } = {}): Watcher {
  const stopping = new AbortController()
  const stream = createExchanges(core).watch({ filter: '', ...request }, stopping.signal)
  onTestFinished(() => stopping.abort())
  let isFirst = true
  return {
    next: async () => {
      const batch = stream.next()
      if (!isFirst) {
        await core.clock.waiting()
        core.clock.walk(100)
      }
      isFirst = false
      return (await batch).value as ExchangeBatch
    },
    stop: () => stopping.abort(),
    stream,
  }
}

/** The next batch with rows: a busy machine may need more than one time slice to look at them. */
async function nextRows(watcher: Watcher): Promise<ExchangeBatch> {
  const batch = await watcher.next()
  return batch.rows.length > 0 ? batch : nextRows(watcher)
}

function clockedCore(): Core & { clock: ReturnType<typeof standingClock> } {
  const clock = standingClock()
  return { ...testCore({ clock }), clock }
}

function changed(core: Core, ...rows: Built[]): void {
  core.changes.emit(
    'exchanges',
    rows.map((row) => row.seq),
  )
}

function shown({ rows, ...rest }: ExchangeBatch): unknown {
  return { ids: rows.map((row) => row.id), ...rest }
}

test('a watcher gets the cursor at once, then what is added, in one batch for a burst', async () => {
  const core = clockedCore()
  const old = aCapture(core)
  const watcher = watching(core)
  const first = await watcher.next()
  const [a, b] = [aCapture(core), aCapture(core)]
  changed(core, a)
  changed(core, b)
  const second = await watcher.next()
  expect([shown(first), shown(second)]).toEqual([
    { ids: [], cursor: String(old.seq), gap: false },
    { ids: [b.id, a.id], cursor: String(b.seq), gap: false },
  ])
})

test('rows that change are sent again, through their delivery too, and late ones are not missed', async () => {
  const core = clockedCore()
  const late = core.ids()
  const delivery = aDelivery(core, { state: 'pending', dueAt: 1 })
  const attempt = anAttempt(core, delivery, { state: 'running', status: null })
  const watcher = watching(core)
  await watcher.next()
  core.db.prepare("UPDATE exchange SET state = 'settled', status = 503 WHERE id = ?").run(attempt.seq)
  changed(core, attempt)
  const settled = await watcher.next()
  core.db.prepare("UPDATE delivery SET state = 'cancelled', due_at = NULL WHERE id = ?").run(delivery.seq)
  core.changes.emit('deliveries', [delivery.seq])
  const cancelled = await watcher.next()
  // Its id is older than the cursor: the body took long to arrive.
  const capture = aCapture({ ...core, ids: () => late })
  changed(core, capture)
  const arrived = await watcher.next()
  expect([settled, cancelled, arrived].map(({ rows }) => rows.map((row) => [row.id, row.status, row.deliveryState]))).toEqual([
    [[attempt.id, 503, 'pending']],
    [[attempt.id, 503, 'cancelled']],
    [[capture.id, 200, null]],
  ])
})

test('a filter holds for live rows as for the list, and the cursor moves on without rows', async () => {
  const core = clockedCore()
  const watcher = watching(core, { filter: 'type:deal.*' })
  await watcher.next()
  const [other, deal] = [aCapture(core), aCapture(core, { type: 'deal.won' })]
  changed(core, other, deal)
  const both = await watcher.next()
  const last = aCapture(core)
  changed(core, last)
  expect([shown(both), shown(await watcher.next())]).toEqual([
    { ids: [deal.id], cursor: String(deal.seq), gap: false },
    { ids: [], cursor: String(last.seq), gap: false },
  ])
})

test('a watcher resumes from its cursor', async () => {
  const core = clockedCore()
  const [seen, missed] = [aCapture(core), aCapture(core)]
  expect([
    shown(await watching(core, { after: String(seen.seq) }).next()),
    await rejected(watching(core, { after: 'x' }).next()),
  ]).toMatchObject([{ ids: [missed.id], cursor: String(missed.seq), gap: false }, { code: 'bad_input' }])
})

test('more rows than a batch holds, and removed rows, are a gap', async () => {
  const core = clockedCore()
  const exchanges = createExchanges(core)
  const first = aCapture(core)
  const watcher = watching(core)
  await watcher.next()
  const many = Array.from({ length: 300 }, () => aCapture(core))
  changed(core, ...many)
  const burst = await watcher.next()
  await exchanges.remove({ ids: [first.id] })
  const removal = await watcher.next()
  expect([burst, removal].map(({ rows, gap, cursor }) => [rows.length, gap, cursor])).toEqual([
    [200, true, String(many.at(-1)?.seq)],
    [0, true, String(many.at(-1)?.seq)],
  ])
})

test('a watcher hears when the receiver changes, though no row did', async () => {
  const core = clockedCore()
  const watcher = watching(core)
  const { cursor } = await watcher.next()
  core.changes.emit('receiver')
  expect(shown(await watcher.next())).toEqual({ ids: [], cursor, gap: false })
})

test('a watcher that is stopped ends and listens no more', async () => {
  const core = clockedCore()
  const watcher = watching(core)
  await watcher.next()
  const waiting = watcher.stream.next()
  await core.clock.waiting()
  core.clock.walk(100)
  const listening = core.changes.listenerCount('exchanges')
  watcher.stop()
  expect([listening, await waiting, core.changes.listenerCount('exchanges'), core.changes.listenerCount('deliveries')]).toEqual([
    1,
    { value: undefined, done: true },
    0,
    0,
  ])
})

test('live rows are found by their words, also when these came later', async () => {
  const core = clockedCore()
  const watcher = watching(core, { filter: 'lovelace' })
  await watcher.next()
  const [plain, match] = [aCapture(core, { body: 'nobody' }), aCapture(core, { body: 'Ada Lovelace' })]
  changed(core, plain, match)
  const second = await nextRows(watcher)
  core.db.prepare("UPDATE message SET response_body = CAST('Lovelace' AS BLOB) WHERE exchange_id = ?").run(plain.seq)
  changed(core, plain)
  const third = await nextRows(watcher)
  expect([shown(second), shown(third)]).toEqual([
    { ids: [match.id], cursor: String(match.seq), gap: false },
    { ids: [plain.id], cursor: String(match.seq), gap: false },
  ])
})
