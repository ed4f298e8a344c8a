import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Connection } from '../../../src/renderer/api/connection.ts'
import { followDeliveries } from '../../../src/renderer/api/follow.ts'
import { keepLive } from '../../../src/renderer/api/live.ts'
import type { Problem } from '../../../src/renderer/api/problem.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { aDelivery, fakeClient } from '../support/fakes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const connection = createStore<Connection>()(() => ({ kind: 'connected' }))
const lost = (): HookscopeError => new HookscopeError('store_failed', 'The reader of the database has ended.', 'Try again.')

test('a live stream goes on where it was after the engine has lost its reader', async () => {
  const opened: (string | undefined)[] = []
  const stop = keepLive<{ cursor: string }>({
    connection,
    onBatch: () => {},
    onProblem: () => {},
    open: async (after) => {
      opened.push(after)
      return (async function* () {
        yield { cursor: `${opened.length}` }
        if (opened.length < 3) throw lost()
      })()
    },
  })
  await vi.advanceTimersByTimeAsync(1_000)
  stop()
  expect(opened).toEqual([undefined, '1', '2'])
})

test('a reader that never comes back is told in the end', async () => {
  const problems: Problem['code'][] = []
  const open = async (): Promise<AsyncIterable<{ cursor: string }>> => {
    throw lost()
  }
  keepLive({ connection, onBatch: () => {}, onProblem: ({ code }) => problems.push(code), open })
  await vi.advanceTimersByTimeAsync(300_000)
  expect(problems).toEqual(['store_failed'])
})

test('following deliveries goes on, too', async () => {
  let opened = 0
  const client = fakeClient({
    deliveries: {
      follow: async function* () {
        if (++opened === 1) throw lost()
        yield aDelivery({ state: 'success' })
      },
    },
  })
  const states: string[] = []
  const followed = followDeliveries({ client, connection }, ['delivery_1'], new AbortController().signal, ({ state }) => states.push(state))
  await vi.advanceTimersByTimeAsync(1_000)
  await followed
  expect(states).toEqual(['success'])
})
