import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExchangeDetail, ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { createBody, type BodyState } from '../../api/body.ts'
import type { FollowApi } from '../../api/follow.ts'
import { keepLive } from '../../api/live.ts'
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
 * 2. `follow` reads a side again when something has happened to it: an attempt ended, a body grew, it was deleted.
 *    Of one side one reading is under way at a time; what happens meanwhile has another one follow.
 * 3. `look` looks for exchanges that one would compare with what is open already.
 */
export interface Compare {
  readonly store: StoreApi<CompareState>
  open(a: string | null, b: string | null): void
  /** Keeps both sides as they are in the engine, until the returned function is called. */
  follow(): () => void
  retry(side: SideName): void
  look(part: string): Promise<void>
}

const OFFERS = 50
const EMPTY: Side = { id: null, detail: null, bodies: null, problem: null }

/** Nothing is open yet. */
export function createCompare({ client, connection }: FollowApi): Compare {
  const store = createStore<CompareState>()(() => ({ a: EMPTY, b: EMPTY, offers: null, lookProblem: null }))
  const { getState, setState } = store
  let looked = 0
  /** Sides that are being read, by name and id, and whether they have to be read once more. */
  const reading = new Map<string, boolean>()

  function change(side: SideName, id: string, patch: Partial<Side>): void {
    const now = getState()[side]
    if (now.id === id) setState({ [side]: { ...now, ...patch } })
  }

  async function read(side: SideName, id: string): Promise<void> {
    const key = `${side} ${id}`
    const isUnderWay = reading.has(key)
    reading.set(key, isUnderWay)
    if (isUnderWay) return
    do {
      reading.set(key, false)
      await readOnce(side, id)
    } while (reading.get(key) && getState()[side].id === id)
    reading.delete(key)
  }

  async function readOnce(side: SideName, id: string): Promise<void> {
    const before = getState()[side]
    try {
      const detail = await client.exchanges.get({ id })
      change(side, id, { detail, problem: null })
      if (before.bodies !== null && before.problem === null && before.detail && !hasOtherBytes(before.detail, detail)) return
      const bodies = { request: createBody(client, id, 'request', true), response: createBody(client, id, 'response', true) }
      await Promise.all([bodies.request.more(), detail.response === null ? null : bodies.response.more()])
      const [request, response] = [bodies.request.store.getState(), bodies.response.store.getState()]
      const problem = request.problem ?? response.problem
      if (problem?.code === 'not_found') return refuse(side, id, problem)
      change(side, id, { bodies: { request, response }, problem })
    } catch (error) {
      refuse(side, id, toProblem(error))
    }
  }

  /** What was there stays, unless it is there no more. */
  function refuse(side: SideName, id: string, problem: Problem): void {
    const { detail } = getState()[side]
    if (problem.code !== 'not_found') return change(side, id, { problem })
    const words = detail
      ? { message: 'This exchange has been deleted.', remedy: 'Choose another one.' }
      : { message: problem.message, remedy: 'It may have been deleted: choose another one.' }
    change(side, id, { detail: null, bodies: null, problem: { ...problem, ...words } })
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
    follow: () => {
      const ids = SIDES.flatMap((side) => getState()[side].id ?? [])
      if (ids.length === 0) return () => {}
      let isFirst = true
      return keepLive({
        connection,
        open: (after, signal) => {
          isFirst = true
          const filter = ids.map((id) => `id:${id}`).join(' OR ')
          return client.exchanges.watch({ filter, ...(after !== undefined && { after }) }, { signal })
        },
        onBatch: ({ rows, gap }) => {
          // Something may have happened before the stream was there.
          const isAll = gap || isFirst
          isFirst = false
          for (const side of SIDES) {
            const { id } = getState()[side]
            if (id !== null && (isAll || rows.some((row) => row.id === id))) void read(side, id)
          }
        },
        // An id that no filter can hold is none: reading it says so.
        onProblem: () => {},
      })
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

/** Its bodies are not those that were read before. */
function hasOtherBytes(before: ExchangeDetail, now: ExchangeDetail): boolean {
  return (
    before.state !== now.state ||
    before.requestBytes !== now.requestBytes ||
    before.responseBytes !== now.responseBytes ||
    (before.response === null) !== (now.response === null)
  )
}
