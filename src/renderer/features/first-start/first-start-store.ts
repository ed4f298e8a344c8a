import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { DeliveryView, ExchangeSummary } from '../../../shared/domain/exchange.ts'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import { curlCommand } from '../../api/curl.ts'
import { followDeliveries, type FollowApi } from '../../api/follow.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/**
 * The first event: waiting → sending → done | failed; done and failed may send again.
 *
 * `done`: the delivery is final, and its capture is known if it reached an inbox of ours.
 */
export type FirstEvent =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'done'; readonly delivery: DeliveryView; readonly capture: ExchangeSummary | null }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface FirstStartState {
  /** The built-in inbox; null until read. */
  readonly inbox: Inbox | null
  /** The endpoint that leads to it; null until read, and when there is none that is on. */
  readonly endpoint: Endpoint | null
  readonly type: string
  readonly event: FirstEvent
  /** Why the receiver could not be moved to another port; null otherwise. */
  readonly portProblem: Problem | null
}

export interface FirstStart {
  readonly store: StoreApi<FirstStartState>
  refresh(): Promise<void>
  chooseType(type: string): void
  send(): Promise<void>
  /** Starts the receiver on a free port. */
  moveToFreePort(): Promise<void>
  /** A shell command that posts a signed sample to the inbox. */
  curl(): Promise<string>
}

/** Needs `refresh` before it can send. */
export function createFirstStart(api: FollowApi): FirstStart {
  const { client } = api
  const store = createStore<FirstStartState>()(() => ({
    inbox: null,
    endpoint: null,
    type: 'deal.won',
    event: { kind: 'waiting' },
    portProblem: null,
  }))

  async function inboxNow(): Promise<Inbox> {
    const known = store.getState().inbox
    if (known) return known
    await refresh()
    const read = store.getState().inbox
    if (!read) throw new Error('There is no inbox.')
    return read
  }

  async function refresh(): Promise<void> {
    const [inboxes, endpoints] = await Promise.all([client.inboxes.list(), client.endpoints.list()])
    const inbox = inboxes.find(({ isBuiltIn }) => isBuiltIn) ?? inboxes[0] ?? null
    const endpoint = endpoints.find(({ resolvedUrl, isActive }) => isActive && resolvedUrl === inbox?.url) ?? null
    store.setState({ inbox, endpoint })
  }

  async function captureOf(delivery: DeliveryView): Promise<ExchangeSummary | null> {
    const attempt = delivery.history.at(-1)
    const { counterpartId } = attempt ? await client.exchanges.get({ id: attempt.id }) : { counterpartId: null }
    return counterpartId === null ? null : client.exchanges.get({ id: counterpartId })
  }

  return {
    store,
    refresh,
    chooseType: (type) => store.setState({ type }),
    send: async () => {
      if (store.getState().event.kind === 'sending') return
      store.setState({ event: { kind: 'sending' } })
      try {
        const inbox = await inboxNow()
        const { endpoint, type } = store.getState()
        const target: Target = endpoint ? { kind: 'endpoint', endpointId: endpoint.id } : { kind: 'url', url: inbox.url, scheme: 'crm' }
        const { deliveryIds } = await client.sending.send({ content: { kind: 'event', type }, targets: [target] })
        const controller = new AbortController()
        let latest: DeliveryView | null = null
        await followDeliveries(api, deliveryIds, controller.signal, (delivery) => {
          latest = delivery
          // One answer is what there is to see here; a ladder is for Activity.
          if (delivery.history.some(({ state }) => state === 'settled')) controller.abort()
        })
        const delivery = latest as DeliveryView | null
        if (delivery) store.setState({ event: { kind: 'done', delivery, capture: await captureOf(delivery) } })
      } catch (error) {
        store.setState({ event: { kind: 'failed', problem: toProblem(error) } })
      }
    },
    moveToFreePort: async () => {
      try {
        await client.receiver.listen({ port: 0 })
        store.setState({ portProblem: null })
        await refresh()
      } catch (error) {
        store.setState({ portProblem: toProblem(error) })
      }
    },
    curl: async () => {
      const { url } = await inboxNow()
      const { type } = store.getState()
      return curlCommand(await client.sending.preview({ content: { kind: 'event', type }, targets: [{ kind: 'url', url, scheme: 'crm' }] }))
    },
  }
}
