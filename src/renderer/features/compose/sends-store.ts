import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import type { SendRequest } from '../../../shared/domain/sending.ts'
import { followDeliveries, type FollowApi } from '../../api/follow.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/** Rows kept: what is older is in Activity. */
const KEPT = 50

export interface SendsState {
  /** What was sent from here, newest first, each as it is now. */
  readonly deliveries: readonly DeliveryView[]
  readonly isSending: boolean
  /** Why the latest send, or following it, was refused; null when it was not. */
  readonly problem: Problem | null
}

export interface Sends {
  readonly store: StoreApi<SendsState>
  /** True once the deliveries are made; they are followed until they are final. */
  send(request: SendRequest): Promise<boolean>
}

/** Sends and follows what was sent. */
export function createSends(api: FollowApi): Sends {
  const store = createStore<SendsState>()(() => ({ deliveries: [], isSending: false, problem: null }))

  function show(delivery: DeliveryView): void {
    store.setState(({ deliveries }) => {
      const at = deliveries.findIndex(({ id }) => id === delivery.id)
      return { deliveries: at < 0 ? [delivery, ...deliveries].slice(0, KEPT) : deliveries.with(at, delivery) }
    })
  }

  return {
    store,
    send: async (request) => {
      if (store.getState().isSending) return false
      store.setState({ isSending: true, problem: null })
      try {
        const { deliveryIds } = await api.client.sending.send(request)
        void followDeliveries(api, deliveryIds, new AbortController().signal, show).catch((error: unknown) => {
          store.setState({ problem: toProblem(error) })
        })
        return true
      } catch (error) {
        store.setState({ problem: toProblem(error) })
        return false
      } finally {
        store.setState({ isSending: false })
      }
    },
  }
}
