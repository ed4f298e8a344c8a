import { expect, test } from 'vitest'
import {
  besideId,
  headWindow,
  idBetween,
  latestAttempts,
  MAX_ROWS,
  withAdded,
  withChanged,
  withKept,
  withNewer,
  withOlder,
  type FeedWindow,
} from '../../../src/renderer/features/activity/feed-window.ts'
import { parseId } from '../../../src/shared/domain/ids.ts'
import { anExchange, rowsDown } from './rows.ts'

const shape = ({ rows, above, hasOlder }: FeedWindow) => ({
  first: rows[0]?.id,
  last: rows.at(-1)?.id,
  length: rows.length,
  above,
  hasOlder,
})

test('scrolling down lets go of what is far above and counts it', () => {
  const rows = rowsDown(MAX_ROWS + 100)
  const feed = withOlder(headWindow(rows.slice(0, MAX_ROWS), true), rows.slice(MAX_ROWS), true)
  expect(shape(feed)).toEqual({ first: rows[100]?.id, last: rows.at(-1)?.id, length: MAX_ROWS, above: 100, hasOlder: true })
})

test('scrolling up to the head ends with nothing above, however wrong the estimate was', () => {
  const rows = rowsDown(200)
  const feed = withNewer({ rows: rows.slice(100), above: 7_000, hasOlder: true }, rows.slice(0, 100), false)
  expect(shape(feed)).toEqual({ first: rows[0]?.id, last: rows.at(-1)?.id, length: 200, above: 0, hasOlder: true })
})

test('an estimate that was too small leaves room for what still stands above', () => {
  const rows = rowsDown(200)
  expect(withNewer({ rows: rows.slice(100), above: 20, hasOlder: true }, rows.slice(0, 100), true).above).toBe(100)
})

test('live rows go where their age puts them, and rows below the window are left to be fetched', () => {
  const [newest, second, third, fourth, fifth] = rowsDown(5)
  const feed = withAdded(
    headWindow(
      [second, fourth].filter((row) => row !== undefined),
      true,
    ),
    [third, newest, fifth].filter((row) => row !== undefined),
  )
  expect(feed.rows.map(({ id }) => id)).toEqual([newest?.id, second?.id, third?.id, fourth?.id])
})

test('a change of a row that is not held changes nothing', () => {
  const feed = headWindow(rowsDown(3), false)
  expect(withChanged(feed, [anExchange({ seq: 1, status: 500 })])).toBe(feed)
})

test('of rows read again those that say the same stay the objects they were', () => {
  const attempt = { number: 1, of: 3 } as const
  const held = [anExchange({ seq: 3 }), anExchange({ seq: 2, attempt }), anExchange({ seq: 1 })]
  const again = [anExchange({ seq: 4 }), anExchange({ seq: 3, status: 500 }), anExchange({ seq: 2, attempt: { ...attempt } })]
  const kept = withKept(held, again)
  expect(kept).toEqual(again)
  expect(kept.map((row) => held.includes(row))).toEqual([false, false, true])
})

test('the next attempt is announced beside the newest attempt of each delivery only', () => {
  const rows = [
    anExchange({ seq: 9, direction: 'out', deliveryId: 'delivery_a' }),
    anExchange({ seq: 8, direction: 'out', deliveryId: 'delivery_b' }),
    anExchange({ seq: 7, direction: 'in', deliveryId: 'delivery_a' }),
    anExchange({ seq: 6, direction: 'out', deliveryId: 'delivery_a' }),
  ]
  expect([...latestAttempts(rows)]).toEqual([rows[0]?.id, rows[1]?.id])
})

test('ids to page from stand beside a row or at a share of the time between two', () => {
  const [newer, older] = [anExchange({ seq: 3_000 }).id, anExchange({ seq: 1_000 }).id]
  expect([besideId(newer, 1), besideId(newer, -1), idBetween(newer, older, 0.25)].map((id) => parseId(id)?.seq)).toEqual([
    3_001, 2_999, 2_500,
  ])
})
