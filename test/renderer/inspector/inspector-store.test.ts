import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Client } from '../../../src/shared/contract/client.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { DeliveryView } from '../../../src/shared/domain/exchange.ts'
import type { Connection } from '../../../src/renderer/api/connection.ts'
import { createInspector } from '../../../src/renderer/features/inspector/inspector-store.ts'
import { anExchange } from '../activity/rows.ts'
import { settle } from '../activity/fake-feed.ts'
import { aDelivery, anAttempt } from './deliveries.ts'

function opened(overrides: Record<string, unknown> = {}) {
  const calls: string[] = []
  const resolved: string[] = []
  const client = {
    exchanges: {
      get: async ({ id }: { id: string }) => {
        calls.push(`get ${id}`)
        return { ...anExchange({ seq: 1, direction: id.startsWith('attempt') ? 'out' : 'in' }), id, deliveryId: 'delivery_1' }
      },
    },
    deliveries: {
      get: async () => aDelivery({ history: [anAttempt(1), anAttempt(2)] }),
      follow: async () => {
        calls.push('follow')
        return (async function* (): AsyncGenerator<DeliveryView> {
          yield aDelivery({ state: 'failed', nextAttemptAt: null })
        })()
      },
      attempt: async ({ id }: { id: string }) => {
        calls.push(`attempt ${id}`)
        return aDelivery({ attempts: 2 })
      },
      cancel: () => Promise.reject(new HookscopeError('conflict', 'It is over.', 'Look at it.')),
      ...overrides,
    },
  } as unknown as Client
  const connection = createStore<Connection>()(() => ({ kind: 'connected' }))
  const inspector = createInspector({ client, connection }, (id) => resolved.push(id))
  return { inspector, calls, resolved }
}

test('an attempt comes with its delivery, a capture without', async () => {
  const { inspector } = opened()
  inspector.open('attempt_1')
  await settle()
  const attempt = inspector.store.getState()
  inspector.open('capture_1')
  await settle()
  const capture = inspector.store.getState()
  expect([attempt.detail?.id, attempt.delivery?.state, capture.detail?.id, capture.delivery]).toEqual([
    'attempt_1',
    'failed',
    'capture_1',
    null,
  ])
})

test('the id of a delivery leads to its latest attempt', async () => {
  const { inspector, resolved } = opened()
  inspector.open('delivery_1')
  await settle()
  expect(resolved).toEqual(['attempt_2'])
})

test('a command given before the exchange was read reads it', async () => {
  const { inspector } = opened()
  inspector.open('attempt_1')
  const found = await Promise.all(['attempt_1', 'capture_2', 'delivery_1'].map(inspector.find))
  expect(found.map(({ id }) => id)).toEqual(['attempt_1', 'capture_2', 'attempt_2'])
})

test('an attempt asked for before the exchange was read is made', async () => {
  const { inspector, calls } = opened()
  inspector.open('attempt_1')
  await inspector.attemptNow()
  expect(calls).toContain('attempt delivery_1')
})

test('what the live stream names is read again, and nothing else', async () => {
  const { inspector, calls } = opened()
  inspector.open('capture_1')
  await settle()
  inspector.notice([{ ...anExchange({ seq: 5 }), id: 'capture_2' }])
  inspector.notice([{ ...anExchange({ seq: 5 }), id: 'capture_1' }])
  await settle()
  expect(calls).toEqual(['get capture_1', 'get capture_1'])
})

test('a delivery that was final is followed again when one of its attempts changes', async () => {
  const { inspector, calls } = opened()
  inspector.open('attempt_1')
  await settle()
  inspector.notice([{ ...anExchange({ seq: 5, direction: 'out' }), id: 'attempt_2', deliveryId: 'delivery_1' }])
  await settle()
  expect(calls).toEqual(['get attempt_1', 'follow', 'follow'])
})

test('a refused action says why and leaves everything as it was', async () => {
  const { inspector } = opened()
  inspector.open('attempt_1')
  await settle()
  await inspector.cancel()
  expect(inspector.store.getState()).toMatchObject({ busy: null, refusal: { code: 'conflict' }, delivery: { state: 'failed' } })
})

test('an answer that comes after another exchange was opened is ignored', async () => {
  const { inspector } = opened()
  inspector.open('capture_1')
  inspector.open(null)
  await settle()
  expect(inspector.store.getState()).toMatchObject({ id: null, detail: null })
})
