import { FlexRender, useTable } from '@tanstack/react-table'
import { useCallback, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { useWidth } from '../../components/use-width.ts'
import type { Activity } from './activity-store.ts'
import { columns, features, NUMBER_COLUMNS, type FeedRow } from './columns.tsx'
import { ExchangeRow, rowElementId } from './exchange-row.tsx'
import { latestAttempts } from './feed-window.ts'
import { HEAD_PX, useFeedScroll } from './use-feed-scroll.ts'
import { columnTemplate, visibleColumns } from './visible-columns.ts'

interface ExchangeTableProps {
  readonly activity: Activity
  readonly selectedId: string | null
  readonly onOpen: (id: string) => void
}

const NO_ROWS: readonly FeedRow[] = []

/** The feed as a grid. The keyboard is the screen's; here it only has its focus. */
export function ExchangeTable({ activity, selectedId, onOpen }: ExchangeTableProps) {
  const { feed, total, reveal, arrived, shown } = useStore(activity.store)
  const scroller = useRef<HTMLDivElement>(null)
  const paneWidth = useWidth(scroller)
  const columnVisibility = useMemo(() => visibleColumns(paneWidth), [paneWidth])
  const template = columnTemplate(columnVisibility)
  const data = useMemo(() => {
    if (!feed) return NO_ROWS
    const latest = latestAttempts(feed.rows)
    return feed.rows.map((exchange): FeedRow => ({ exchange, isLatest: latest.has(exchange.id) }))
  }, [feed])
  const table = useTable({ features, columns, data, getRowId: (row) => row.exchange.id, state: { columnVisibility } })
  const virtualizer = useFeedScroll(scroller, activity, { feed, total, reveal, shown }, selectedId)
  const open = useCallback((id: string) => onOpen(id), [onOpen])
  const above = feed?.above ?? 0
  const rows = table.getRowModel().rows
  const items = virtualizer.getVirtualItems()
  const isSelectedDrawn = selectedId !== null && items.some(({ index }) => rows[index - above]?.id === selectedId)
  const isCounted = total?.exact === true && above + rows.length <= total.value
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Exchanges"
      aria-rowcount={isCounted ? total.value + 1 : -1}
      aria-multiselectable="false"
      aria-activedescendant={isSelectedDrawn ? rowElementId(selectedId) : undefined}
      tabIndex={0}
      id="feed"
      className="listing group/feed min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-none"
      style={{ '--cols': template, display: 'block', overflowAnchor: 'none' }}
      onScroll={(event) => activity.setAtTop(event.currentTarget.scrollTop <= 0)}
    >
      <div role="rowgroup" className="sticky top-0 z-1">
        {table.getHeaderGroups().map((group) => (
          <div key={group.id} role="row" aria-rowindex={1} className="row row-head">
            {group.headers.map((header) => (
              <div
                key={header.id}
                role="columnheader"
                aria-sort={header.column.id === 'time' ? 'descending' : undefined}
                className={NUMBER_COLUMNS.has(header.column.id) ? 'cell-number' : ''}
              >
                <FlexRender header={header} />
              </div>
            ))}
          </div>
        ))}
      </div>
      <div role="rowgroup" className="relative isolate" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index - above]
          const top = start - HEAD_PX
          if (!row) return <Placeholder key={`at-${index}`} top={top} />
          const { id } = row
          return (
            <ExchangeRow
              key={id}
              row={row}
              position={index}
              top={top}
              template={template}
              isSelected={id === selectedId}
              isNew={arrived.has(id)}
              onOpen={open}
            />
          )
        })}
      </div>
    </div>
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
