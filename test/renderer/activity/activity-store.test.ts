import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createActivity, type Activity } from '../../../src/renderer/features/activity/activity-store.ts'
import { EVERYTHING } from '../../../src/renderer/features/activity/feed-query.ts'
import { feedRows } from '../../../src/renderer/features/activity/activity-state.ts'
import { MAX_ROWS } from '../../../src/renderer/features/activity/feed-window.ts'
import { fakeFeed, settle } from './fake-feed.ts'
import { anExchange, rowsDown } from './rows.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const running: Activity[] = []
afterEach(() => running.splice(0).forEach((activity) => activity.stop()))

async function started(count: number) {
  const feed = fakeFeed(rowsDown(count))
  const activity = createActivity({ client: feed.client, connection: feed.connection })
  running.push(activity)
  await activity.setQuery({ ...EVERYTHING, filter: '' })
  await settle()
  const seen = () => {
    const { feed: shown, total, fresh, isPaused, filterProblem } = activity.store.getState()
    return {
      first: shown?.rows[0]?.at,
      length: shown?.rows.length,
      above: shown?.above,
      total: total?.value,
      fresh: fresh.value,
      isPaused,
      refused: filterProblem !== null,
    }
  }
  return { feed, activity, seen }
}

const fresh = (number: number, type = 'lead.created') => anExchange({ seq: 2_000_000 + number, type })

test('at the top what arrives enters at once and is marked for a second', async () => {
  const { feed, activity, seen } = await started(3)
  await feed.arrive([fresh(1)])
  const marked = [...activity.store.getState().arrived]
  await vi.advanceTimersByTimeAsync(1_000)
  expect({ ...seen(), marked, later: activity.store.getState().arrived.size }).toEqual({
    first: 2_000_001,
    length: 4,
    above: 0,
    total: 4,
    fresh: 0,
    isPaused: false,
    refused: false,
    marked: [fresh(1).id],
    later: 0,
  })
})

test('away from the top nothing moves: new rows are counted, and shown when asked for', async () => {
  const { feed, activity, seen } = await started(3)
  activity.setAtTop(false)
  await feed.arrive([fresh(2), fresh(1)])
  const before = seen()
  await activity.showNew()
  expect([before, seen()]).toMatchObject([
    { first: 1_000_000, length: 3, fresh: 2, total: 5 },
    { first: 2_000_002, length: 5, fresh: 0, total: 5 },
  ])
})

test('a paused feed stands still until it is resumed; rows that it shows still change', async () => {
  const { feed, activity, seen } = await started(2)
  activity.togglePause()
  await feed.arrive([fresh(1)])
  await feed.change(anExchange({ seq: 1_000_000, status: 500 }))
  const paused = { ...seen(), status: activity.store.getState().feed?.rows[0]?.status }
  activity.togglePause()
  await settle()
  expect([paused, seen()]).toMatchObject([
    { first: 1_000_000, length: 2, fresh: 1, isPaused: true, status: 500 },
    { first: 2_000_001, length: 3, fresh: 0, isPaused: false },
  ])
})

test('a gap at the top reads the head again; away from it the rows stay and the number of new ones is a lower bound', async () => {
  const { feed, activity, seen } = await started(3)
  await feed.arrive([fresh(1)], true)
  const followed = seen()
  activity.setAtTop(false)
  await feed.arrive([fresh(3), fresh(2)], true)
  expect([followed, seen(), activity.store.getState().fresh.exact]).toMatchObject([
    { first: 2_000_001, length: 4 },
    { first: 2_000_001, length: 4 },
    false,
  ])
})

test('away from the top what a gap hides is read once a second, however many there are', async () => {
  const { feed, activity } = await started(3)
  activity.setAtTop(false)
  // With its first batch the stream has the page read again, whatever it says.
  await feed.arrive([])
  feed.calls.splice(0)
  const [oldest] = rowsDown(3).slice(-1)
  if (oldest) await feed.change({ ...oldest, status: 500 }, true)
  await feed.arrive([fresh(1)], true)
  await feed.arrive([fresh(2)], true)
  const before = feed.calls.length
  await vi.advanceTimersByTimeAsync(1_000)
  const { feed: held } = activity.store.getState()
  expect({ before, after: feed.calls, last: held?.rows.at(-1)?.status }).toEqual({ before: 0, after: ['list before'], last: 500 })
})

