import { expect, onTestFinished, test } from 'vitest'
import { createRetention } from '../../src/main/engine/retention.ts'
import { createSettings } from '../../src/main/engine/settings.ts'
import { createIds } from '../../src/shared/domain/ids.ts'
import { KEEP_EVERYTHING, type Retention } from '../../src/shared/domain/retention.ts'
import { DAY_MS, MIB } from '../../src/shared/domain/units.ts'
import { aCapture, aDelivery, anAttempt, insertRow, type Built } from '../support/builders.ts'
import { seededRandom, testCore } from '../support/core.ts'

const NOW = Date.UTC(2026, 0, 17, 12)

/** A core in which rows can be made in the past; waiting takes no time. */
function datedCore() {
  // Ids never go back, and that of the run comes first.
  let at = NOW - 30 * DAY_MS
  const ids = createIds(() => at, seededRandom('retention').bytes)
  const clock = {
    now: () => NOW,
    monotonic: () => performance.now(),
    after: (ms: number, then: () => void) => {
      if (ms >= 1_000) return () => {}
      const timer = setImmediate(then)
      return () => clearImmediate(timer)
    },
  }
  const core = testCore({ clock, ids: () => ids() })
  return { core, ago: (ms: number) => (at = NOW - ms) }
}

async function keep(core: ReturnType<typeof testCore>, retention: Partial<Retention>): Promise<void> {
  const keeper = createRetention(core, () => ({ ...KEEP_EVERYTHING, ...retention }))
  onTestFinished(() => keeper.stop())
  await keeper.look()
}

function left(core: ReturnType<typeof testCore>, rows: Readonly<Record<string, Built>>): string[] {
  const ids = core.db.prepare('SELECT id FROM exchange ORDER BY id').pluck().all()
  return ids.map((id) => Object.entries(rows).find(([, row]) => row.seq === id)?.[0] ?? '')
}

function pin(core: ReturnType<typeof testCore>, row: Built): void {
  insertRow(core, 'note', { exchange_id: row.seq, text: '', pinned: 1, tags: '[]', updated_at: 0 })
}

function someRows({ core, ago }: ReturnType<typeof datedCore>) {
  ago(10 * DAY_MS)
  const rows = { pinned: aCapture(core), old: aCapture(core), pending: anAttempt(core, aDelivery(core, { state: 'pending', dueAt: NOW })) }
  ago(2 * DAY_MS)
  const later = { ...rows, middle: aCapture(core), attempt: anAttempt(core, aDelivery(core)) }
  ago(0)
  pin(core, rows.pinned)
  return { ...later, young: aCapture(core) }
}

test.each([
  ['nothing is removed unless somebody says so', {}, ['pinned', 'old', 'pending', 'middle', 'attempt', 'young']],
  ['what is too old goes', { maxAgeMs: 5 * DAY_MS }, ['pinned', 'pending', 'middle', 'attempt', 'young']],
  ['the oldest beyond a number go', { maxCount: 4 }, ['pinned', 'pending', 'attempt', 'young']],
  ['all that may go goes when the limits are tight', { maxCount: 1, maxAgeMs: DAY_MS }, ['pinned', 'pending']],
] as const)('%s; pinned ones and open deliveries stay', async (_what, retention, expected) => {
  const dated = datedCore()
  const rows = someRows(dated)
  await keep(dated.core, retention)
  expect(left(dated.core, rows)).toEqual(expected)
})

test('a database that is too large loses its oldest rows, and the file shrinks', async () => {
  const { core } = datedCore()
  const body = Buffer.alloc(MIB, 'x')
  const rows = Object.fromEntries(
    core.db.transaction(() => Array.from({ length: 40 }, (_, index) => [String(index), aCapture(core, { body })]))(),
  )
  const pages = (): number => core.db.pragma('page_count', { simple: true }) as number
  const before = pages()
  await keep(core, { maxBytes: 10 * MIB })
  const kept = left(core, rows)
  expect({ kept: kept.length > 5 && kept.length < 10, newest: kept.at(-1), shrunk: pages() < before / 2 }).toEqual({
    kept: true,
    newest: '39',
    shrunk: true,
  })
})

test('settings are kept, and told to whom they concern', async () => {
  const core = testCore()
  let told = 0
  const settings = createSettings(core, () => told++)
  const before = settings.get()
  await settings.put({ retention: { ...KEEP_EVERYTHING, maxCount: 5 } })
  await settings.put({})
  expect({ before, told, after: createSettings(core, () => {}).get() }).toEqual({
    before: { retention: KEEP_EVERYTHING },
    told: 2,
    after: { retention: { ...KEEP_EVERYTHING, maxCount: 5 } },
  })
})

test('while the oldest go, the total is told as it is', async () => {
  const { core, ago } = datedCore()
  ago(10 * DAY_MS)
  for (let i = 0; i < 200; i++) aCapture(core)
  ago(0)
  aCapture(core)
  const told: Promise<number>[] = []
  const tell = (): void => void told.push(core.reader.run('total').then(({ value }) => value))
  core.changes.on('exchanges', tell)
  await keep(core, { maxCount: 41 })
  core.changes.off('exchanges', tell)
  expect(await Promise.all(told)).toEqual([151, 101, 51, 41])
})

test('limits that are changed while the oldest go hold at once', async () => {
  const { core, ago } = datedCore()
  ago(10 * DAY_MS)
  for (let i = 0; i < 200; i++) aCapture(core)
  let retention: Retention = { ...KEEP_EVERYTHING, maxCount: 1 }
  const left: number[] = []
  core.changes.on('exchanges', () => {
    left.push(core.db.prepare<[], number>('SELECT count(*) FROM exchange').pluck().get() ?? 0)
    if (left.length === 1) retention = { ...KEEP_EVERYTHING, maxCount: 120 }
    if (left.length === 2) retention = KEEP_EVERYTHING
  })
  const keeper = createRetention(core, () => retention)
  onTestFinished(() => keeper.stop())
  await keeper.look()
  expect(left).toEqual([150, 120])
})
