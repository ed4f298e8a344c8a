import { expect, test, vi } from 'vitest'
import { createSends } from '../../../src/renderer/features/compose/sends-store.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { aDelivery, connected, fakeClient } from '../support/fakes.ts'

const REQUEST = { content: { kind: 'event', type: 'deal.won' }, targets: [] } as const

test('each delivery has one row that changes in place, the newest on top', async () => {
  const client = fakeClient({
    sending: { send: async () => ({ deliveryIds: ['delivery_1', 'delivery_2'] }) },
    deliveries: {
      follow: async function* () {
        yield aDelivery({ id: 'delivery_1', state: 'pending' })
        yield aDelivery({ id: 'delivery_2', state: 'pending' })
        yield aDelivery({ id: 'delivery_1', state: 'success' })
      },
    },
  })
  const sends = createSends({ client, connection: connected })
  const isSent = await sends.send(REQUEST)
  await vi.waitUntil(() => sends.store.getState().deliveries.some(({ state }) => state === 'success'))
  expect({ isSent, rows: sends.store.getState().deliveries.map(({ id, state }) => `${id} ${state}`) }).toEqual({
    isSent: true,
    rows: ['delivery_2 pending', 'delivery_1 success'],
  })
})

test('a refused send says why and can be tried again', async () => {
  const send = async (): Promise<never> => {
    throw new HookscopeError('nothing_to_do', 'The endpoint billing is off.', 'Switch it on first.')
  }
  const sends = createSends({ client: fakeClient({ sending: { send } }), connection: connected })
  expect([await sends.send(REQUEST), sends.store.getState()]).toMatchObject([
    false,
    { isSending: false, problem: { message: 'The endpoint billing is off.', remedy: 'Switch it on first.' } },
  ])
})
