import { expect, test } from 'vitest'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { seqAt } from '../../../src/shared/domain/ids.ts'
import { aCapture, aDelivery, anAttempt, anEndpoint, anEvent, anInbox, insertRow } from '../../support/builders.ts'
import { testCore } from '../../support/core.ts'

const NOW = Date.UTC(2026, 0, 17, 12)
const EVERYTHING = filter('')

function filter(text: string): ReturnType<typeof requireFilter> {
  return requireFilter(text, {
    now: NOW,
    localTime: (year, month, day, hour, minute, second) => Date.UTC(year, month - 1, day, hour, minute, second),
  })
}

const clock = { now: () => NOW, monotonic: () => performance.now(), after: () => () => {} }

test('an attempt and the capture it made name each other, their places and the delivery', async () => {
  const core = testCore({ clock })
  const [inbox, endpoint, event] = [anInbox(core), anEndpoint(core, { name: 'Shop' }), anEvent(core)]
  const delivery = aDelivery(core, { bodyOf: event.seq, endpoint, state: 'pending', dueAt: NOW + 60_000 })
  const attempt = anAttempt(core, delivery, { endpoint, number: 1, bodyOf: event.seq, status: 503, columns: { event_id: 'evt_1' } })
  const capture = aCapture(core, { inbox, verdict: 'valid', body: '{}', columns: { attempt_id: attempt.seq, event_id: 'evt_1' } })

  const common = {
    at: NOW,
    method: 'POST',
    path: '/webhooks/crm',
    type: 'lead.created',
    eventId: 'evt_1',
    error: null,
    tookMs: 1.5,
    replayOf: null,
    isImported: false,
    note: null,
    responseBytes: 0,
  }
  expect(await core.reader.run('list', { filter: EVERYTHING, before: null, after: null, limit: 10 })).toEqual({
    items: [
      {
        ...common,
        id: capture.id,
        direction: 'in',
        state: 'complete',
        inboxId: inbox.id,
        endpointId: null,
        place: '/webhooks/crm',
        verdict: 'valid',
        status: 200,
        requestBytes: 2,
        deliveryId: null,
        deliveryState: null,
        attempt: null,
        nextAttemptAt: null,
        counterpartId: attempt.id,
      },
      {
        ...common,
        id: attempt.id,
        direction: 'out',
        state: 'settled',
        inboxId: null,
        endpointId: endpoint.id,
        place: 'Shop',
        verdict: null,
        status: 503,
        requestBytes: 0,
        deliveryId: delivery.id,
        deliveryState: 'pending',
        attempt: { number: 1, of: 3 },
        nextAttemptAt: NOW + 60_000,
        counterpartId: capture.id,
      },
    ],
    hasMore: false,
    next: null,
    unsearched: 0,
  })
})

test('an attempt to a bare url shows its host, and a replay its source', async () => {
  const core = testCore()
  const source = aCapture(core)
  const delivery = aDelivery(core, { bodyOf: source.seq, url: 'https://shop.example:8443/hooks?x=1', source })
  anAttempt(core, delivery, { bodyOf: source.seq })
  const { items } = await core.reader.run('list', { filter: filter('dir:out'), before: null, after: null, limit: 10 })
  expect(items).toMatchObject([{ place: 'shop.example:8443', replayOf: source.id, endpointId: null }])
})

test('pages follow one another by key in both directions', async () => {
  const core = testCore()
  const seqs = Array.from({ length: 7 }, () => aCapture(core))
  const page = async (before: number | null, after: number | null): Promise<unknown> => {
    const { items, hasMore } = await core.reader.run('list', { filter: EVERYTHING, before, after, limit: 3 })
    return [...items.map((item) => seqs.findIndex((each) => each.id === item.id)), hasMore]
  }
  expect([
    await page(null, null),
    await page(seqs[4]?.seq ?? 0, null),
    await page(seqs[1]?.seq ?? 0, null),
    await page(null, seqs[0]?.seq ?? 0),
    await page(null, seqs[3]?.seq ?? 0),
  ]).toEqual([
    [6, 5, 4, true],
    [3, 2, 1, true],
    [0, false],
    [3, 2, 1, true],
    [6, 5, 4, false],
  ])
})

