import { useTable } from '@tanstack/react-table'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { FeedOrder } from '../../../shared/domain/feed-order.ts'
import { countedRows, feedRows } from './activity-state.ts'
import type { ActivityStores } from './activity-stores.ts'
import { columns, features, type FeedRow } from './columns.tsx'
import { displayRows } from './display-rows.ts'
import { ExchangeRow, rowElementId, type RowAct } from './exchange-row.tsx'
import { HeaderCell } from './header-cell.tsx'
import { HEAD_PX, useFeedScroll } from './use-feed-scroll.ts'
import { COLUMNS, type ColumnLayout } from './visible-columns.ts'
import './feed.css'

interface ExchangeTableProps {
  readonly stores: ActivityStores
  readonly layout: ColumnLayout
  readonly selectedId: string | null
  readonly onOpen: (id: string) => void
  readonly onOrder: (order: FeedOrder) => void
}

const NO_ROWS: readonly FeedRow[] = []

/** The feed as a grid. The keyboard is the screen's; here it only has its focus. */
export function ExchangeTable({ stores, layout, selectedId, onOpen, onOrder }: ExchangeTableProps) {
  const { activity, selection, openDeliveries, columns: chosenColumns } = stores
  // Narrowly: counts change with every live batch, also while the rows stand still under one who scrolls.
  const feed = useStore(activity.store, (state) => state.feed)
  const reveal = useStore(activity.store, (state) => state.reveal)
  const arrived = useStore(activity.store, (state) => state.arrived)
  const shown = useStore(activity.store, (state) => state.shown)
  const height = useStore(activity.store, feedRows)
  const counted = useStore(activity.store, countedRows)
  const chosen = useStore(selection.store)
  const open = useStore(openDeliveries.store)
  const scroller = useRef<HTMLDivElement>(null)
  const { isGrouped } = shown
  const rows = useMemo(
    () => (feed ? displayRows(feed.rows, { open, selection: chosen, isGrouped }) : NO_ROWS),
    [feed, open, chosen, isGrouped],
  )
  const extra = rows.length - (feed?.rows.length ?? 0)
  const virtualizer = useFeedScroll(scroller, activity, { feed, reveal, height }, { rows, extra }, selectedId)
  const act = useAct(stores, selectedId, onOpen)
  const above = feed?.above ?? 0
  const items = virtualizer.getVirtualItems()
  // Only what is in sight goes through the table.
  const first = items[0]?.index ?? 0
  const inSight = rows.slice(Math.max(0, first - above), Math.max(0, (items.at(-1)?.index ?? -1) + 1 - above))
  const table = useTable({
    features,
    columns,
    data: inSight,
    getRowId: (row) => row.exchange.id,
    state: {
      columnOrder: [...layout.names],
      columnVisibility: Object.fromEntries(COLUMNS.map((name) => [name, layout.names.includes(name)])),
    },
  })
  const drawn = table.getRowModel().rows
  const isSelectedDrawn = selectedId !== null && inSight.some(({ exchange }) => exchange.id === selectedId)
  const isCounted = counted !== null && extra === 0 && above + rows.length <= counted
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Exchanges"
      aria-rowcount={isCounted ? counted + 1 : -1}
      aria-multiselectable="true"
      aria-activedescendant={isSelectedDrawn ? rowElementId(selectedId) : undefined}
      tabIndex={0}
      id="feed"
      className="listing group/feed min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-none"
      style={{ '--cols': layout.template, display: 'block', overflowAnchor: 'none' }}
      onScroll={(event) => activity.setAtTop(event.currentTarget.scrollTop <= 0)}
    >
      <div role="rowgroup" className="sticky top-0 z-1">
        <div role="row" aria-rowindex={1} className="row row-head">
          {layout.names.map((name) => (
            <HeaderCell key={name} name={name} columns={chosenColumns} order={shown.order} onOrder={onOrder} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative isolate" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = drawn[index - Math.max(first, above)]
          const top = start - HEAD_PX
          if (!row || index < above) return <Placeholder key={`at-${index}`} top={top} />
          const { id } = row
          return (
            <ExchangeRow
              key={id}
              row={row}
              position={index}
              top={top}
              layout={layout}
              isSelected={id === selectedId}
              isNew={arrived.has(id)}
              onAct={act}
            />
          )
        })}
      </div>
    </div>
  )
}

/** What a press on a row does; the same function for as long as it does the same. */
function useAct({ activity, selection, openDeliveries }: ActivityStores, selectedId: string | null, onOpen: (id: string) => void) {
  const latest = useRef({ selectedId, onOpen })
  useEffect(() => {
    latest.current = { selectedId, onOpen }
  })
  return useCallback(
    (id: string, act: RowAct): void => {
      const rows = activity.store.getState().feed?.rows ?? []
      if (act === 'show') latest.current.onOpen(id)
      else if (act === 'choose') selection.toggle(id)
      else if (act === 'extend') selection.extend(rows, latest.current.selectedId, id)
      else {
        const row = rows.find((each) => each.id === id)
        if (row?.deliveryId === null || row === undefined) return
        if (openDeliveries.store.getState().has(row.deliveryId)) openDeliveries.close(row.deliveryId)
        else void openDeliveries.open(row)
      }
    },
    [activity, selection, openDeliveries],
  )
}

/** A row that is on its way. */
function Placeholder({ top }: { readonly top: number }) {
  return (
    <div aria-hidden="true" className="row absolute inset-x-0 top-0" style={{ transform: `translateY(${top}px)` }}>
      <i />
      <i className="skeleton w-4/5" />
      <i className="skeleton w-3/5" />
      <i className="skeleton w-2/5" />
    </div>
  )
}
