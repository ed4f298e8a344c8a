import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import type { BatchView, ReplayEdit, ReplayPreview, ReplaySelection } from '../../../shared/domain/replay.ts'
import { followDeliveries, type FollowApi } from '../../api/follow.ts'
import { pause } from '../../api/pause.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { FIRST_FORM, isSingle, requestOf, type ReplayForm } from './replay-form.ts'

/**
 * A replay being prepared, of one exchange or of many:
 *   choosing → starting → sent (one: `delivery` goes on) | running (many: `batch` is where they are followed)
 *                       → choosing (refused: `problem` says why)
 * What would go where is asked of the engine each time something changes; only the answer to the latest counts.
 */
export interface ReplayState {
  readonly step: 'choosing' | 'starting' | 'sent' | 'running'
  /** null until the list has come. */
  readonly endpoints: readonly Endpoint[] | null
  readonly form: ReplayForm
  /** What is sent in place of what was captured; null: nothing. */
  readonly edit: ReplayEdit | null
  /** What would go where; null while it is not known. */
  readonly preview: ReplayPreview | null
  readonly problem: Problem | null
  readonly deliveryId: string | null
  /** The new delivery as it goes on. */
  readonly delivery: DeliveryView | null
  /** As it was started. */
  readonly batch: BatchView | null
}

export interface Replay {
  readonly selection: ReplaySelection
  readonly store: StoreApi<ReplayState>
  start(): Promise<void>
  choose(change: Partial<ReplayForm>): void
  edit(edit: ReplayEdit | null): void
  send(): Promise<void>
  stop(): void
}

/** Typing pauses this long before the engine is asked. */
const TYPING_MS = 250
const PREVIEWED = 50

/** A replay of what is selected; `start` reads the endpoints. `last` is how the one before was sent. */
export function createReplay(api: FollowApi, selection: ReplaySelection, last: ReplayForm = FIRST_FORM): Replay {
  const { client } = api
  const store = createStore<ReplayState>()(() => ({
    step: 'choosing',
    endpoints: null,
    form: last,
    edit: null,
    preview: null,
    problem: null,
    deliveryId: null,
    delivery: null,
    batch: null,
  }))
  const { getState, setState } = store
  const controller = new AbortController()
  let asked = new AbortController()

  async function preview(waitMs: number): Promise<void> {
    asked.abort()
    const { signal } = (asked = new AbortController())
    setState({ preview: null, problem: null })
    if (waitMs > 0) await pause(waitMs, signal)
    const { form, edit } = getState()
    const request = requestOf(form, selection, edit)
    if (signal.aborted || request === null) return
    try {
      const found = await client.replays.preview({ ...request, limit: PREVIEWED }, { signal })
      if (!signal.aborted) setState({ preview: found })
    } catch (error) {
      if (!signal.aborted) setState({ problem: toProblem(error) })
    }
  }

  async function sendOne(id: string): Promise<void> {
    const { form, edit } = getState()
    const request = requestOf(form, selection, edit)
    if (request === null) return
    const { selection: _, rate: _rate, speed: _speed, ...options } = request
    const { deliveryId } = await client.exchanges.replay({ ...options, id })
    setState({ step: 'sent', deliveryId })
    if (deliveryId !== null) await followDeliveries(api, [deliveryId], controller.signal, (delivery) => setState({ delivery }))
  }

  async function sendMany(): Promise<void> {
    const { form, edit } = getState()
    const request = requestOf(form, selection, edit)
    if (request !== null) setState({ step: 'running', batch: await client.replays.start(request) })
  }

  return {
    selection,
    store,
    start: async () => {
      try {
        const endpoints = await client.endpoints.list()
        const { form } = getState()
        const known = endpoints.find(({ id }) => id === form.endpointId) ?? endpoints.find(({ isActive }) => isActive) ?? endpoints[0]
        const kind = known ? form.kind : 'url'
        setState({ endpoints, form: { ...form, endpointId: known?.id ?? null, kind } })
        await preview(0)
      } catch (error) {
        setState({ endpoints: [], form: { ...getState().form, kind: 'url' }, problem: toProblem(error) })
      }
    },
    choose: (change) => {
      setState(({ form }) => ({ form: { ...form, ...change } }))
      const isTyped = Object.values(change).some((value) => typeof value === 'string')
      void preview(isTyped ? TYPING_MS : 0)
    },
    edit: (edit) => {
      setState({ edit })
      void preview(TYPING_MS)
    },
    send: async () => {
      const { step, form, edit } = getState()
      if (step !== 'choosing' || requestOf(form, selection, edit) === null) return
      setState({ step: 'starting', problem: null })
      try {
        await (isSingle(selection) ? sendOne(selection.ids[0]) : sendMany())
      } catch (error) {
        if (!controller.signal.aborted)
          setState(({ deliveryId }) => ({ problem: toProblem(error), step: deliveryId === null ? 'choosing' : 'sent' }))
      }
    },
    stop: () => {
      asked.abort()
      controller.abort()
    },
  }
}
