import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { NEWEST_FIRST, ORDER_KEYS, type FeedOrder } from '../../../shared/domain/feed-order.ts'
import { COLUMN_WORDS, NUMBER_COLUMNS } from './columns.tsx'
import type { ColumnsStore } from './columns-store.ts'
import type { ColumnName } from './visible-columns.ts'

interface HeaderCellProps {
  readonly name: ColumnName
  readonly columns: ColumnsStore
  readonly order: FeedOrder
  readonly onOrder: (order: FeedOrder) => void
}

const STEP_PX = 8

/** Head of a column: a press puts the feed in its order, dragging moves it, the bar at its end makes it wider. */
export function HeaderCell({ name, columns, order, onOrder }: HeaderCellProps) {
  const cell = useRef<HTMLDivElement>(null)
  const [isTarget, setTarget] = useState(false)
  const by = ORDER_KEYS.find((key) => key === name)
  const isOrdered = by !== undefined && order.by === by
  const word = COLUMN_WORDS[name]
  const Arrow = order.direction === 'descending' ? ArrowDown : ArrowUp

  return (
    <div
      ref={cell}
      role="columnheader"
      aria-label={word}
      aria-sort={isOrdered ? order.direction : undefined}
      className={`feed-head ${NUMBER_COLUMNS.has(name) ? 'cell-number' : ''} ${isTarget ? 'is-target' : ''}`}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, name)
        event.dataTransfer.effectAllowed = 'move'
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return
        event.preventDefault()
        setTarget(true)
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        setTarget(false)
        const dragged = columns.store.getState().order.find((each) => each === event.dataTransfer.getData(DRAG_TYPE))
        if (dragged === undefined) return
        event.preventDefault()
        event.stopPropagation()
        columns.move(dragged, columns.store.getState().order.indexOf(name))
      }}
    >
      {by === undefined ? (
        <span className={name === 'direction' ? 'sr-only' : 'feed-head-word'}>{word}</span>
      ) : (
        <button type="button" className="feed-head-word" onClick={() => onOrder(nextOrder(order, by))}>
          {word}
          {isOrdered && <Arrow size={12} strokeWidth={1.75} aria-hidden />}
        </button>
      )}
      {name !== 'direction' && (
        <ResizeBar word={word} width={() => cell.current?.offsetWidth ?? 0} onResize={(px) => columns.resize(name, px)} />
      )}
    </div>
  )
}

const DRAG_TYPE = 'application/x-hookscope-column'

/** The largest first, then the smallest, then as the feed is; of times the newest first, then the oldest. */
function nextOrder(order: FeedOrder, by: FeedOrder['by']): FeedOrder {
  if (order.by !== by) return { by, direction: 'descending' }
  if (order.direction === 'descending') return { by, direction: 'ascending' }
  return NEWEST_FIRST
}

interface ResizeBarProps {
  readonly word: string
  /** px, now */
  readonly width: () => number
  /** null: as at first. */
  readonly onResize: (width: number | null) => void
}

function ResizeBar({ word, width, onResize }: ResizeBarProps) {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const [shown, setShown] = useState(0)

  function drag(event: PointerEvent): void {
    if (start.current) onResize(start.current.width + event.clientX - start.current.x)
  }
  function press(event: KeyboardEvent): void {
    const steps = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key]
    if (steps === undefined && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    onResize(steps === undefined ? null : width() + steps)
    setShown(width())
  }

  return (
    <span
      className="feed-resize"
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${word}`}
      aria-valuenow={shown}
      tabIndex={0}
      draggable
      onDragStart={(event) => {
        // The bar makes the column wider; it does not drag it.
        event.preventDefault()
        event.stopPropagation()
      }}
      onFocus={() => setShown(width())}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, width: width() }
      }}
      onPointerMove={drag}
      onPointerUp={() => (start.current = null)}
      onPointerCancel={() => (start.current = null)}
      onDoubleClick={() => onResize(null)}
      onKeyDown={press}
    />
  )
}
