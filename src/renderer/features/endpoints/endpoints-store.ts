import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { HandshakeReport } from '../../../shared/domain/handshake/challenge.ts'
import type { HandshakeId } from '../../../shared/domain/handshake/handshake.ts'
import { createEditableList, type EditableList } from '../../api/editable-list.ts'
import { followDeliveries, type FollowApi } from '../../api/follow.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { secretTail } from '../../components/secret-text.ts'
import { endpointSource, type EndpointDraft } from './endpoint-draft.ts'

/** running → answered | failed; a new test starts over. */
export type Test =
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly delivery: DeliveryView }
  | { readonly kind: 'failed'; readonly problem: Problem }

/** running → answered | failed; a new one starts over. */
export type HandshakeRun =
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly report: HandshakeReport }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface EndpointsState {
  /** What to show of each secret in its mask, by endpoint. */
  readonly secretTails: Readonly<Record<string, string | null>>
  /** When the older secrets of each endpoint end; null: it has none. */
  readonly olderUntil: Readonly<Record<string, number | null>>
  /** The latest test of each endpoint, by its id. */
  readonly tests: Readonly<Record<string, Test>>
  /** The latest handshake of each endpoint, by its id. */
  readonly handshakes: Readonly<Record<string, HandshakeRun>>
  /** Why the latest switch or deletion was refused; null when it was not. */
  readonly refusal: Problem | null
}

/** The endpoints and what is being done with them. */
export interface Endpoints {
  readonly list: EditableList<Endpoint, EndpointDraft>
  readonly store: StoreApi<EndpointsState>
  save(key: string): Promise<Endpoint | null>
  /** Switches on or off at once, without what else is being edited. */
  activate(id: string, isActive: boolean): Promise<void>
  /** True when it is gone. */
  remove(id: string): Promise<boolean>
  /** Undoes a removal; why it cannot, or null. */
  restore(id: string): Promise<Problem | null>
  /** Sends a sample and waits for the first answer. */
  test(id: string): Promise<void>
  /** Sends a provider's handshake and waits until all of it is answered and judged. `verifyToken`: what Meta names. */
  shake(id: string, handshake: HandshakeId, verifyToken: string): Promise<void>
  /** Makes a new secret; the present ones stay good for a day. */
  rotate(id: string): Promise<void>
  readSecret(id: string): Promise<string>
  /** Reads what the mask shows. */
  loadSecretTail(id: string): Promise<void>
  forgetRefusal(): void
}

/** Needs `list.refresh` before it shows anything. */
export function createEndpoints(api: FollowApi): Endpoints {
  const { client } = api
  const list = createEditableList(endpointSource(client))
  const store = createStore<EndpointsState>()(() => ({
    secretTails: {},
    olderUntil: {},
    tests: {},
    handshakes: {},
    refusal: null,
  }))
  /** Endpoints whose switch is on its way. */
  const switching = new Set<string>()
  const setTest = (id: string, test: Test): void => store.setState(({ tests }) => ({ tests: { ...tests, [id]: test } }))
  const setRun = (id: string, run: HandshakeRun): void => store.setState(({ handshakes }) => ({ handshakes: { ...handshakes, [id]: run } }))
  const readSecret = async (id: string): Promise<string> => (await client.endpoints.secret({ id })).secret

  async function loadSecretTail(id: string): Promise<void> {
    // A mask without its last characters is still a mask: no reason to disturb anybody.
    const known = await client.endpoints.secret({ id }).catch(() => null)
    const tail = known && secretTail(known.secret)
    store.setState((state) => ({
      secretTails: { ...state.secretTails, [id]: tail },
      olderUntil: { ...state.olderUntil, [id]: known?.olderUntil ?? null },
    }))
  }

  return {
    list,
    store,
    readSecret,
    loadSecretTail,
    forgetRefusal: () => store.setState({ refusal: null }),
    save: async (key) => {
      const saved = await list.save(key)
      if (saved) await loadSecretTail(saved.id)
      return saved
    },
    activate: async (id, isActive) => {
      if (switching.has(id)) return
      switching.add(id)
      store.setState({ refusal: null })
      try {
        await client.endpoints.update({ id, isActive })
      } catch (error) {
        store.setState({ refusal: toProblem(error) })
      }
      await list.refresh()
      switching.delete(id)
    },
    rotate: async (id) => {
      store.setState({ refusal: null })
      try {
        await client.endpoints.rotateSecret({ id })
        await loadSecretTail(id)
      } catch (error) {
        store.setState({ refusal: toProblem(error) })
      }
    },
    remove: async (id) => {
      const refusal = await list.remove(id)
      store.setState({ refusal })
      return refusal === null
    },
    restore: async (id) => {
      try {
        await client.endpoints.restore({ id })
      } catch (error) {
        return toProblem(error)
      }
      await list.refresh()
      return null
    },
    shake: async (id, handshake, verifyToken) => {
      if (store.getState().handshakes[id]?.kind === 'running') return
      setRun(id, { kind: 'running' })
      try {
        const named = handshake === 'meta' ? { verifyToken } : {}
        const report = await client.handshakes.send({ handshake, target: { kind: 'endpoint', endpointId: id }, ...named })
        setRun(id, { kind: 'answered', report })
      } catch (error) {
        setRun(id, { kind: 'failed', problem: toProblem(error) })
      }
    },
    test: async (id) => {
      if (store.getState().tests[id]?.kind === 'running') return
      setTest(id, { kind: 'running' })
      const controller = new AbortController()
      try {
        const { deliveryId } = await client.endpoints.test({ id })
        await followDeliveries(api, [deliveryId], controller.signal, (delivery) => {
          // The first answer is what one waits for; what the ladder does with it is Activity's to show.
          const isAnswered = delivery.state !== 'pending' || delivery.history.some(({ state }) => state === 'settled')
          if (!isAnswered) return
          setTest(id, { kind: 'answered', delivery })
          controller.abort()
        })
      } catch (error) {
        setTest(id, { kind: 'failed', problem: toProblem(error) })
      }
    },
  }
}
