import { expect, test, vi } from 'vitest'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { BatchRequest, ReplayOptions, ReplaySelection } from '../../../src/shared/domain/replay.ts'
import { FIRST_FORM, formProblems, requestOf, targetOf, type ReplayForm } from '../../../src/renderer/features/replays/replay-form.ts'
import { createReplay } from '../../../src/renderer/features/replays/replay-store.ts'
import { aDelivery, anAttempt } from '../inspector/deliveries.ts'
import { anEndpoint, connected, fakeClient } from '../support/fakes.ts'
import { aBatch } from './batches.ts'

function prepared(selection: ReplaySelection = { ids: ['capture_1'] }) {
  const previewed: BatchRequest[] = []
  const sent: (ReplayOptions & { readonly id: string })[] = []
  const client = fakeClient({
    endpoints: { list: async () => [anEndpoint({ id: 'webhook_off', isActive: false }), anEndpoint({ id: 'webhook_on' })] },
    exchanges: {
      replay: async (request: ReplayOptions & { readonly id: string }) => {
        sent.push(request)
        return { deliveryId: 'delivery_2', changes: [] }
      },
    },
    replays: {
      preview: async (request: BatchRequest) => {
        previewed.push(request)
        if (request.target.kind === 'url') throw new HookscopeError('bad_input', 'Not there.', 'Go elsewhere.')
        return { total: { value: 1, exact: true }, items: [] }
      },
      start: async ({ target }: BatchRequest) => aBatch({ place: target.kind }),
    },
    deliveries: {
      follow: async () =>
        (async function* () {
          yield aDelivery({ id: 'delivery_2', state: 'success', history: [anAttempt(1, { status: 200 })] })
        })(),
    },
  })
  return { replay: createReplay({ client, connection: connected }, selection), previewed, sent }
}

test('it starts with an active endpoint and asks what would go there, without sending', async () => {
  const { replay, previewed, sent } = prepared()
  await replay.start()
  const { step, form, preview } = replay.store.getState()
  expect({
    step,
    endpointId: form.endpointId,
    total: preview?.total.value,
    asked: previewed.map(({ selection }) => selection),
    sent,
  }).toEqual({
    step: 'choosing',
    endpointId: 'webhook_on',
    total: 1,
    asked: [{ ids: ['capture_1'] }],
    sent: [],
  })
})

test('sending one ends with the new delivery and what came of it', async () => {
  const { replay } = prepared()
  await replay.start()
  await replay.send()
  expect(replay.store.getState()).toMatchObject({ step: 'sent', deliveryId: 'delivery_2', delivery: { state: 'success' } })
})

test('sending many starts a batch, which goes on by itself', async () => {
  const { replay, sent } = prepared({ filter: 'type:lead.*' })
  await replay.start()
  await replay.send()
  expect([replay.store.getState(), sent]).toMatchObject([{ step: 'running', batch: { id: 'replay_1', place: 'endpoint' } }, []])
})

test('a target that is refused says why and nothing is sent', async () => {
  vi.useFakeTimers()
  const { replay, sent } = prepared()
  await replay.start()
  replay.choose({ kind: 'url', url: 'http://refused/' })
  await vi.advanceTimersByTimeAsync(1_000)
  vi.useRealTimers()
  expect([replay.store.getState(), sent]).toMatchObject([{ step: 'choosing', preview: null, problem: { code: 'bad_input' } }, []])
})

const URL_FORM: ReplayForm = { ...FIRST_FORM, kind: 'url', url: 'http://localhost:3000/hook' }

test.each([
  ['http://localhost:3000/hook', true],
  ['ftp://localhost', false],
  ['localhost:3000', false],
  ['', false],
])('%j is a target: %s', (url, isTarget) => {
  expect(targetOf({ ...URL_FORM, url }) !== null).toBe(isTarget)
})

test('an exact replay takes no secret along; one that is signed anew takes it with its scheme', () => {
  const form: ReplayForm = { ...URL_FORM, scheme: 'stripe', secret: 'whsec' }
  expect([targetOf(form), targetOf({ ...form, mode: 'resign' })]).toEqual([
    { kind: 'url', url: form.url, scheme: null },
    { kind: 'url', url: form.url, scheme: 'stripe', secret: 'whsec' },
  ])
})

test('only many have a pace, and a wrong one is told at its field', () => {
  const form: ReplayForm = { ...URL_FORM, pace: 'rate', rate: '5' }
  const pace = (request: BatchRequest | null): unknown => request && [request.rate, request.speed]
  expect([
    pace(requestOf(form, { filter: '' }, null)),
    pace(requestOf({ ...form, pace: 'spacing', speed: '60' }, { filter: '' }, null)),
    pace(requestOf(form, { ids: ['capture_1'] }, null)),
    requestOf({ ...form, rate: 'many' }, { filter: '' }, null),
    Object.keys(formProblems({ ...form, rate: 'many' })),
  ]).toEqual([[5, undefined], [undefined, 60], [undefined, undefined], null, ['rate']])
})
