import { expect, test } from 'vitest'
import { NEW } from '../../../src/renderer/api/editable-list.ts'
import { createEndpoints, type Endpoints } from '../../../src/renderer/features/endpoints/endpoints-store.ts'
import { endpointProblems } from '../../../src/shared/domain/endpoint-problems.ts'
import type { Endpoint } from '../../../src/shared/domain/endpoint.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { CRM_POLICY } from '../../../src/shared/domain/retry-policy.ts'
import { aDelivery, anAttempt, anEndpoint, connected, fakeClient } from '../support/fakes.ts'

interface Opened {
  readonly endpoints: Endpoints
  /** What the engine was asked to save. */
  readonly saved: unknown[]
  readonly stored: Endpoint[]
}

async function open(...stored: Endpoint[]): Promise<Opened> {
  const saved: unknown[] = []
  const save = async (input: object): Promise<Endpoint> => {
    saved.push(input)
    const id = 'id' in input ? input.id : 'webhook_new'
    const before = stored.find((each) => each.id === id) ?? anEndpoint({ id: 'webhook_new' })
    const endpoint = { ...before, ...input }
    const fields = endpointProblems(endpoint, undefined)
    if (fields.length > 0) throw new HookscopeError('bad_input', 'The endpoint cannot be saved.', 'Correct the named fields.', { fields })
    stored.splice(0, Infinity, ...stored.filter((each) => each.id !== endpoint.id), { ...endpoint, resolvedUrl: endpoint.url })
    return endpoint
  }
  const client = fakeClient({
    endpoints: {
      list: async () => [...stored],
      create: save,
      update: save,
      remove: async ({ id }: { id: string }) => {
        stored.splice(
          stored.findIndex((each) => each.id === id),
          1,
        )
      },
      secret: async () => ({ secret: 'a secret that is long enough 2046', olderUntil: null }),
      test: async () => ({ deliveryId: 'delivery_1' }),
    },
    handshakes: {
      send: async (order: object) => {
        saved.push(order)
        if ('verifyToken' in order && order.verifyToken === '') throw new HookscopeError('bad_input', 'No token.', 'Give one.')
        return { handshake: 'zoom', passed: true, challenges: [] }
      },
    },
    deliveries: {
      follow: async function* () {
        yield aDelivery({ state: 'pending' })
        yield aDelivery({ state: 'pending', status: 503, history: [anAttempt({ status: 503 })] })
        throw new Error('followed after the first answer')
      },
    },
  })
  const endpoints = createEndpoints({ client, connection: connected })
  await endpoints.list.refresh()
  return { endpoints, saved, stored }
}

test('only what was changed is saved, and the form is clean after it', async () => {
  const { endpoints, saved } = await open(anEndpoint({ id: 'webhook_1' }))
  endpoints.list.change('webhook_1', { events: ['deal.*'], name: 'invoices' })
  endpoints.list.change('webhook_1', { delays: ['0'] })
  await endpoints.save('webhook_1')
  expect({ saved, edits: endpoints.list.store.getState().edits, tails: endpoints.store.getState().secretTails }).toEqual({
    saved: [{ id: 'webhook_1', events: ['deal.*'], name: 'invoices', policy: { ...CRM_POLICY, delaysMs: [0] } }],
    edits: {},
    tails: { webhook_1: '2046' },
  })
})

test('a refused save keeps what was typed and says what is wrong with each field until it changes', async () => {
  const { endpoints } = await open(anEndpoint({ id: 'webhook_1' }))
  endpoints.list.change('webhook_1', {
    url: 'nowhere',
    headers: [
      ['Good', '1'],
      ['Bad name', '2'],
    ],
  })
  const answer = await endpoints.save('webhook_1')
  const told = [...endpoints.list.fieldProblems('webhook_1').keys()]
  endpoints.list.change('webhook_1', { url: 'http://localhost:3000' })
  expect({
    answer,
    told,
    left: [...endpoints.list.fieldProblems('webhook_1').keys()],
    draft: endpoints.list.draft('webhook_1').headers,
  }).toEqual({
    answer: null,
    told: ['url', 'headers'],
    left: ['headers'],
    draft: [
      ['Good', '1'],
      ['Bad name', '2'],
    ],
  })
})

