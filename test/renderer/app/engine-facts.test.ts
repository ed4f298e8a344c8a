import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followEngine } from '../../../src/renderer/app/engine-facts.ts'
import type { EngineStatus } from '../../../src/shared/domain/status.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const aStatus = (exchanges: number) => ({ exchanges }) as EngineStatus

test('the engine is asked every two seconds while somebody looks; what comes along with rows counts too', async () => {
  let asked = 0
  let isWatched = true
  const engine = followEngine({ status: async () => aStatus(++asked) } as never, () => isWatched)
  await vi.advanceTimersByTimeAsync(4_000)
  const seen = [engine.store.getState().status?.exchanges]
  isWatched = false
  await vi.advanceTimersByTimeAsync(10_000)
  engine.take(aStatus(42))
  seen.push(asked, engine.store.getState().status?.exchanges)
  engine.stop()
  expect([seen, vi.getTimerCount()]).toEqual([[3, 3, 42], 0])
})

test('while the engine does not answer, what was known stays', async () => {
  const engine = followEngine({ status: () => Promise.reject(new Error('gone')) } as never, () => true)
  engine.take(aStatus(7))
  await vi.advanceTimersByTimeAsync(4_000)
  engine.stop()
  expect(engine.store.getState().status?.exchanges).toBe(7)
})
