import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCompose, type Compose } from '../../../src/renderer/features/compose/compose-store.ts'
import type { Endpoint } from '../../../src/shared/domain/endpoint.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { SendRequest } from '../../../src/shared/domain/sending.ts'
import { anEndpoint, fakeClient } from '../support/fakes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open(endpoints: readonly Endpoint[] = []): { compose: Compose; previews: SendRequest[] } {
  const previews: SendRequest[] = []
  const client = fakeClient({
    events: { sample: async ({ type, seed }: { type: string; seed: number }) => ({ eventId: `evt_${seed}`, eventType: type }) },
    endpoints: { list: async () => endpoints },
    sending: {
      preview: async (request: SendRequest) => {
        previews.push(request)
        return { body: '', method: 'POST', url: 'http://localhost/', headers: [], problems: [] }
      },
    },
  })
  return { compose: createCompose(client, 'deal.won'), previews }
}

const textNow = ({ store }: Compose): string | undefined => store.getState().drafts[store.getState().type]?.text

test('a type begins with a sample, and looking at another type loses no edit', async () => {
  const { compose } = open()
  await compose.chooseType('deal.won')
  const sample = textNow(compose)
  compose.edit('{"mine":1}')
  await compose.chooseType('lead.created')
  const other = textNow(compose)
  await compose.chooseType('deal.won')
  expect({ sample, other, back: textNow(compose) }).toEqual({
    sample: '{\n  "eventId": "evt_1",\n  "eventType": "deal.won"\n}',
    other: '{\n  "eventId": "evt_1",\n  "eventType": "lead.created"\n}',
    back: '{"mine":1}',
  })
})

test('another sample gives back an edited text for undo, and nothing for an untouched one', async () => {
  const { compose } = open()
  await compose.chooseType('deal.won')
  const untouched = await compose.nextSample()
  compose.edit('{"mine":1}')
  const edited = await compose.nextSample()
  const replaced = compose.store.getState().drafts['deal.won']?.seed
  if (edited) compose.putBack(edited)
  expect({ untouched, replaced, back: textNow(compose) }).toEqual({ untouched: null, replaced: 3, back: '{"mine":1}' })
})

test('what is typed while a sample is on its way stays', async () => {
  const { compose } = open()
  await compose.chooseType('deal.won')
  const coming = compose.nextSample()
  compose.edit('{"typed":1}')
  expect([await coming, textNow(compose)]).toEqual([null, '{"typed":1}'])
})

test('a sample at the edge replaces the text, and the next sample is of the same kind', async () => {
  const { compose } = open()
  await compose.chooseType('deal.won')
  await compose.chooseVariant('nulls')
  await compose.nextSample()
  expect(compose.store.getState().drafts['deal.won']).toMatchObject({ seed: 2, variant: 'nulls' })
})

test('targets are those that want the type until a person chooses, and never one that is off', async () => {
  const { compose } = open([
    anEndpoint({ id: 'all' }),
    anEndpoint({ id: 'leads', events: ['lead.*'] }),
    anEndpoint({ id: 'off', isActive: false }),
  ])
  await compose.chooseType('deal.won')
  await compose.refreshEndpoints()
  const forDeals = compose.store.getState().chosen
  await compose.chooseType('lead.created')
  const forLeads = compose.store.getState().chosen
  compose.chooseEndpoint('all', false)
  await compose.chooseType('deal.won')
  expect({ forDeals, forLeads, chosen: compose.store.getState().chosen }).toEqual({
    forDeals: ['all'],
    forLeads: ['all', 'leads'],
    chosen: ['leads'],
  })
})

test('the preview is asked for once when typing rests, for the first target', async () => {
  const { compose, previews } = open([anEndpoint({ id: 'webhook_1' })])
  await compose.chooseType('deal.won')
  await compose.refreshEndpoints()
  for (const text of ['{"a":1}', '{"a":12}', '{"a":123}']) compose.edit(text)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(previews).toEqual([
    { content: { kind: 'envelope', envelope: { a: 123 } }, targets: [{ kind: 'endpoint', endpointId: 'webhook_1' }] },
  ])
})

test('a URL is sent to once it is whole, under the workspace’s secret or its own', async () => {
  const { compose } = open()
  await compose.chooseType('deal.won')
  compose.changeUrl({ isOn: true, url: 'localhost' })
  const half = compose.request()
  compose.changeUrl({ url: 'http://localhost:3000/hooks' })
  const whole = compose.request()?.targets
  compose.changeUrl({ secret: 'too short' })
  const short = compose.request()
  compose.changeUrl({ scheme: 'none' })
  expect({ half, whole, short, unsigned: compose.request()?.targets }).toEqual({
    half: null,
    whole: [{ kind: 'url', url: 'http://localhost:3000/hooks', scheme: 'crm' }],
    short: null,
    unsigned: [{ kind: 'url', url: 'http://localhost:3000/hooks', scheme: null }],
  })
})

test('a sample that cannot be had says why', async () => {
  const failing = async (): Promise<never> => {
    throw new HookscopeError('engine_gone', 'Hookscope does not answer.', 'Start it again.')
  }
  const compose = createCompose(fakeClient({ events: { sample: failing }, sending: { preview: failing } }), 'deal.won')
  await compose.chooseType('deal.won')
  expect(compose.store.getState().sampleProblem).toMatchObject({ code: 'engine_gone', remedy: 'Start it again.' })
})