test('a filter changes rows, count and stream together; a refused one changes nothing but says so', async () => {
  const { feed, activity, seen } = await started(3)
  await feed.arrive([fresh(1, 'deal.won')])
  await activity.setQuery({ ...EVERYTHING, filter: 'type:deal.won' })
  await settle()
  const filtered = seen()
  await activity.setQuery({ ...EVERYTHING, filter: 'tpye:deal.won' })
  expect([filtered, seen(), feed.watched()]).toMatchObject([
    { length: 1, total: 1, refused: false },
    { length: 1, total: 1, refused: true },
    ['', 'type:deal.won'],
  ])
})

test('what is shown or on its way is not asked for again, unless it failed', async () => {
  const { feed, activity } = await started(3)
  const asked = () => feed.calls.splice(0).length
  asked()
  await activity.setQuery({ ...EVERYTHING })
  const again = asked()
  const lead = { ...EVERYTHING, filter: 'type:lead.created' }
  await Promise.all([activity.setQuery(lead), activity.setQuery({ ...lead })])
  const twice = asked()
  const unanswered = fakeFeed(rowsDown(3))
  unanswered.away(true)
  const failing = createActivity({ client: unanswered.client, connection: unanswered.connection })
  running.push(failing)
  await failing.setQuery(EVERYTHING)
  await failing.setQuery(EVERYTHING)
  expect({ again, twice, failed: unanswered.calls.length }).toEqual({ again: 0, twice: 1, failed: 2 })
})

test('scrolling far holds a bounded window whose place in the feed is right', async () => {
  const { activity, seen } = await started(3_000)
  for (let position = 0; position < 1_500; position += 60) await activity.ensure(position, position + 30)
  const { feed } = activity.store.getState()
  expect({ ...seen(), isBounded: (feed?.rows.length ?? 0) <= MAX_ROWS, height: feedRows(activity.store.getState()) }).toMatchObject({
    first: 1_000_000 - (feed?.above ?? 0),
    isBounded: true,
    height: 3_000,
  })
})

test('a jump lands on the very position, from whichever end is nearer, and back', async () => {
  const { activity } = await started(30_000)
  const landed = async (position: number) => {
    await activity.ensure(position, position + 30)
    const { feed } = activity.store.getState()
    return feed?.rows[position - feed.above]?.at
  }
  expect([await landed(9_000), await landed(29_000), await landed(12_345), await landed(5)]).toEqual([991_000, 971_000, 987_655, 999_995])
})

test('what is too far to leaf to is looked for by its share of the time', async () => {
  const { activity, feed } = await started(60_000)
  feed.calls.length = 0
  await activity.ensure(30_000, 30_030)
  const { feed: shown } = activity.store.getState()
  expect({ at: shown?.rows[0]?.at, above: shown?.above, calls: feed.calls.length }).toEqual({ at: 970_000, above: 30_000, calls: 3 })
})

test('the oldest rows are reached at once', async () => {
  const { activity, feed } = await started(5_000)
  feed.calls.length = 0
  await activity.showOldest()
  const { feed: shown, reveal } = activity.store.getState()
  expect({ last: shown?.rows.at(-1)?.at, hasOlder: shown?.hasOlder, reveal, calls: feed.calls }).toEqual({
    last: 995_001,
    hasOlder: false,
    reveal: { position: 4_999 },
    calls: ['list after'],
  })
})

test('while the engine is away rows stay, and are read again when it is back', async () => {
  const { feed, activity, seen } = await started(3)
  feed.away(true)
  await activity.setQuery({ ...EVERYTHING, filter: 'type:lead.created' })
  const away = { ...seen(), problem: activity.store.getState().problem?.code }
  feed.away(false)
  await settle()
  const { problem, shown } = activity.store.getState()
  expect([away, { problem, filter: shown.filter }]).toMatchObject([
    { length: 3, problem: 'engine_gone' },
    { problem: null, filter: 'type:lead.created' },
  ])
})
