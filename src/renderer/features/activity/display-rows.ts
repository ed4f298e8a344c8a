import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { latestAttempts } from './feed-window.ts'
import type { OpenDeliveriesState } from './open-deliveries.ts'
import { isChosen, type SelectionState } from './selection-store.ts'
import type { FeedRow } from './columns.tsx'

/** The rows as they stand below each other: under an open delivery what it holds beside its newest attempt. */
export function withChildren(
  rows: readonly ExchangeSummary[],
  open: OpenDeliveriesState,
): readonly { readonly exchange: ExchangeSummary; readonly isChild: boolean }[] {
  return rows.flatMap((exchange) => [
    { exchange, isChild: false },
    ...(exchange.deliveryId === null ? [] : (open.get(exchange.deliveryId) ?? [])).map((child) => ({ exchange: child, isChild: true })),
  ])
}

interface DisplayOptions {
  readonly open: OpenDeliveriesState
  readonly selection: SelectionState
  readonly isGrouped: boolean
}

/** What the table draws of the window. */
export function displayRows(rows: readonly ExchangeSummary[], { open, selection, isGrouped }: DisplayOptions): readonly FeedRow[] {
  const latest = latestAttempts(rows)
  const nested = isGrouped ? withChildren(rows, open) : rows.map((exchange) => ({ exchange, isChild: false }))
  return nested.map(({ exchange, isChild }) => ({
    exchange,
    isChild,
    isLatest: !isChild && latest.has(exchange.id),
    isChosen: isChosen(selection, exchange.id),
    isIndented: isGrouped,
    isOpen: isGrouped && !isChild && hasMore(exchange) ? open.has(exchange.deliveryId ?? '') : null,
  }))
}

/** There is more of its delivery than the row: earlier attempts, or a capture that it made. */
function hasMore({ deliveryId, attempt, counterpartId }: ExchangeSummary): boolean {
  return deliveryId !== null && ((attempt?.number ?? 1) > 1 || counterpartId !== null)
}
