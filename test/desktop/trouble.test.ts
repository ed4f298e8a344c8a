import { expect, test, vi } from 'vitest'
import type { Trouble } from '../../src/main/desktop/engine-messages.ts'
import { watchTrouble } from '../../src/main/desktop/trouble.ts'
import type { ExchangeSummary } from '../../src/shared/domain/exchange.ts'

test('A burst of failures is told once, each delivery counted once, until nobody wants to hear of it', async () => {
  const rows: Readonly<Record<string, readonly Partial<ExchangeSummary>[]>> = {
    'sig:invalid': [{ id: 'capture_1' }, { id: 'capture_2' }],
    'dir:out state:failed': [
      { id: 'attempt_1', deliveryId: 'delivery_1', deliveryState: 'failed' },
      { id: 'attempt_2', deliveryId: 'delivery_1', deliveryState: 'failed' },
      { id: 'attempt_3', deliveryId: 'delivery_2', deliveryState: 'pending' },
    ],
  }
  const timers: (() => void)[] = []
  const told: Trouble[] = []
  const stop = new AbortController()
  watchTrouble(
    {
      exchanges: {
        async *watch({ filter }) {
          yield { cursor: '', gap: false, rows: (rows[filter] ?? []) as ExchangeSummary[] }
        },
      },
      clock: { after: (_ms, then) => (timers.push(then), () => {}) },
      log: (_level, message) => expect.unreachable(message),
    },
    (trouble) => told.push(trouble),
    stop.signal,
  )
  await vi.waitUntil(() => timers.length > 0)
  await new Promise(setImmediate)

  timers[0]?.()
  stop.abort()
  timers[0]?.()

  expect(told).toEqual([{ failedDeliveries: 1, invalidSignatures: 2, exchangeId: 'attempt_2' }])
})
