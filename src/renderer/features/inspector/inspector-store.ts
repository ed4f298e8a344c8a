import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DeliveryView, ExchangeDetail, ExchangeSummary } from '../../../shared/domain/exchange.ts'
import type { NoteChange } from '../../../shared/domain/note.ts'
import type { SchemeId } from '../../../shared/domain/signature/scheme.ts'
import { followDeliveries, type FollowApi } from '../../api/follow.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { createTurns } from '../../api/turns.ts'

/**
 * One exchange, opened.
 *
 * 1. `open` with another id drops everything of the one before; what it still answers is ignored.
 * 2. What changed is read again: the exchange when the live stream names it, its delivery as long as it is not final and
 *    whenever one of its attempts changes.
 * 3. The id of a delivery leads to its latest attempt (`onResolve`).
 */
export interface InspectorState {
  readonly id: string | null
  /** null until it has come. */
  readonly detail: ExchangeDetail | null
  /** Why it could not be read; what is there stays. */
  readonly problem: Problem | null
  /** Of an attempt; null for captures and until it has come. */
  readonly delivery: DeliveryView | null
  /** Which action is on its way. */
  readonly busy: 'attempt' | 'cancel' | 'remove' | null
  /** Why the last action was refused. */
  readonly refusal: Problem | null
}

export interface Inspector {
  readonly store: StoreApi<InspectorState>
  open(id: string | null): void
  /** Live rows that changed. */
  notice(rows: readonly ExchangeSummary[]): void
  retry(): void
  /**
   * The exchange of this id (of a delivery: its latest attempt) for a command that may be given before it has been read:
   * the one that is open, else it is read now. Rejects when it cannot be read.
   */
  find(id: string): Promise<ExchangeDetail>
  /** Tries the delivery once more, at once. */
  attemptNow(): Promise<void>
  cancel(): Promise<void>
  /** True when it is gone. */
  remove(): Promise<boolean>
  /** Changes what people added to this exchange, which need not be the one that is open any more. */
  annotate(id: string, change: NoteChange): Promise<void>
  /** Has the inbox of this capture check signatures so, from now on; true when it does. */
  checkAs(scheme: SchemeId, secret: string): Promise<boolean>
  /** A shell command that sends the same bytes. */
  curl(id: string): Promise<string>
}

const isDelivery = (id: string): boolean => id.startsWith('delivery_')

const CLOSED: InspectorState = { id: null, detail: null, problem: null, delivery: null, busy: null, refusal: null }

/** Nothing is open yet. */
export function createInspector(api: FollowApi, onResolve: (id: string) => void): Inspector {
  const { client } = api
  const store = createStore<InspectorState>()(() => CLOSED)
  const { getState, setState } = store
  let following: AbortController | null = null
  const inTurn = createTurns()

  const isOpen = (id: string): boolean => getState().id === id

  async function load(id: string): Promise<void> {
    try {
      const detail = await client.exchanges.get({ id })
      if (!isOpen(id)) return
      setState({ detail, problem: null })
      if (detail.deliveryId !== null && detail.direction === 'out' && following === null) void follow(id, detail.deliveryId)
    } catch (error) {
      if (isOpen(id)) setState({ problem: toProblem(error) })
    }
  }

  async function follow(id: string, deliveryId: string): Promise<void> {
    const controller = new AbortController()
    following = controller
    try {
      await followDeliveries(api, [deliveryId], controller.signal, (delivery) => {
        if (isOpen(id)) setState({ delivery })
      })
    } catch (error) {
      if (isOpen(id)) setState({ problem: toProblem(error) })
    }
    if (following === controller) following = null
  }

  async function latestAttempt(deliveryId: string): Promise<string | null> {
    const { history } = await client.deliveries.get({ id: deliveryId })
    return history.at(-1)?.id ?? null
  }

  async function resolve(deliveryId: string): Promise<void> {
    try {
      const attempt = await latestAttempt(deliveryId)
      if (attempt !== null && isOpen(deliveryId)) onResolve(attempt)
    } catch (error) {
      if (isOpen(deliveryId)) setState({ problem: toProblem(error) })
    }
  }

  function read(id: string): void {
    void (isDelivery(id) ? resolve(id) : load(id))
  }

  async function find(id: string): Promise<ExchangeDetail> {
    const { detail } = getState()
    if (detail?.id === id) return detail
    return client.exchanges.get({ id: (isDelivery(id) ? await latestAttempt(id) : null) ?? id })
  }

  async function act(verb: 'attempt' | 'cancel'): Promise<void> {
    const { id } = getState()
    if (id === null) return
    const found = await find(id).catch(() => null) // why is said by the pane, which reads it as well
    const deliveryId = found?.deliveryId ?? null
    if (deliveryId === null) return
    await inTurn(`${verb} ${deliveryId}`, async () => {
      if (isOpen(id)) setState({ busy: verb, refusal: null })
      try {
        const delivery = await client.deliveries[verb]({ id: deliveryId })
        if (isOpen(id)) setState({ delivery })
        if (isOpen(id) && following === null) void follow(id, deliveryId)
      } catch (error) {
        if (isOpen(id)) setState({ refusal: toProblem(error) })
      }
      if (isOpen(id)) setState({ busy: null })
    })
  }

  function retry(): void {
    const { id } = getState()
    setState({ problem: null })
    if (id !== null) read(id)
  }
  api.connection.subscribe(({ kind }) => {
    if (kind === 'connected' && getState().problem) retry()
  })

  return {
    store,
    open: (id) => {
      if (id === getState().id) return
      following?.abort()
      following = null
      setState({ ...CLOSED, id })
      if (id !== null) read(id)
    },
    notice: (rows) => {
      const { id, detail } = getState()
      if (id === null) return
      const deliveryId = detail?.direction === 'out' ? detail.deliveryId : null
      if (deliveryId !== null && following === null && rows.some((row) => row.deliveryId === deliveryId)) void follow(id, deliveryId)
      if (rows.some((row) => row.id === id)) void load(id)
    },
    retry,
    find,
    attemptNow: () => act('attempt'),
    cancel: () => act('cancel'),
    remove: async () => {
      const { id } = getState()
      if (id === null) return false
      setState({ busy: 'remove', refusal: null })
      try {
        await client.exchanges.remove({ ids: [id] })
        return true
      } catch (error) {
        if (isOpen(id)) setState({ refusal: toProblem(error) })
        return false
      } finally {
        if (isOpen(id)) setState({ busy: null })
      }
    },
    annotate: async (id, change) => {
      if (isOpen(id)) setState({ refusal: null })
      try {
        const note = await client.exchanges.annotate({ id, ...change })
        const { detail } = getState()
        if (isOpen(id) && detail) setState({ detail: { ...detail, note } })
      } catch (error) {
        if (isOpen(id)) setState({ refusal: toProblem(error) })
      }
    },
    checkAs: async (scheme, secret) => {
      const { id, detail } = getState()
      if (id === null || detail === null || detail.inboxId === null) return false
      setState({ refusal: null })
      try {
        await client.inboxes.update({ id: detail.inboxId, scheme, secret })
        return true
      } catch (error) {
        if (isOpen(id)) setState({ refusal: toProblem(error) })
        return false
      }
    },
    curl: async (id) => (await client.exchanges.curl({ id })).command,
  }
}
