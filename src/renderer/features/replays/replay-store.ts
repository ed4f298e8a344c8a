import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { ReplayMode } from '../../../shared/domain/replay.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import { followDeliveries, type FollowApi } from '../../api/follow.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/**
 * A replay being prepared:
 *   choosing → sending → sent | choosing (refused: `problem` says why)
 * What would be changed is asked of the engine each time the target changes; only the answer to the latest counts.
 */
export interface ReplayState {
  readonly step: 'choosing' | 'sending' | 'sent'
  /** null until the list has come. */
  readonly endpoints: readonly Endpoint[] | null
  readonly kind: 'endpoint' | 'url'
  readonly endpointId: string | null
  readonly url: string
  readonly mode: ReplayMode
  readonly keepHost: boolean
  /** What the replay to this target changes; null while it is not known. */
  readonly changes: readonly string[] | null
  readonly problem: Problem | null
  readonly deliveryId: string | null
  /** The new delivery as it goes on. */
  readonly delivery: DeliveryView | null
}

export type ReplayChoice = Partial<Pick<ReplayState, 'kind' | 'endpointId' | 'url' | 'mode' | 'keepHost'>>

export interface Replay {
  readonly store: StoreApi<ReplayState>
  start(): Promise<void>
  choose(choice: ReplayChoice): void
  send(): Promise<void>
  stop(): void
}

/** A replay of one exchange; `start` reads the endpoints. */
export function createReplay(api: FollowApi, id: string): Replay {
  const { client } = api
  const store = createStore<ReplayState>()(() => ({
    step: 'choosing',
    endpoints: null,
    kind: 'endpoint',
    endpointId: null,
    url: '',
    mode: 'exact',
    keepHost: false,
    changes: null,
    problem: null,
    deliveryId: null,
    delivery: null,
  }))
  const { getState, setState } = store
  const controller = new AbortController()
  let asked = 0

  const options = (target: Target) => {
    const { mode, keepHost } = getState()
    return { id, target, mode, keepHost }
  }

  async function preview(): Promise<void> {
    const mine = ++asked
    const target = targetOf(getState())
    setState({ changes: null, problem: null })
    if (target === null) return
    try {
      const { changes } = await client.exchanges.replay({ ...options(target), dryRun: true })
      if (mine === asked) setState({ changes })
    } catch (error) {
      if (mine === asked) setState({ problem: toProblem(error) })
    }
  }

  return {
    store,
    start: async () => {
      try {
        const endpoints = await client.endpoints.list()
        const first = endpoints.find(({ isActive }) => isActive) ?? endpoints[0]
        setState({ endpoints, endpointId: first?.id ?? null, kind: first ? 'endpoint' : 'url' })
        await preview()
      } catch (error) {
        setState({ endpoints: [], kind: 'url', problem: toProblem(error) })
      }
    },
    choose: (choice) => {
      setState(choice)
      void preview()
    },
    send: async () => {
      const target = targetOf(getState())
      if (target === null || getState().step !== 'choosing') return
      setState({ step: 'sending', problem: null })
      try {
        const { deliveryId } = await client.exchanges.replay(options(target))
        setState({ step: 'sent', deliveryId })
        if (deliveryId !== null) await followDeliveries(api, [deliveryId], controller.signal, (delivery) => setState({ delivery }))
      } catch (error) {
        if (!controller.signal.aborted)
          setState(({ deliveryId }) => ({ problem: toProblem(error), step: deliveryId === null ? 'choosing' : 'sent' }))
      }
    },
    stop: () => controller.abort(),
  }
}

/** The chosen target; null while none is. */
export function targetOf({ kind, endpointId, url }: Pick<ReplayState, 'kind' | 'endpointId' | 'url'>): Target | null {
  if (kind === 'endpoint') return endpointId === null ? null : { kind, endpointId }
  const bare = url.trim()
  // Without a scheme of its own it is signed, if at all, as the exchange was.
  return URL.canParse(bare) && /^https?:/.test(bare) ? { kind, url: bare, scheme: null } : null
}
