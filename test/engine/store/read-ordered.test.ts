import { expect, test } from 'vitest'
import type { FeedOrder } from '../../../src/shared/domain/feed-order.ts'
import { requireFilter } from '../../../src/shared/domain/filter/parse.ts'
import { localTime } from '../../../src/shared/domain/filter/time.ts'
import { createExchanges } from '../../../src/main/engine/exchanges.ts'
import { rejected } from '../../support/caught.ts'
import { aCapture } from '../../support/builders.ts'
import { testCore } from '../../support/core.ts'

test('another order is kept over pages, rows without a value last, of equal ones the newest first', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const took = [30, null, 10, 20, 30, null, 5]
  const names = new Map(took.map((ms, index) => [aCapture(core, { columns: { took_us: ms } }).id, `${ms}#${index}`]))
  const walk = async (order: FeedOrder, filter = ''): Promise<string[]> => {
    const seen: string[] = []
    let before: string | null | undefined
    do {
      const page = await exchanges.list({ filter, limit: 2, order, ...(before !== undefined && before !== null && { before }) })
      seen.push(...page.items.map(({ id }) => names.get(id) ?? '?'))
      before = page.next
    } while (before !== null)
    return seen
  }
  expect({
    down: await walk({ by: 'took', direction: 'descending' }),
    up: await walk({ by: 'took', direction: 'ascending' }),
    oldest: await walk({ by: 'time', direction: 'ascending' }),
    filtered: await walk({ by: 'took', direction: 'ascending' }, 'took:>15ms OR took:<16ms'),
  }).toEqual({
    down: ['30#4', '30#0', '20#3', '10#2', '5#6', 'null#5', 'null#1'],
    up: ['5#6', '10#2', '20#3', '30#4', '30#0', 'null#5', 'null#1'],
    oldest: ['30#0', 'null#1', '10#2', '20#3', '30#4', 'null#5', '5#6'],
    filtered: ['5#6', '10#2', '20#3', '30#4', '30#0'],
  })
})

test('a page behind a row that is gone is refused, not begun anew', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const { id } = aCapture(core)
  await exchanges.remove({ ids: [id] })
  const order = { by: 'size', direction: 'descending' } as const
  expect(await rejected(exchanges.list({ filter: '', limit: 2, order, before: id }))).toMatchObject({ code: 'not_found' })
})

test('a page goes on behind its last row, also once that was removed', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const [large, middle, small] = [300, 200, 100].map((bytes) => aCapture(core, { columns: { request_bytes: bytes } }).id)
  const order = { by: 'size', direction: 'descending' } as const
  const first = await exchanges.list({ filter: '', limit: 2, order })
  await exchanges.remove({ ids: [middle ?? ''] })
  const second = await exchanges.list({ filter: '', limit: 2, order, before: first.next ?? '' })
  expect([first, second].map(({ items, next }) => [items.map(({ id }) => id), next])).toEqual([
    [[large, middle], middle],
    [[small], null],
  ])
})

test.each(['newest', 'oldest'] as const)(
  'who pages from the %s on sees each row once that was there all along, whatever comes and goes',
  async (first) => {
    const core = testCore()
    const exchanges = createExchanges(core)
    const all = Array.from({ length: 40 }, () => aCapture(core).id)
    const order = { by: 'time', direction: first === 'newest' ? 'descending' : 'ascending' } as const
    const seen: string[] = []
    const came: string[] = []
    const gone = new Set<string>()
    let before: string | null | undefined
    do {
      const page = await exchanges.list({ filter: 'dir:in', limit: 4, order, ...(before !== undefined && before !== null && { before }) })
      seen.push(...page.items.map(({ id }) => id))
      before = page.next
      came.push(aCapture(core).id)
      // The row that the next page begins behind, and one that is still to come.
      const going = [page.items.at(-1)?.id, (first === 'newest' ? all : all.toReversed())[gone.size]].filter((id) => id !== undefined)
      await exchanges.remove({ ids: going })
      for (const id of going) gone.add(id)
    } while (before !== null)
    const there = (first === 'newest' ? all.toReversed() : all).filter((id) => !gone.has(id))
    expect(seen.filter((id) => !gone.has(id) && !came.includes(id))).toEqual(there)
    expect(new Set(seen).size).toBe(seen.length)
  },
)

test('a walk over many slices finds the same as one look', async () => {
  const core = testCore()
  const sizes = Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 5_003)
  const insert = core.db.transaction(() => sizes.map((size) => aCapture(core, { columns: { request_bytes: size } })))
  insert()
  const filter = requireFilter('size:<=4999b', { now: 0, localTime })
  const page = await core.reader.run('ordered', { filter, order: { by: 'size', direction: 'descending' }, after: null, limit: 3 })
  const expected = sizes.filter((size) => size <= 4_999).toSorted((a, b) => b - a)
  expect(page?.items.map(({ requestBytes }) => requestBytes)).toEqual(expected.slice(0, 3))
})
