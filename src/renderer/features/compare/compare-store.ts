import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExchangeDetail, ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { createBody, type BodyState } from '../../api/body.ts'
import type { Client } from '../../../shared/contract/client.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

export const SIDES = ['a', 'b'] as const
export type SideName = (typeof SIDES)[number]
export type MessageName = 'request' | 'response'

/** One of the two exchanges. */
export interface Side {
  readonly id: string | null
  /** null until it has come. */
  readonly detail: ExchangeDetail | null
  /** The bodies, their Content-Encoding undone; the first MiB of each. null until they have come. */
  readonly bodies: Readonly<Record<MessageName, BodyState>> | null
  readonly problem: Problem | null
}

export interface CompareState {
  readonly a: Side
  readonly b: Side
  /** What may be chosen as the other side: replays of the exchange first, then the latest of its type. null while they are looked for. */
  readonly offers: readonly ExchangeSummary[] | null
  /** Why there are none: the filter cannot be read, or the engine did not answer. */
  readonly lookProblem: Problem | null
}

/**
 * Two exchanges beside each other.
 *
 * 1. `open` reads the sides that changed; what is still answered for another id is ignored.
 * 2. `look` looks for exchanges that one would compare with what is open already.
 */
export interface Compare {
  readonly store: StoreApi<CompareState>
  open(a: string | null, b: string | null): void
  retry(side: SideName): void
  look(part: string): Promise<void>
}

const OFFERS = 50
const EMPTY: Side = { id: null, detail: null, bodies: null, problem: null }

/** Nothing is open yet. */
export function createCompare(client: Client): Compare {
  const store = createStore<CompareState>()(() => ({ a: EMPTY, b: EMPTY, offers: null, lookProblem: null }))
  const { getState, setState } = store
  let looked = 0

  function change(side: SideName, id: string, patch: Partial<Side>): void {
    const now = getState()[side]
    if (now.id === id) setState({ [side]: { ...now, ...patch } })
  }

  async function read(side: SideName, id: string): Promise<void> {
    try {
      const detail = await client.exchanges.get({ id })
      change(side, id, { detail, problem: null })
      const bodies = { request: createBody(client, id, 'request', true), response: createBody(client, id, 'response', true) }
      await Promise.all([bodies.request.more(), detail.response === null ? null : bodies.response.more()])
      const [request, response] = [bodies.request.store.getState(), bodies.response.store.getState()]
      change(side, id, { bodies: { request, response }, problem: request.problem ?? response.problem })
    } catch (error) {
      change(side, id, { problem: toProblem(error) })
    }
  }

  function openSide(side: SideName, id: string | null): void {
    if (getState()[side].id === id) return
    setState({ [side]: { ...EMPTY, id } })
    if (id !== null) void read(side, id)
  }

  return {
    store,
    open: (a, b) => {
      openSide('a', a)
      openSide('b', b)
    },
    retry: (side) => {
      const { id } = getState()[side]
      if (id === null) return
      change(side, id, { problem: null })
      void read(side, id)
    },
    look: async (part) => {
      const mine = ++looked
      setState({ offers: null, lookProblem: null })
      const { a, b } = getState()
      const known = a.detail ?? b.detail
      const isReplay = ({ replayOf }: ExchangeSummary): boolean => known !== null && replayOf === known.id
      try {
        const filter = part.trim() !== '' ? part : known?.type ? `type:${known.type}` : ''
        const { items } = await client.exchanges.list({ filter, limit: OFFERS })
        const offers = items.filter(({ id }) => id !== a.id && id !== b.id)
        if (mine === looked) setState({ offers: [...offers.filter(isReplay), ...offers.filter((each) => !isReplay(each))] })
      } catch (error) {
        if (mine === looked) setState({ lookProblem: toProblem(error) })
      }
    },
  }
}