test('a new endpoint leaves everything that was not typed to the engine', async () => {
  const { endpoints, saved } = await open()
  endpoints.list.change(NEW, { url: ' http://localhost:3000/hooks ' })
  await endpoints.save(NEW)
  expect(saved).toEqual([{ url: 'http://localhost:3000/hooks' }])
})

test('an edit lives on while the list is read again, over what others changed meanwhile', async () => {
  const { endpoints, stored } = await open(anEndpoint({ id: 'webhook_1', name: 'old' }))
  endpoints.list.change('webhook_1', { concurrency: '1' })
  stored[0] = anEndpoint({ id: 'webhook_1', name: 'renamed elsewhere' })
  await endpoints.list.refresh()
  const { name, concurrency } = endpoints.list.draft('webhook_1')
  expect({ name, concurrency, changed: [...endpoints.list.changed('webhook_1')] }).toEqual({
    name: 'renamed elsewhere',
    concurrency: '1',
    changed: ['concurrency'],
  })
})

test('typing a value back to what is saved leaves nothing to save', async () => {
  const { endpoints } = await open(anEndpoint({ id: 'webhook_1', name: 'billing' }))
  endpoints.list.change('webhook_1', { name: 'b' })
  endpoints.list.change('webhook_1', { name: 'billing' })
  expect(endpoints.list.store.getState().edits).toEqual({})
})

test('the switch acts at once and leaves the edit alone', async () => {
  const { endpoints, saved } = await open(anEndpoint({ id: 'webhook_1' }))
  endpoints.list.change('webhook_1', { name: 'not yet' })
  await endpoints.activate('webhook_1', false)
  expect({
    saved,
    changed: [...endpoints.list.changed('webhook_1')],
    active: endpoints.list.store.getState().items?.[0]?.isActive,
  }).toEqual({
    saved: [{ id: 'webhook_1', isActive: false }],
    changed: ['name'],
    active: false,
  })
})

test('a test waits for the first answer, not for the ladder', async () => {
  const { endpoints } = await open(anEndpoint({ id: 'webhook_1' }))
  await endpoints.test('webhook_1')
  expect(endpoints.store.getState().tests['webhook_1']).toMatchObject({ kind: 'answered', delivery: { state: 'pending', status: 503 } })
})

test('a field is checked once one has left it, not while it is typed, and again when it is left again', async () => {
  const { endpoints } = await open(anEndpoint({ id: 'webhook_1' }))
  const { list } = endpoints
  const told = (): string[] => [...list.fieldProblems('webhook_1')].map(([field, [first]]) => `${field} ${first?.message}`)
  list.change('webhook_1', { url: 'localhost' })
  const typing = told()
  list.leave('webhook_1')
  const left = told()
  list.change('webhook_1', { url: 'http://localhost' })
  const mending = told()
  list.leave('webhook_1')
  expect({ typing, left: left.length, mending, mended: told() }).toEqual({ typing: [], left: 1, mending: [], mended: [] })
})

test('a handshake goes to the endpoint, one at a time, and its report or refusal is kept', async () => {
  const { endpoints, saved } = await open(anEndpoint({ id: 'webhook_1' }))
  const both = [endpoints.shake('webhook_1', 'zoom', 'not for Zoom'), endpoints.shake('webhook_1', 'slack', '')]
  const during = endpoints.store.getState().handshakes
  await Promise.all(both)
  const after = endpoints.store.getState().handshakes
  await endpoints.shake('webhook_1', 'meta', '')
  expect({ saved, during, after, refused: endpoints.store.getState().handshakes['webhook_1'] }).toEqual({
    saved: [
      { handshake: 'zoom', target: { kind: 'endpoint', endpointId: 'webhook_1' } },
      { handshake: 'meta', target: { kind: 'endpoint', endpointId: 'webhook_1' }, verifyToken: '' },
    ],
    during: { webhook_1: { kind: 'running' } },
    after: { webhook_1: { kind: 'answered', report: { handshake: 'zoom', passed: true, challenges: [] } } },
    refused: { kind: 'failed', problem: expect.objectContaining({ message: 'No token.' }) as unknown },
  })
})
