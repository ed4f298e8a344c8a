import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Entity, RaisedView } from '../../../shared/domain/crm/entity.ts'
import type { CrmAction, CrmKind } from '../../../shared/domain/crm/kinds.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import type { DeliveryView } from '../../../shared/domain/exchange.ts'
import { followDeliveries, type FollowApi } from '../../api/follow.ts'
import type { Changes } from '../../../shared/domain/crm/changes.ts'
import { keepLive } from '../../api/live.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/** Rows read at a time. */
const PAGE = 100
/** What the engine gives at once. */
const MOST_AT_ONCE = 500
/** Events of an entity's history that are shown. */
const HISTORY = 60
/** What the engine follows at once. */
const FOLLOWED = 1_000

/** The entity that is open beside the table. */
export interface OpenEntity {
  readonly id: string
  /** null until it is read, and when it is gone. */
  readonly entity: Entity | null
  readonly isGone: boolean
  /** Newest first. */
  readonly raised: readonly RaisedView[]
}

export interface CrmState {
  /** null until the engine has told. */
  readonly counts: Readonly<Record<CrmKind, number>> | null
  readonly kind: CrmKind
  /** Only entities of this tenant; empty: of all. */
  readonly tenant: string
  /** Only entities that hold this in a value; empty: all. */
  readonly text: string
  /** Newest first; null until read. */
  readonly items: readonly Entity[] | null
  readonly hasMore: boolean
  /** What those are called that the items refer to, by id. */
  readonly names: Readonly<Record<string, string>>
  /** Why the table could not be read; null when it was. */
  readonly problem: Problem | null
  readonly open: OpenEntity | null
  /** Deliveries of the shown change, by id, each as it is now. */
  readonly deliveries: Readonly<Record<string, DeliveryView>>
  /** Why the latest action or deletion was refused; null when it was not. */
  readonly refusal: Problem | null
}

/** The mock CRM's entities and what is being done with them. */
export interface Crm {
  readonly store: StoreApi<CrmState>
  /** Follows the engine until it is stopped. */
  start(): () => void
  show(kind: CrmKind): Promise<void>
  /** Only entities of this tenant; empty: of all. */
  showTenant(tenant: string): Promise<void>
  /** Only entities that hold this in a value; empty: all. */
  find(text: string): Promise<void>
  more(): Promise<void>
  open(id: string | null): Promise<void>
  /** Follows these instead of those before. */
  follow(deliveryIds: readonly string[]): void
  /** The saved entity. Rejects with the engine's error; the form shows it. */
  save(kind: CrmKind, id: string | null, fields: JsonObject): Promise<Entity>
  /** True when it was done; else `refusal` says why. */
  act(entity: Entity, action: CrmAction, fields: JsonObject): Promise<boolean>
  /** Gives the fields of a change what they held before, which is a change of its own. True when it was done. */
  changeBack(entity: Entity, changes: Changes): Promise<boolean>
  /** True when it is gone. */
  remove(entity: Entity): Promise<boolean>
  forgetRefusal(): void
  refresh(): Promise<void>
}

