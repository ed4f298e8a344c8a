import { FlexRender, type Row } from '@tanstack/react-table'
import { memo } from 'react'
import { NUMBER_COLUMNS, type features, type FeedRow } from './columns.tsx'

interface ExchangeRowProps {
  readonly row: Row<typeof features, FeedRow>
  /** From 0, in the whole feed. */
  readonly position: number
  /** px from the top of the rows. */
  readonly top: number
  readonly isSelected: boolean
  readonly isNew: boolean
  /** The visible columns: drawn again when they change. */
  readonly template: string
  readonly onOpen: (id: string) => void
}

/** One exchange in the feed. */
export const ExchangeRow = memo(PlainRow, isSame)

function PlainRow({ row, position, top, isSelected, isNew, onOpen }: ExchangeRowProps) {
  const { id } = row.original.exchange
  return (
    <div
      role="row"
      id={rowElementId(id)}
      aria-rowindex={position + 2}
      aria-selected={isSelected}
      className={`row row-data group-focus-visible/feed:aria-selected:outline-2 group-focus-visible/feed:aria-selected:-outline-offset-2 group-focus-visible/feed:aria-selected:outline-accent ${isNew ? 'is-new' : ''}`}
      style={{ position: 'absolute', inset: '0 0 auto', contain: 'strict', transform: `translateY(${top}px)` }}
      onClick={() => onOpen(id)}
    >
      {row.getVisibleCells().map((cell) => (
        <div key={cell.id} role="gridcell" className={NUMBER_COLUMNS.has(cell.column.id) ? 'cell-number' : ''}>
          <FlexRender cell={cell} />
        </div>
      ))}
    </div>
  )
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
    before.position === now.position &&
    before.top === now.top &&
    before.isSelected === now.isSelected &&
    before.isNew === now.isNew &&
    before.template === now.template &&
    before.onOpen === now.onOpen
  )
}
