import { expect, test } from 'vitest'
import {
  askedFilter,
  EVERYTHING,
  histogramFilter,
  isSameQuery,
  readQuery,
  writeQuery,
  type FeedQuery,
} from '../../../src/renderer/features/activity/feed-query.ts'
import { MINUTE_MS } from '../../../src/shared/domain/units.ts'

const NOW = Date.UTC(2026, 0, 17, 12)
const FROM = Date.UTC(2026, 0, 17, 10)

const QUERIES: readonly FeedQuery[] = [
  EVERYTHING,
  { ...EVERYTHING, filter: 'type:lead.* OR 50%', isGrouped: true, order: { by: 'took', direction: 'descending' } },
  { ...EVERYTHING, span: { kind: 'last', ms: 15 * MINUTE_MS }, range: { from: FROM, to: null } },
  {
    ...EVERYTHING,
    span: { kind: 'between', from: FROM, to: NOW },
    range: { from: FROM, to: FROM + 1 },
    order: { by: 'time', direction: 'ascending' },
  },
]

test('an address brings back what was asked for, and keeps what else it says', () => {
  for (const query of QUERIES) {
    const words = writeQuery({ tab: 'headers', filter: 'old', range: 'old' }, query)
    expect([readQuery(words), words['tab']]).toEqual([query, 'headers'])
  }
  expect(writeQuery({ filter: 'x', time: '-1h' }, EVERYTHING)).toEqual({})
})

test('what an address says wrongly it does not say', () => {
  const wrong = { time: '-0s', range: 'then..now', sort: 'colour', group: 'yes' }
  expect([wrong, { range: `${new Date(NOW).toISOString()}..${new Date(FROM).toISOString()}` }, { time: '..' }].map(readQuery)).toEqual([
    EVERYTHING,
    EVERYTHING,
    EVERYTHING,
  ])
})

test('the engine is asked with the time, the grouping, and times that have an offset', () => {
  const [, , recent, zoomed] = QUERIES as [FeedQuery, FeedQuery, FeedQuery, FeedQuery]
  const words = (filter: string): FeedQuery => ({ ...EVERYTHING, filter })
  expect([
    askedFilter(words('after:2026-01-17T10:30 lead'), NOW),
    askedFilter(words('sig:invald'), NOW),
    askedFilter(recent, NOW),
    askedFilter({ ...recent, range: null }, NOW),
    askedFilter({ ...zoomed, filter: 'a OR b', isGrouped: true }, NOW),
    histogramFilter({ ...zoomed, filter: 'a OR b', isGrouped: true }, NOW),
  ]).toEqual([
    `after:${new Date(2026, 0, 17, 10, 30).toISOString()} lead`,
    'sig:invald',
    'after:2026-01-17T10:00:00.000Z',
    'after:2026-01-17T11:45:00.000Z',
    '(a OR b) after:2026-01-17T10:00:00.000Z before:2026-01-17T10:00:00.001Z is:latest',
    '(a OR b) is:latest',
  ])
})

test('queries that ask for the same are the same', () => {
  expect([isSameQuery(EVERYTHING, { ...EVERYTHING }), isSameQuery(EVERYTHING, { ...EVERYTHING, filter: 'a' })]).toEqual([true, false])
})
