import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { toProblem } from '../../api/problem.ts'
import { showToast } from '../../app/toasts.tsx'

/** What a delivery holds beside its newest attempt, by its id: newest first. */
export type OpenDeliveriesState = ReadonlyMap<string, readonly ExchangeSummary[]>

/** The deliveries whose earlier attempts, and the captures these have made, are shown under their row. */
export interface OpenDeliveries {
  readonly store: StoreApi<OpenDeliveriesState>
  open(row: ExchangeSummary): Promise<void>
  close(deliveryId: string): void
  closeAll(): void
  /** Live rows: those of open deliveries are read again. */
  notice(rows: readonly ExchangeSummary[]): void
}

/** None open. */
export function createOpenDeliveries(client: Client): OpenDeliveries {
  const store = createStore<OpenDeliveriesState>()(() => new Map())

  async function load({ id, deliveryId }: ExchangeSummary): Promise<void> {
    if (deliveryId === null) return
    const { family } = await client.exchanges.lineage({ id })
    const attempts = family.filter((each) => each.deliveryId === deliveryId)
    const ids = new Set(attempts.map((each) => each.id))
    const captures = family.filter(({ direction, counterpartId }) => direction === 'in' && counterpartId !== null && ids.has(counterpartId))
    const rows = [...attempts, ...captures].filter((each) => each.id !== id).toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    store.setState((before) => new Map(before).set(deliveryId, rows), true)
  }

  return {
    store,
    open: (row) =>
      load(row).catch((error: unknown) => {
        const { message, remedy } = toProblem(error)
        showToast({ title: 'The attempts could not be read', text: `${message} ${remedy}`, kind: 'failed' })
      }),
    close: (deliveryId) =>
      store.setState((before) => {
        const after = new Map(before)
        after.delete(deliveryId)
        return after
      }, true),
    closeAll: () => {
      if (store.getState().size > 0) store.setState(new Map(), true)
    },
    notice: (rows) => {
      const open = store.getState()
      if (open.size === 0) return
      // Rows come newest first: under the newest attempt stands the rest.
      const told = rows.filter(({ deliveryId }) => deliveryId !== null && open.has(deliveryId))
      const newest = told.filter((row, index) => told.findIndex(({ deliveryId }) => deliveryId === row.deliveryId) === index)
      for (const row of newest) void load(row).catch(() => {})
    },
  }
}
