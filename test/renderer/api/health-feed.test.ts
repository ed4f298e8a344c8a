import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHealthFeed, type HealthFeed } from '../../../src/renderer/api/health-feed.ts'
import { HEALTH_WINDOWS, type HealthReport, type HealthWindow } from '../../../src/shared/domain/health.ts'
import type { Client } from '../../../src/shared/contract/client.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Opened {
  readonly feed: HealthFeed
  readonly asked: HealthWindow[]
  readonly kept: Map<string, string>
  watched: boolean
  complete: boolean
  fails: boolean
}

function open(): Opened {
  const asked: HealthWindow[] = []
  const kept = new Map<string, string>()
  const opened = { asked, kept, watched: true, complete: true, fails: false }
  const health = async ({ window }: { window: HealthWindow }): Promise<HealthReport> => {
    asked.push(window)
    if (opened.fails) throw new Error('gone')
    return { window, from: 0, bucketMs: HEALTH_WINDOWS[window].bucketMs, complete: opened.complete, places: {} }
  }
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
  const client = { health } as unknown as Pick<Client, 'health'>
  return Object.assign(opened, { feed: createHealthFeed({ client, storage, isWatched: () => opened.watched }) })
}

test('it is asked every three seconds while somebody follows and looks, and sooner while the engine still counts', async () => {
  const opened = open()
  const { feed, asked } = opened
  opened.complete = false
  const stop = feed.follow()
  await vi.advanceTimersByTimeAsync(700)
  const counting = asked.length
  opened.complete = true
  await vi.advanceTimersByTimeAsync(6_500)
  const calm = asked.length - counting
  opened.watched = false
  await vi.advanceTimersByTimeAsync(9_000)
  const unseen = asked.length - counting - calm
  stop()
  opened.watched = true
  await vi.advanceTimersByTimeAsync(9_000)
  expect({ counting, calm, unseen, all: asked.length, timers: vi.getTimerCount() }).toEqual({
    counting: 3,
    calm: 3,
    unseen: 0,
    all: 6,
    timers: 0,
  })
})

test('another window is shown at once and remembered; what is known stays while the engine does not answer', async () => {
  const opened = open()
  const { feed, kept } = opened
  const stop = feed.follow()
  await vi.advanceTimersByTimeAsync(0)
  feed.choose('hour')
  const emptied = feed.store.getState().report
  await vi.advanceTimersByTimeAsync(0)
  opened.fails = true
  await vi.advanceTimersByTimeAsync(3_000)
  stop()
  expect({ emptied, shown: feed.store.getState().report?.window, kept: [...kept] }).toEqual({
    emptied: null,
    shown: 'hour',
    kept: [['health-window', 'hour']],
  })
})
