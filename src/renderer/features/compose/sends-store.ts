import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import { contentFrom, type SendRequest } from '../../../shared/domain/sending.ts'
import { followDeliveries, type FollowApi } from '../../api/follow.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/** Rows kept: what is older is in Activity. */
const KEPT = 50

/** Many sends, one after the other: running ⇄ paused, until all have left, one is refused, or it is cancelled. */
export interface Series {
  readonly total: number
  readonly sent: number
  readonly isPaused: boolean
}

export interface SendsState {
  /** What was sent from here, newest first, each as it is now. */
  readonly deliveries: readonly DeliveryView[]
  readonly isSending: boolean
  /** The one that is on its way; null otherwise. */
  readonly series: Series | null
  /** Why the latest send, or following it, was refused; null when it was not. */
  readonly problem: Problem | null
}

export interface Sends {
  readonly store: StoreApi<SendsState>
  /** True once the deliveries are made; they are followed until they are final, or as long as they are listed. */
  send(request: SendRequest): Promise<boolean>
  /** Sends it so many times, each an event of its own; how many were sent. What is typed meanwhile changes nothing of it. */
  sendMany(total: number, request: SendRequest): Promise<number>
  pause(isPaused: boolean): void
  /** What was sent stays sent. */
  cancel(): void
}

/** Sends and follows what was sent. */
export function createSends(api: FollowApi): Sends {
  const store = createStore<SendsState>()(() => ({ deliveries: [], isSending: false, series: null, problem: null }))
  /** Streams, each with those of its deliveries that are still listed. */
  const followed = new Map<AbortController, Set<string>>()

  function show(delivery: DeliveryView, listed: ReadonlySet<string>): void {
    if (!listed.has(delivery.id)) return
    const { deliveries } = store.getState()
    const at = deliveries.findIndex(({ id }) => id === delivery.id)
    const next = at < 0 ? [delivery, ...deliveries] : deliveries.with(at, delivery)
    store.setState({ deliveries: next.slice(0, KEPT) })
    for (const { id } of next.slice(KEPT)) leave(id)
  }

  function leave(id: string): void {
    for (const [controller, listed] of followed) {
      listed.delete(id)
      if (listed.size === 0) controller.abort()
    }
  }

  async function follow(ids: readonly string[]): Promise<void> {
    const controller = new AbortController()
    const listed = new Set(ids)
    followed.set(controller, listed)
    try {
      await followDeliveries(api, ids, controller.signal, (delivery) => show(delivery, listed))
    } catch (error) {
      store.setState({ problem: toProblem(error) })
    }
    followed.delete(controller)
  }

  async function deliver(request: SendRequest): Promise<boolean> {
    try {
      const { deliveryIds } = await api.client.sending.send(request)
      void follow(deliveryIds)
      return true
    } catch (error) {
      store.setState({ problem: toProblem(error) })
      return false
    }
  }

  /** Whether the series goes on, once it is not paused. */
  async function mayGoOn(): Promise<boolean> {
    const isDecided = ({ series }: SendsState): boolean => series?.isPaused !== true
    if (!isDecided(store.getState())) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const stop = store.subscribe((state) => isDecided(state) && resolve())
      await promise
      stop()
    }
    return store.getState().series !== null
  }

  const changeSeries = (changes: Partial<Series>): void => store.setState(({ series }) => ({ series: series && { ...series, ...changes } }))

  return {
    store,
    send: async (request) => {
      if (store.getState().isSending) return false
      store.setState({ isSending: true, problem: null })
      const isSent = await deliver(request)
      store.setState({ isSending: false })
      return isSent
    },
    sendMany: async (total, request) => {
      if (store.getState().isSending) return 0
      store.setState({ isSending: true, problem: null, series: { total, sent: 0, isPaused: false } })
      let sent = 0
      try {
        while (sent < total && (await mayGoOn())) {
          if (!(await deliver({ ...request, content: contentFrom(request.content, sent) }))) break
          changeSeries({ sent: ++sent })
        }
      } catch (error) {
        store.setState({ problem: toProblem(error) })
      }
      store.setState({ isSending: false, series: null })
      return sent
    },
    pause: (isPaused) => changeSeries({ isPaused }),
    cancel: () => store.setState({ series: null }),
  }
}
