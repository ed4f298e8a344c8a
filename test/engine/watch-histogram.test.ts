import { expect, onTestFinished, test } from 'vitest'
import { createExchanges } from '../../src/main/engine/exchanges.ts'
import type { Core } from '../../src/main/engine/core.ts'
import type { Histogram, Span } from '../../src/shared/domain/histogram.ts'
import { MINUTE_MS, SECOND_MS } from '../../src/shared/domain/units.ts'
import { aCapture, aDelivery, anAttempt, type Built } from '../support/builders.ts'
import { rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'
import { standingClock, type StandingClock } from '../support/standing-clock.ts'

type ClockedCore = Core & { readonly clock: StandingClock }

function clockedCore(): ClockedCore {
  const clock = standingClock()
  return { ...testCore({ clock }), clock }
}

function watching(core: ClockedCore, span: Span, filter = '') {
  const stopping = new AbortController()
  const stream = createExchanges(core).histogram({ filter, span }, stopping.signal)
  onTestFinished(() => stopping.abort())
  const next = async (): Promise<Histogram> => {
    for (;;) {
      const { value } = await stream.next()
      if ((value as Histogram).isWhole) return value as Histogram
    }
  }
  return {
    first: next,
    /** The next round, after its pause. */
    next: async () => {
      const round = next()
      await core.clock.waiting()
      core.clock.walk(SECOND_MS)
      return round
    },
    stop: () => stopping.abort(),
    stream,
  }
}

/** What is not empty: `[seconds from the first bar, ok, failed, invalid]`. */
function told({ barMs, bars }: Histogram): number[][] {
  return bars.flatMap(({ ok, failed, invalid }, index) =>
    ok + failed + invalid === 0 ? [] : [[(index * barMs) / SECOND_MS, ok, failed, invalid]],
  )
}

function changed(core: Core, ...rows: readonly Built[]): void {
  core.changes.emit(
    'exchanges',
    rows.map(({ seq }) => seq),
  )
}

test('each bar tells what went well, what failed and whose signature was wrong', async () => {
  const core = clockedCore()
  const span: Span = { kind: 'between', from: core.clock.now(), to: core.clock.now() + MINUTE_MS }
  const delivery = aDelivery(core)
  aCapture(core, { verdict: 'valid', status: 200 })
  aCapture(core, { verdict: 'invalid', status: 401 })
  aCapture(core, { verdict: 'invalid', status: 200 })
  aCapture(core, { verdict: 'stale', status: 401 })
  aCapture(core, { state: 'incomplete', status: null, verdict: 'unchecked' })
  core.clock.walk(10 * SECOND_MS)
  anAttempt(core, delivery, { status: 204 })
  core.clock.walk(450)
  anAttempt(core, delivery, { number: 2, status: 301 })
  anAttempt(core, delivery, { number: 3, status: null, columns: { error: 'refused' } })
  anAttempt(core, delivery, { number: 4, state: 'running', status: null })
  core.clock.walk(100 * SECOND_MS)
  aCapture(core)
  const all = await watching(core, span).first()
  const filtered = await watching(core, span, 'dir:in').first()
  expect([told(all), told(filtered), all.barMs, all.bars.length]).toEqual([
    [
      [0, 1, 2, 2],
      [10, 1, 2, 0],
    ],
    [[0, 1, 2, 2]],
    SECOND_MS,
    60,
  ])
})

test('bars follow what is added, changed and removed, and move along with time', async () => {
  const core = clockedCore()
  const delivery = aDelivery(core)
  const attempt = anAttempt(core, delivery, { state: 'running', status: null })
  const watcher = watching(core, { kind: 'last', ms: MINUTE_MS })
  const first = await watcher.first()
  core.db.prepare("UPDATE exchange SET state = 'settled', status = 500 WHERE id = ?").run(attempt.seq)
  const capture = aCapture(core)
  changed(core, attempt, capture)
  const second = await watcher.next()
  await createExchanges(core).remove({ ids: [capture.id] })
  const third = await watcher.next()
  expect([first, second, third].map((each) => [each.from - first.from, told(each)])).toEqual([
    [0, []],
    [SECOND_MS, [[59, 1, 1, 0]]],
    [2 * SECOND_MS, [[58, 0, 1, 0]]],
  ])
})

test('what words find is counted too, once the index knows it', async () => {
  const core = clockedCore()
  const watcher = watching(core, { kind: 'all' }, 'lovelace')
  await watcher.first()
  changed(core, aCapture(core, { body: 'nobody' }), aCapture(core, { body: 'Ada Lovelace' }))
  expect((await watcher.next()).bars.reduce((sum, { ok }) => sum + ok, 0)).toBe(1)
})

test('a workspace without exchanges has a histogram of nothing', async () => {
  const { bars, barMs, isWhole } = await watching(clockedCore(), { kind: 'all' }).first()
  expect([bars.length, bars.every(({ ok, failed, invalid }) => ok + failed + invalid === 0), barMs, isWhole]).toEqual([60, true, 100, true])
})

test('one that is stopped ends and listens no more; a wrong filter is refused', async () => {
  const core = clockedCore()
  const watcher = watching(core, { kind: 'all' })
  await watcher.first()
  const waiting = watcher.stream.next()
  await core.clock.waiting()
  watcher.stop()
  expect([
    await waiting,
    core.changes.listenerCount('exchanges'),
    await rejected(watching(core, { kind: 'all' }, 'sttus:1').first()),
  ]).toMatchObject([{ done: true }, 0, { code: 'bad_filter' }])
})