/** Needs `start` before it shows anything. `kindOf` is what an id says. */
export function createCrm(api: FollowApi, kindOf: (id: string) => CrmKind | null): Crm {
  const { crm } = api.client
  const store = createStore<CrmState>()(() => ({
    counts: null,
    kind: 'lead',
    tenant: '',
    text: '',
    items: null,
    hasMore: false,
    names: {},
    problem: null,
    open: null,
    deliveries: {},
    refusal: null,
  }))
  let reading = 0
  let opening = 0
  let wanted = PAGE
  let followed = new AbortController()

  /** The newest `wanted` rows. Of several reads at once the last one asked counts. */
  async function readTable(): Promise<void> {
    const mine = ++reading
    const { kind, tenant, text } = store.getState()
    const tenantId = tenant.trim()
    const narrowed = { ...(tenantId !== '' && { tenantId }), ...(text.trim() !== '' && { text }) }
    try {
      const items: Entity[] = []
      const names: Record<string, string> = {}
      let hasMore = true
      while (hasMore && items.length < wanted) {
        const before = items.at(-1)?.id
        const limit = Math.min(wanted - items.length, MOST_AT_ONCE)
        const page = await crm.list({ kind, limit, ...narrowed, ...(before !== undefined && { before }) })
        items.push(...page.items)
        Object.assign(names, page.names)
        hasMore = page.hasMore
      }
      if (mine === reading) store.setState({ items, hasMore, names, problem: null })
    } catch (error) {
      if (mine === reading) store.setState({ problem: toProblem(error) })
    }
  }

  async function readOpen(): Promise<void> {
    const id = store.getState().open?.id
    const kind = id === undefined ? null : kindOf(id)
    if (id === undefined || kind === null) return
    const mine = ++opening
    const [entity, history] = await Promise.allSettled([crm.get({ kind, id }), crm.history({ id, limit: HISTORY })])
    if (mine !== opening) return
    const isGone = entity.status === 'rejected' && toProblem(entity.reason).code === 'not_found'
    const { open } = store.getState()
    // While the engine is away what was shown stays.
    if (!open || (entity.status === 'rejected' && !isGone) || history.status === 'rejected') return
    store.setState({
      open: { id, isGone, entity: entity.status === 'fulfilled' ? entity.value : open.entity, raised: history.value.items },
    })
  }

  async function refresh(): Promise<void> {
    await Promise.all([readTable(), readOpen()])
  }

  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    store.setState({ refusal: null })
    try {
      await work()
      return true
    } catch (error) {
      store.setState({ refusal: toProblem(error) })
      return false
    } finally {
      await refresh()
    }
  }

  return {
    store,
    refresh,
    start: () =>
      keepLive({
        connection: api.connection,
        open: (_after, signal) => crm.watch(undefined, { signal }),
        onBatch: ({ counts }) => {
          store.setState({ counts })
          void refresh()
        },
        onProblem: (problem) => store.setState({ problem }),
      }),
    show: async (kind) => {
      if (kind !== store.getState().kind) {
        wanted = PAGE
        store.setState({ kind, items: null, hasMore: false, problem: null })
      }
      await readTable()
    },
    showTenant: async (tenant) => {
      wanted = PAGE
      store.setState({ tenant })
      await readTable()
    },
    find: async (text) => {
      wanted = PAGE
      store.setState({ text })
      await readTable()
    },
    more: async () => {
      wanted += PAGE
      await readTable()
    },
    open: async (id) => {
      followed.abort()
      opening++
      const entity = store.getState().items?.find((each) => each.id === id) ?? null
      store.setState({ open: id === null ? null : { id, entity, isGone: false, raised: [] }, deliveries: {}, refusal: null })
      await readOpen()
    },
    follow: (deliveryIds) => {
      followed.abort()
      followed = new AbortController()
      if (deliveryIds.length === 0) return
      const show = (delivery: DeliveryView): void =>
        store.setState(({ deliveries }) => ({ deliveries: { ...deliveries, [delivery.id]: delivery } }))
      // What was removed meanwhile is no longer followed: its row stays without a state.
      followDeliveries(api, deliveryIds.slice(0, FOLLOWED), followed.signal, show).catch(() => {})
    },
    save: async (kind, id, fields) => {
      const { entity } = await (id === null ? crm.create({ kind, fields }) : crm.update({ kind, id, fields }))
      await refresh()
      return entity
    },
    act: ({ kind, id }, action, fields) => attempt(() => crm.act({ kind, id, action, fields })),
    changeBack: ({ kind, id }, changes) => {
      const fields = Object.fromEntries(Object.entries(changes).map(([field, { from }]) => [field, from]))
      return attempt(() => crm.update({ kind, id, fields }))
    },
    remove: ({ kind, id }) => attempt(() => crm.remove({ kind, id })),
    forgetRefusal: () => store.setState({ refusal: null }),
  }
}
