import { expect, test, vi } from 'vitest'
import { createSends } from '../../../src/renderer/features/compose/sends-store.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { SendRequest } from '../../../src/shared/domain/sending.ts'
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

/** An engine whose deliveries stay pending; `open` are the streams that are held. */
function pendingEngine(onSend: (made: number) => void = () => {}) {
  let made = 0
  const asked: SendRequest[] = []
  const open = new Set<string>()
  const client = fakeClient({
    sending: {
      send: async (request: SendRequest) => {
        asked.push(request)
        onSend(++made)
        return { deliveryIds: [`delivery_${made}`] }
      },
    },
    deliveries: {
      follow: async function* ({ ids: [id = ''] }: { ids: string[] }, { signal }: { signal: AbortSignal }) {
        open.add(id)
        yield aDelivery({ id, state: 'pending' })
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        open.delete(id)
      } as never,
    },
  })
  return { open, asked, sends: createSends({ client, connection: connected }) }
}

test('a series tells how far it is, waits while it is paused, and ends when it is cancelled', async () => {
  const seen = new Set<string>()
  const { sends, asked } = pendingEngine((made) => {
    if (made === 2) sends.pause(true)
    if (made === 4) sends.cancel()
  })
  sends.store.subscribe(({ series }) => series && seen.add(`${series.sent} of ${series.total}${series.isPaused ? ' paused' : ''}`))
  const sent = sends.sendMany(25, { ...REQUEST, content: { kind: 'text', text: '{}', type: 'a.b', form: 'compact', fill: { seed: 7 } } })
  await vi.waitUntil(() => sends.store.getState().series?.sent === 2)
  sends.pause(false)
  expect({
    sent: await sent,
    seen: [...seen],
    filled: asked.map(({ content }) => 'fill' in content && content.fill),
    isSending: sends.store.getState().isSending,
  }).toEqual({
    sent: 4,
    seen: ['0 of 25', '1 of 25', '1 of 25 paused', '2 of 25 paused', '2 of 25', '3 of 25'],
    filled: [1, 2, 3, 4].map((number) => ({ number, seed: 6 + number })),
    isSending: false,
  })
})

test('a series ends where something is refused, and says why', async () => {
  let calls = 0
  const send = async (): Promise<{ deliveryIds: string[] }> => {
    if (++calls === 2) throw new HookscopeError('engine_gone', 'It is gone.', 'Wait.')
    return { deliveryIds: [] }
  }
  const follow = async function* () {}
  const sends = createSends({ client: fakeClient({ sending: { send }, deliveries: { follow } }), connection: connected })
  expect([await sends.sendMany(5, REQUEST), sends.store.getState()]).toMatchObject([
    1,
    { isSending: false, series: null, problem: { message: 'It is gone.' } },
  ])
})

test('deliveries that leave the list are not followed any more', async () => {
  const { sends, open } = pendingEngine()
  await sends.sendMany(53, REQUEST)
  await vi.waitUntil(() => open.size === 50)
  expect([open.has('delivery_3'), open.has('delivery_4'), sends.store.getState().deliveries.length]).toEqual([false, true, 50])
})