test('each key of the filter finds its rows', async () => {
  const core = testCore({ clock })
  const [inbox, endpoint, event] = [
    anInbox(core, { path: '/hooks_a' }),
    anEndpoint(core, { name: 'My Shop', url: 'https://shop.example/in' }),
    anEvent(core),
  ]
  const delivery = aDelivery(core, { endpoint, bodyOf: event.seq, state: 'failed' })
  const rows = {
    capture: aCapture(core, {
      inbox,
      verdict: 'invalid',
      type: 'lead.created',
      path: '/hooks_a?x=1',
      status: 401,
      columns: { at: NOW - 3_600_000, event_id: 'evt_A' },
    }),
    other: aCapture(core, {
      verdict: 'missing',
      type: 'deal.won',
      path: '/hooksXa',
      state: 'incomplete',
      status: null,
      method: 'PUT',
      columns: { at: NOW },
    }),
    attempt: anAttempt(core, delivery, { endpoint, type: 'Lead.Updated', path: '/in', status: 503, columns: { at: NOW - 60_000 } }),
  }
  const names = Object.entries(rows)
  const found = async (text: string): Promise<string> => {
    const { items } = await core.reader.run('list', { filter: filter(text), before: null, after: null, limit: 10 })
    return items
      .map((item) => names.find(([, row]) => row.id === item.id)?.[0] ?? '')
      .toSorted((a, b) => a.localeCompare(b))
      .join(' ')
  }
  const expected: Record<string, string> = {
    'type:lead.*': 'attempt capture',
    'type:DEAL.won': 'other',
    'dir:out': 'attempt',
    'status:>=500': 'attempt',
    'status:4xx': 'capture',
    '-status:4xx': 'attempt other',
    'sig:invalid': 'capture',
    'NOT sig:invalid': 'attempt other',
    'endpoint:"my shop"': 'attempt',
    'endpoint:*shop.example*': 'attempt',
    [`endpoint:${endpoint.id}`]: 'attempt',
    'inbox:/hooks_a': 'capture',
    'inbox:/hooks_*': 'capture',
    [`inbox:${inbox.id}`]: 'capture',
    'state:failed': 'attempt',
    'state:settled': 'attempt',
    'state:incomplete': 'other',
    [`id:${rows.capture.id}`]: 'capture',
    [`id:${delivery.id}`]: 'attempt',
    [`id:${event.id}`]: 'attempt',
    [`id:${rows.other.id.slice(0, -5)}`]: 'other',
    [`id:attempt_${rows.other.id.slice('capture_'.length)}`]: '',
    'event:evt_A': 'capture',
    'event:evt_a': '',
    'event:evt_*': 'capture',
    'method:put': 'other',
    'path:/hooks_a': 'capture',
    'path:/hooks_*': 'capture',
    'path:/*': 'attempt capture other',
    'after:-30m': 'attempt other',
    'before:-30m': 'capture',
    'after:-2h before:-30s dir:in': 'capture',
    'sig:missing OR dir:out': 'attempt other',
    'dir:in (sig:missing OR dir:out)': 'other',
  }
  const actual = Object.fromEntries(await Promise.all(Object.keys(expected).map(async (text) => [text, await found(text)] as const)))
  expect(actual).toEqual(expected)
})

test('a scan over many slices finds the oldest row, and short reads run in between', async () => {
  const core = testCore()
  fill(core, 40_000)
  const order: string[] = []
  const scan = core.reader
    .run('list', { filter: filter('type:first'), before: null, after: null, limit: 5 })
    .then(({ items }) => order.push(`scan ${items.length}`))
  const short = core.reader.run('newest').then(() => order.push('short'))
  await Promise.all([scan, short])
  expect(order).toEqual(['short', 'scan 1'])
})

test('a page walked over slices is the same as one of a plain query', async () => {
  const core = testCore()
  fill(core, 9_000)
  const pages: unknown[] = []
  for (const [before, after] of [
    [null, null],
    [BASE + 5_000, null],
    [null, BASE + 5],
  ] as const) {
    const { items, hasMore } = await core.reader.run('list', { filter: filter('type:third'), before, after, limit: 200 })
    const plain = core.db
      .prepare(
        `SELECT id FROM exchange WHERE type = 'third' AND id > ? AND id < ? ORDER BY id ${after === null ? 'DESC' : 'ASC'} LIMIT 200`,
      )
      .pluck()
      .all(after ?? 0, before ?? Number.MAX_SAFE_INTEGER) as number[]
    const expected = await Promise.all(
      (after === null ? plain : plain.toReversed()).map(async (seq) => (await core.reader.run('detail', seq))?.detail.id),
    )
    pages.push({ isSame: JSON.stringify(items.map((item) => item.id)) === JSON.stringify(expected), count: items.length, hasMore })
  }
  expect(pages).toEqual(Array.from({ length: 3 }, () => ({ isSame: true, count: 200, hasMore: true })))
})

test('the total is counted once and then continued, and counted anew after a removal', async () => {
  const core = testCore()
  fill(core, 5_000)
  const counts = [await core.reader.run('count', EVERYTHING), await core.reader.run('count', filter('type:third'))]
  const later = { id: BASE + seqAt(600_000), tail: '0000000000001' }
  insertRow(core, 'exchange', { ...NARROW, ...later })
  // A capture whose body took long: its id is older than rows that are counted already.
  insertRow(core, 'exchange', { ...NARROW, id: later.id - seqAt(60_000), tail: '0000000000002' })
  counts.push(await core.reader.run('count', EVERYTHING))
  core.db.prepare('DELETE FROM exchange WHERE id < ?').run(BASE + 1_000)
  await core.reader.run('forgetTotal')
  counts.push(await core.reader.run('count', EVERYTHING))
  expect(counts.map(({ value, exact }) => [value, exact])).toEqual([
    [5_000, true],
    [1_666, true],
    [5_002, true],
    [4_002, true],
  ])
})

const BASE = seqAt(NOW)
const NARROW = { direction: 'in', state: 'complete', at: NOW, method: 'POST', path: '/', request_bytes: 0, response_bytes: 0 }

/** Rows as narrow as can be; the first has the type `first`, every third one `third`. */
function fill(core: Parameters<typeof insertRow>[0], count: number): void {
  core.db
    .prepare(
      `INSERT INTO exchange (id, tail, direction, state, at, method, path, type, request_bytes, response_bytes)
       SELECT @base + value, '0000000000000', 'in', 'complete', @now, 'POST', '/',
         CASE WHEN value = 0 THEN 'first' WHEN value % 3 = 0 THEN 'third' END, 0, 0
       FROM (WITH RECURSIVE numbers (value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM numbers WHERE value < @count - 1) SELECT value FROM numbers)`,
    )
    .run({ base: BASE, now: NOW, count })
}
