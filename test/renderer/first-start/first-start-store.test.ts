import { expect, test } from 'vitest'
import { createFirstStart, type FirstStart } from '../../../src/renderer/features/first-start/first-start-store.ts'
import type { Endpoint } from '../../../src/shared/domain/endpoint.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { SendRequest } from '../../../src/shared/domain/sending.ts'
import { aDelivery, anAttempt, anEndpoint, anInbox, connected, fakeClient } from '../support/fakes.ts'

const inbox = anInbox({ isBuiltIn: true })
const loop = anEndpoint({ id: 'webhook_loop', url: `inbox:${inbox.id}`, resolvedUrl: inbox.url, isBuiltIn: true })

function open(endpoints: readonly Endpoint[], send: (request: SendRequest) => Promise<{ deliveryIds: string[] }>): FirstStart {
  const client = fakeClient({
    inboxes: { list: async () => [inbox] },
    endpoints: { list: async () => endpoints },
    sending: { send },
    deliveries: {
      follow: async function* () {
        yield aDelivery({ state: 'pending' })
        yield aDelivery({ history: [anAttempt({ id: 'attempt_1' })] })
      },
    },
    exchanges: {
      get: async ({ id }: { id: string }) =>
        id === 'attempt_1' ? { id, counterpartId: 'capture_1' } : { id, verdict: 'valid', counterpartId: null },
    },
  })
  return createFirstStart({ client, connection: connected })
}

test('one click sends through the built-in endpoint and finds both sides of the delivery', async () => {
  const sent: SendRequest[] = []
  const first = open([loop], async (request) => {
    sent.push(request)
    return { deliveryIds: ['delivery_1'] }
  })
  first.chooseType('lead.created')
  await first.send()
  expect({ sent, event: first.store.getState().event }).toMatchObject({
    sent: [{ content: { kind: 'event', type: 'lead.created' }, targets: [{ kind: 'endpoint', endpointId: 'webhook_loop' }] }],
    event: { kind: 'done', delivery: { state: 'success' }, capture: { id: 'capture_1', verdict: 'valid' } },
  })
})

test('without an endpoint that is on it sends to the inbox’s address', async () => {
  const sent: SendRequest[] = []
  const first = open([{ ...loop, isActive: false }], async (request) => {
    sent.push(request)
    return { deliveryIds: ['delivery_1'] }
  })
  await first.send()
  expect(sent.map(({ targets }) => targets)).toEqual([[{ kind: 'url', url: inbox.url, scheme: 'crm' }]])
})

test('a send that is refused says why', async () => {
  const first = open([loop], async () => {
    throw new HookscopeError('disk_full', 'The disk is full.', 'Make room and send again.')
  })
  await first.send()
  expect(first.store.getState().event).toMatchObject({
    kind: 'failed',
    problem: { message: 'The disk is full.', remedy: 'Make room and send again.' },
  })
})

test('the receiver is moved to a free port, or it is said why not', async () => {
  const ports: number[] = []
  const receiver = {
    listen: async ({ port }: { port: number }) => {
      ports.push(port)
      if (ports.length === 1) throw new HookscopeError('address_unavailable', 'No port is free.', 'Close a program.')
    },
  }
  const first = createFirstStart({
    client: fakeClient({ receiver, inboxes: { list: async () => [inbox] }, endpoints: { list: async () => [loop] } }),
    connection: connected,
  })
  await first.moveToFreePort()
  const refused = first.store.getState().portProblem?.message
  await first.moveToFreePort()
  expect({ ports, refused, after: first.store.getState() }).toMatchObject({
    ports: [0, 0],
    refused: 'No port is free.',
    after: { portProblem: null, inbox: { id: inbox.id } },
  })
})
