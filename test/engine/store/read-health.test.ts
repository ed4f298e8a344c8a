import { expect, test } from 'vitest'
import { healthTotals, isFailing, type PlaceHealth } from '../../../src/shared/domain/health.ts'
import type { Verdict } from '../../../src/shared/domain/verdict.ts'
import type { Core } from '../../../src/main/engine/core.ts'
import { HOUR_MS, MINUTE_MS } from '../../../src/shared/domain/units.ts'
import { aCapture, aDelivery, anAttempt, anEndpoint, anEvent, anInbox, type Built } from '../../support/builders.ts'
import { testCore } from '../../support/core.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'

const NOON = Date.UTC(2026, 0, 17, 12)

interface Scene {
  readonly core: Core
  readonly clock: FakeClock
  readonly endpoint: Built
  readonly inbox: Built
  attempted(status: number | null, tookMs?: number, columns?: Readonly<Record<string, unknown>>): Built
  captured(verdict: Verdict): void
  read(): Promise<{ endpoint: PlaceHealth | undefined; inbox: PlaceHealth | undefined; complete: boolean }>
}

function scene(): Scene {
  const clock = createFakeClock(NOON - 3 * HOUR_MS)
  const core = testCore({ clock })
  const [endpoint, inbox, event] = [anEndpoint(core), anInbox(core), anEvent(core)]
  return {
    core,
    clock,
    endpoint,
    inbox,
    attempted: (status, tookMs = 10, columns = {}) => {
      const delivery = aDelivery(core, { bodyOf: event.seq, endpoint })
      return anAttempt(core, delivery, { endpoint, bodyOf: event.seq, status, columns: { took_us: tookMs * 1000, ...columns } })
    },
    captured: (verdict) => void aCapture(core, { inbox, verdict }),
    read: async () => {
      const { places, complete } = await core.reader.run('health', 'hour', clock.now())
      const found = new Map(places)
      const of = (seq: number): PlaceHealth | undefined => {
        const health = found.get(seq)
        return health && { ...health, pending: 0 }
      }
      return { endpoint: of(endpoint.seq), inbox: of(inbox.seq), complete }
    },
  }
}

/** The buckets that hold something, as `index:count`. */
function filled(counts: readonly number[] = []): string[] {
  return counts.flatMap((count, index) => (count === 0 ? [] : [`${index}:${count}`]))
}

test('an endpoint’s attempts and an inbox’s captures are counted apart, in buckets of the last hour', async () => {
  const { clock, attempted, captured, read } = scene()
  attempted(200)
  clock.jump(NOON - clock.now() - 10 * MINUTE_MS)
  attempted(204, 10)
  attempted(503, 20)
  attempted(null, 5_000, { error: 'timeout' })
  attempted(null, 1, { state: 'interrupted' })
  for (const verdict of ['valid', 'valid', 'invalid', 'stale', 'missing', 'unsigned', 'unchecked'] as const) captured(verdict)
  clock.jump(10 * MINUTE_MS - 1)
  attempted(200, 30)

  const { endpoint, inbox, complete } = await read()
  expect({
    complete,
    endpoint: endpoint && {
      good: filled(endpoint.good),
      failed: filled(endpoint.failed),
      totals: healthTotals(endpoint),
      isFailing: isFailing(endpoint),
      lastAt: endpoint.lastAt,
    },
    inbox: inbox && {
      good: filled(inbox.good),
      failed: filled(inbox.failed),
      bad: filled(inbox.bad),
      unjudged: filled(inbox.unjudged),
      totals: healthTotals(inbox),
      isFailing: isFailing(inbox),
      failingSince: inbox.failingSince,
    },
  }).toEqual({
    complete: true,
    endpoint: {
      good: ['25:1', '29:1'],
      failed: ['25:2'],
      totals: { all: 4, good: 2, judged: 4, share: 0.5 },
      isFailing: false,
      lastAt: NOON - 1,
    },
    inbox: {
      good: ['25:2'],
      failed: ['25:2'],
      bad: ['25:1'],
      unjudged: ['25:2'],
      totals: { all: 7, good: 2, judged: 5, share: 0.4 },
      isFailing: true,
      failingSince: NOON - 10 * MINUTE_MS,
    },
  })
})

test('what was counted is continued: later rows, a moved window and removed rows all tell', async () => {
  const { core, clock, attempted, read } = scene()
  clock.jump(NOON - clock.now() - 50 * MINUTE_MS)
  const first = attempted(200)
  attempted(200)
  const before = await read()
  clock.jump(20 * MINUTE_MS)
  attempted(500)
  const later = await read()
  // So late that the first two have left the window.
  clock.jump(45 * MINUTE_MS)
  attempted(500)
  const moved = await read()
  core.db.prepare('DELETE FROM message').run()
  core.db.prepare('DELETE FROM exchange WHERE id > ?').run(first.seq)
  await core.reader.run('forgetTotal')
  const removed = await read()
  const counted = ({ endpoint }: typeof before): unknown =>
    endpoint && [filled(endpoint.good), filled(endpoint.failed), endpoint.failingSince === null ? null : endpoint.failingSince - NOON]
  expect([counted(before), counted(later), counted(moved), counted(removed)]).toEqual([
    [['29:2'], [], null],
    [['19:2'], ['29:1'], -30 * MINUTE_MS],
    [[], ['7:1', '29:1'], -30 * MINUTE_MS],
    undefined,
  ])
})

test('percentiles are told within two hundredths, and by bucket', async () => {
  const { core, clock, attempted, read } = scene()
  clock.jump(NOON - clock.now())
  core.db.transaction(() => {
    for (let ms = 5; ms <= 1_000; ms += 5) attempted(200, ms)
  })()
  const { endpoint } = await read()
  const { p50Ms = 0, p95Ms = 0, p99Ms = 0 } = endpoint?.latency ?? {}
  expect([p50Ms / 500, p95Ms / 950, p99Ms / 990].every((ratio) => Math.abs(ratio - 1) < 0.021)).toBe(true)
  expect([endpoint?.p50Ms[29], endpoint?.p50Ms[28]]).toEqual([p50Ms, null])
})

test('an attempt on the wire counts once it has ended, however long that takes', async () => {
  const { core, clock, attempted, read } = scene()
  clock.jump(NOON - clock.now() - 20 * MINUTE_MS)
  const slow = attempted(null, 1, { state: 'running' })
  core.db.prepare('UPDATE delivery SET claimed_by = (SELECT id FROM run)').run()
  clock.jump(10 * MINUTE_MS)
  attempted(200)
  await read()
  core.db.prepare(`UPDATE exchange SET state = 'settled', status = 504 WHERE id = ?`).run(slow.seq)
  core.db.prepare('UPDATE delivery SET claimed_by = NULL').run()
  clock.jump(10 * MINUTE_MS - 1)
  const { endpoint } = await read()
  expect([filled(endpoint?.good), filled(endpoint?.failed)]).toEqual([['25:1'], ['20:1']])
})
