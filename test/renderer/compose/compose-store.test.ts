import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Compose } from '../../../src/renderer/features/compose/compose-state.ts'
import { createCompose } from '../../../src/renderer/features/compose/compose-store.ts'
import type { Composition, CompositionInput } from '../../../src/shared/domain/composition.ts'
import type { Endpoint } from '../../../src/shared/domain/endpoint.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { SendRequest } from '../../../src/shared/domain/sending.ts'
import { anEndpoint, fakeClient } from '../support/fakes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What the workspace keeps; a page that is opened later finds it. */
interface Shelf {
  readonly kept: Map<string, Composition>
  isAway: boolean
}

function open(endpoints: readonly Endpoint[] = [], shelf: Shelf = { kept: new Map(), isAway: false }) {
  const previews: SendRequest[] = []
  let clock = 0
  let ids = shelf.kept.size * 100
  const client = fakeClient({
    events: {
      sample: async ({ type, seed }: { type: string; seed: number }) => ({ id: `evt_${seed}`, eventType: type }),
      list: async () => [],
    },
    endpoints: { list: async () => endpoints },
    compositions: {
      list: async () => [...shelf.kept.values()].toSorted((a, b) => b.updatedAt - a.updatedAt),
      get: async ({ id }: { id: string }) => {
        const found = shelf.kept.get(id)
        if (!found) throw new HookscopeError('not_found', 'It is gone.', 'Go on.')
        return found
      },
      put: async (input: CompositionInput) => {
        if (shelf.isAway) throw new HookscopeError('engine_gone', 'Hookscope does not answer.', 'Start it again.')
        shelf.kept.set(input.id, { ...input, updatedAt: ++clock })
        return { ...input, updatedAt: clock }
      },
      remove: async ({ id }: { id: string }) => void shelf.kept.delete(id),
    },
    sending: {
      preview: async (request: SendRequest) => {
        previews.push(request)
        return { body: '', method: 'POST', url: 'http://localhost/', headers: [], values: [], problems: [] }
      },
    },
  })
  const compose = createCompose(client, 'deal.won', { newId: () => `draft ${++ids}`, fraction: () => 0.5 })
  return { compose, previews, shelf }
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
    sample: '{\n  "id": "evt_1",\n  "eventType": "deal.won"\n}',
    other: '{\n  "id": "evt_1",\n  "eventType": "lead.created"\n}',
    back: '{"mine":1}',
  })
})

test('another sample takes the place of an edited draft, which stays kept and can be opened again', async () => {
  const { compose, shelf } = open()
  await compose.chooseType('deal.won')
  const untouched = await compose.nextSample()
  compose.edit('{"mine":1}')
  const edited = await compose.nextSample()
  await compose.flush()
  const after = compose.store.getState().drafts['deal.won']?.seed
  await compose.open(edited?.id ?? '')
  expect({ untouched, after, kept: [...shelf.kept.values()].map(({ text }) => text), back: textNow(compose) }).toEqual({
    untouched: null,
    after: 3,
    kept: ['{"mine":1}'],
    back: '{"mine":1}',
  })
})

test('what is typed while a sample is on its way stays', async () => {
  const { compose } = open()
  await compose.chooseType('deal.won')
  const coming = compose.nextSample()
  compose.edit('{"typed":1}')
  expect([await coming, textNow(compose)]).toEqual([null, '{"typed":1}'])
})

test('a page that is opened again goes on with the draft that was typed last', async () => {
  const { compose, shelf } = open()
  await compose.refresh()
  compose.edit('{"deal":1}')
  await vi.advanceTimersByTimeAsync(1_000)
  await compose.chooseType('lead.created')
  compose.edit('{"lead":1}')
  await vi.advanceTimersByTimeAsync(1_000)
  const again = open([], shelf).compose
  await again.refresh()
  const { type } = again.store.getState()
  const lead = textNow(again)
  await again.chooseType('deal.won')
  expect({ type, lead, deal: textNow(again) }).toEqual({ type: 'lead.created', lead: '{"lead":1}', deal: '{"deal":1}' })
})

test('what cannot be kept while the engine is away is said, and kept once it is back', async () => {
  const { compose, shelf } = open()
  await compose.refresh()
  shelf.isAway = true
  compose.edit('{"a":1}')
  await vi.advanceTimersByTimeAsync(1_000)
  const problem = compose.store.getState().keepingProblem?.code
  shelf.isAway = false
  await compose.refresh()
  expect({
    problem,
    after: compose.store.getState().keepingProblem,
    kept: [...shelf.kept.values()].map(({ text }) => text),
    text: textNow(compose),
  }).toEqual({ problem: 'engine_gone', after: null, kept: ['{"a":1}'], text: '{"a":1}' })
})

test('a template is saved under its name, begins drafts of its own, is saved over, removed and put back', async () => {
  const { compose, shelf } = open()
  await compose.refresh()
  compose.edit('{"a":1}')
  await compose.saveTemplate('Won')
  const [template] = [...shelf.kept.values()]
  await compose.open(template?.id ?? '')
  const begun = compose.store.getState().drafts['deal.won']
  compose.edit('{"a":2}')
  await compose.saveTemplate('won')
  const names = compose.store.getState().kept?.flatMap(({ name }) => name ?? [])
  const removed = await compose.removeKept(template?.id ?? '')
  const left = compose.store.getState().kept?.filter(({ name }) => name !== null).length
  await compose.restoreKept(removed)
  expect({
    isOwn: begun?.id !== template?.id,
    from: begun?.template,
    names,
    removed: removed.text,
    left,
    back: shelf.kept.get(template?.id ?? '')?.text,
  }).toEqual({ isOwn: true, from: 'Won', names: ['won'], removed: '{"a":2}', left: 0, back: '{"a":2}' })
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
  await compose.refresh()
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
  await compose.refresh()
  for (const text of ['{"a":1}', '{"a":12}', '{"a":123}']) compose.edit(text)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(previews).toEqual([
    {
      content: { kind: 'text', type: 'deal.won', text: '{"a":123}', form: 'compact', fill: { seed: 2 ** 30 } },
      targets: [{ kind: 'endpoint', endpointId: 'webhook_1' }],
    },
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

test('nothing is sent to the endpoints while a URL beside them is wrong', async () => {
  const { compose } = open([anEndpoint({ id: 'webhook_1' })])
  await compose.refresh()
  const chosen = [{ kind: 'endpoint', endpointId: 'webhook_1' }]
  const targets: unknown[] = []
  for (const changes of [{ isOn: true }, { url: 'htp:/localhost' }, { isOn: false }] as const) {
    compose.changeUrl(changes)
    targets.push(compose.request()?.targets ?? null)
  }
  expect(targets).toEqual([chosen, null, chosen])
})

test('a sample that cannot be had says why', async () => {
  const failing = async (): Promise<never> => {
    throw new HookscopeError('engine_gone', 'Hookscope does not answer.', 'Start it again.')
  }
  const compose = createCompose(fakeClient({ events: { sample: failing }, sending: { preview: failing } }), 'deal.won', {
    newId: () => 'draft',
    fraction: () => 0,
  })
  await compose.chooseType('deal.won')
  expect(compose.store.getState().sampleProblem).toMatchObject({ code: 'engine_gone', remedy: 'Start it again.' })
})
