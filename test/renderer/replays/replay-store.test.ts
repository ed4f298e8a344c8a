import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Client } from '../../../src/shared/contract/client.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { Connection } from '../../../src/renderer/api/connection.ts'
import { createReplay, targetOf } from '../../../src/renderer/features/inspector/replay-store.ts'
import { settle } from '../activity/fake-feed.ts'
import { aDelivery, anAttempt } from './deliveries.ts'

type Asked = { readonly target: { readonly kind: string; readonly url?: string }; readonly dryRun?: boolean }

function prepared() {
  const asked: Asked[] = []
  const client = {
    endpoints: {
      list: async () => [
        { id: 'webhook_off', name: 'off', isActive: false },
        { id: 'webhook_on', name: 'on', isActive: true },
      ],
    },
    exchanges: {
      replay: async (request: Asked) => {
        asked.push(request)
        if (request.target.url?.includes('refused')) throw new HookscopeError('bad_input', 'Not there.', 'Go elsewhere.')
        return { deliveryId: request.dryRun === true ? null : 'delivery_2', changes: ['Host became elsewhere.'] }
      },
    },
    deliveries: {
      follow: async () =>
        (async function* () {
          yield aDelivery({ id: 'delivery_2', state: 'success', history: [anAttempt(1, { status: 200 })] })
        })(),
    },
  } as unknown as Client
  const connection = createStore<Connection>()(() => ({ kind: 'connected' }))
  return { replay: createReplay({ client, connection }, 'capture_1'), asked }
}

test('it starts with an active endpoint and says what would be changed, without sending', async () => {
  const { replay, asked } = prepared()
  await replay.start()
  expect([replay.store.getState(), asked.map(({ dryRun }) => dryRun)]).toMatchObject([
    { step: 'choosing', kind: 'endpoint', endpointId: 'webhook_on', changes: ['Host became elsewhere.'] },
    [true],
  ])
})

test('sending ends with the new delivery and what came of it', async () => {
  const { replay } = prepared()
  await replay.start()
  await replay.send()
  expect(replay.store.getState()).toMatchObject({ step: 'sent', deliveryId: 'delivery_2', delivery: { state: 'success' } })
})

test('a target that is refused says why and nothing is sent', async () => {
  const { replay, asked } = prepared()
  await replay.start()
  replay.choose({ kind: 'url', url: 'http://refused/' })
  await settle()
  expect([replay.store.getState(), asked.every(({ dryRun }) => dryRun)]).toMatchObject([
    { step: 'choosing', changes: null, problem: { code: 'bad_input' } },
    true,
  ])
})

test.each([
  ['http://localhost:3000/hook', true],
  ['ftp://localhost', false],
  ['localhost:3000', false],
  ['', false],
])('%j is a target: %s', (url, isTarget) => {
  expect(targetOf({ kind: 'url', endpointId: null, url }) !== null).toBe(isTarget)
})
