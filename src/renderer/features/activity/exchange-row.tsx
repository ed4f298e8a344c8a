import { FlexRender, type Row } from '@tanstack/react-table'
import { memo, type MouseEvent } from 'react'
import { ACT, NUMBER_COLUMNS, type features, type FeedRow } from './columns.tsx'
import type { ColumnLayout } from './visible-columns.ts'

/** What a press on a row means. */
export type RowAct = 'show' | 'choose' | 'extend' | 'open'

interface ExchangeRowProps {
  readonly row: Row<typeof features, FeedRow>
  /** From 0, in the whole feed. */
  readonly position: number
  /** px from the top of the rows. */
  readonly top: number
  readonly isSelected: boolean
  readonly isNew: boolean
  /** The visible columns: drawn again when they change. */
  readonly layout: ColumnLayout
  readonly onAct: (id: string, act: RowAct) => void
}

/** One exchange in the feed. */
export const ExchangeRow = memo(PlainRow, isSame)

function PlainRow({ row, position, top, isSelected, isNew, onAct }: ExchangeRowProps) {
  const { exchange, isChosen, isChild } = row.original
  const marks = `${isNew ? 'is-new' : ''} ${isChosen ? 'is-chosen' : ''} ${isChild ? 'is-child' : ''}`
  return (
    <div
      role="row"
      id={rowElementId(exchange.id)}
      aria-rowindex={position + 2}
      // Chosen or open: of several rows the marked one is the open one.
      aria-selected={isSelected || isChosen}
      aria-current={isSelected || undefined}
      className={`row row-data group-focus-visible/feed:aria-current:outline-2 group-focus-visible/feed:aria-current:-outline-offset-2 group-focus-visible/feed:aria-current:outline-accent ${marks}`}
      style={{ position: 'absolute', inset: '0 0 auto', contain: 'strict', transform: `translateY(${top}px)` }}
      onClick={(event) => onAct(exchange.id, actOf(event))}
      // Shift extends what is chosen, not the marked text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      {row.getVisibleCells().map((cell) => (
        <div key={cell.id} role="gridcell" className={NUMBER_COLUMNS.has(cell.column.id) ? 'cell-number' : ''}>
          <FlexRender cell={cell} />
        </div>
      ))}
    </div>
  )
}

function actOf(event: MouseEvent): RowAct {
  if (event.shiftKey) return 'extend'
  const act = event.target instanceof Element ? event.target.closest(`[${ACT}]`)?.getAttribute(ACT) : undefined
  if (act === 'open') return 'open'
  return act === 'choose' || event.ctrlKey || event.metaKey ? 'choose' : 'show'
}

/** The element of a row, for `aria-activedescendant`. */
export function rowElementId(id: string): string {
  return `row-${id}`
}

/** The table makes new row objects with every batch: what they show is what counts. */
function isSame(before: ExchangeRowProps, now: ExchangeRowProps): boolean {
  const [a, b] = [before.row.original, now.row.original]
  return (
    a.exchange === b.exchange &&
    a.isLatest === b.isLatest &&
    a.isChosen === b.isChosen &&
    a.isChild === b.isChild &&
    a.isIndented === b.isIndented &&
    a.isOpen === b.isOpen &&
    before.position === now.position &&
    before.top === now.top &&
    before.isSelected === now.isSelected &&
    before.isNew === now.isNew &&
    before.layout === now.layout &&
    before.onAct === now.onAct
  )
}
