import { expect, test } from 'vitest'
import { displayRows } from '../../../src/renderer/features/activity/display-rows.ts'
import { headWindow, MAX_ORDERED_ROWS, withNext, withoutEarlier } from '../../../src/renderer/features/activity/feed-window.ts'
import { NOTHING_CHOSEN } from '../../../src/renderer/features/activity/selection-store.ts'
import { anExchange, rowsDown } from './rows.ts'

const attempt = (seq: number, number: number) =>
  anExchange({ seq, direction: 'out', deliveryId: 'delivery_1', attempt: { number, of: 3 }, counterpartId: null })

test('under an open delivery stands what it holds beside its newest attempt', () => {
  const [newest, earlier] = [attempt(9, 2), attempt(5, 1)]
  const other = anExchange({ seq: 7, deliveryId: null, counterpartId: null })
  const shown = (open: ReadonlyMap<string, readonly (typeof newest)[]>, isGrouped: boolean) =>
    displayRows([newest, other], { open, selection: NOTHING_CHOSEN, isGrouped }).map(({ exchange, isChild, isOpen }) => [
      exchange.id,
      isChild,
      isOpen,
    ])
  const open = new Map([['delivery_1', [earlier]]])
  expect([shown(new Map(), true), shown(open, true), shown(open, false)]).toEqual([
    [
      [newest.id, false, false],
      [other.id, false, null],
    ],
    [
      [newest.id, false, true],
      [earlier.id, true, null],
      [other.id, false, null],
    ],
    [
      [newest.id, false, null],
      [other.id, false, null],
    ],
  ])
})

test('a newer attempt takes the place of the earlier ones of its delivery', () => {
  const [newest, earlier] = [attempt(9, 2), attempt(5, 1)]
  const other = anExchange({ seq: 7, deliveryId: null })
  const feed = headWindow([other, earlier], false)
  expect(withoutEarlier(feed, [newest]).rows.map(({ id }) => id)).toEqual([other.id])
  expect(withoutEarlier(feed, [other])).toBe(feed)
})

test('a feed in another order keeps what stands above, and ends somewhere', () => {
  const rows = rowsDown(400)
  const feed = withNext(headWindow(rows, true), rows, true)
  expect([feed.rows.length, feed.above, feed.hasOlder]).toEqual([800, 0, true])
  const full = headWindow(
    Array.from({ length: MAX_ORDERED_ROWS - 1 }, () => rows[0] as (typeof rows)[number]),
    true,
  )
  expect(withNext(full, rows, true).hasOlder).toBe(false)
})
