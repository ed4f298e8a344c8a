import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

export interface RowListColumn {
  readonly head: string
  /** Keeps the head for screen readers only. */
  readonly hideHead?: boolean | undefined
  /** The cells hold a control. */
  readonly isControl?: boolean | undefined
  /** The cells are numbers: set to the right. */
  readonly isNumber?: boolean | undefined
}

export interface RowListRow {
  readonly id: string
  /** One a column. */
  readonly cells: readonly ReactNode[]
}

interface RowListProps {
  readonly name: string
  /** CSS grid columns. */
  readonly columns: string
  readonly heads: readonly RowListColumn[]
  readonly rows: readonly RowListRow[]
  /** How many a row has. */
  readonly lines?: 1 | 2 | undefined
  readonly selectedId: string | null
  /** `press`: by mouse or Enter; `move`: passed by arrow keys. */
  readonly onOpen: (id: string, how: 'press' | 'move') => void
  /** The last rows have come near: time for more. */
  readonly onEnd?: (() => void) | undefined
}

/** `--row` and `--row-two`. */
const ROW_PX = { 1: 28, 2: 52 } as const
const HEAD_PX = 28
/** So many rows before the last one in sight, more are asked for. */
const END_ROWS = 10

/** Things of which one is open beside. One stop for Tab; the arrow keys walk. Only rows in sight are drawn. */
export function RowList({ name, columns, heads, rows, lines = 2, selectedId, onOpen, onEnd }: RowListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const selected = rows.findIndex(({ id }) => id === selectedId)
  /** The row that was open last, and its place, should it go. */
  const [last, setLast] = useState({ id: selectedId, index: 0 })
  if (selected >= 0 && (last.id !== selectedId || last.index !== selected)) setLast({ id: selectedId, index: selected })
  const lastNow = rows.findIndex(({ id }) => id === last.id)
  /** The row that Tab leads to: drawn even where it was scrolled away, else the focus would be lost with it. */
  const stop = selected >= 0 ? selected : lastNow >= 0 ? lastNow : Math.min(last.index, Math.max(rows.length - 1, 0))
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX[lines],
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      return inSight.includes(stop) || stop >= rows.length ? inSight : [...inSight, stop].toSorted((a, b) => a - b)
    },
  })
  // What is opened comes into sight, once: later it may be scrolled away.
  useLayoutEffect(() => {
    if (selected >= 0) virtualizer.scrollToIndex(selected, { align: 'auto' })
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selectedId, selected >= 0])
  const isNearEnd = (virtualizer.range?.endIndex ?? 0) >= rows.length - END_ROWS
  useEffect(() => {
    if (isNearEnd) onEnd?.()
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isNearEnd, rows.length])
  /** The row that a key led to; it may have to be drawn first. */
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    if (wanted.current === null || wanted.current !== selectedId) return
    wanted.current = null
    scroller.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(selectedId)}"]`)?.focus({ preventScroll: true })
  }, [selectedId])
  function press(event: KeyboardEvent<HTMLDivElement>, index: number): void {
    // Keys of a control in the row belong to the control.
    if (event.target !== event.currentTarget) return
    const steps: Readonly<Record<string, number>> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }
    const row = rows[index]
    const next = rows[Math.min(Math.max(steps[event.key] ?? -1, 0), rows.length - 1)]
    if (event.key === 'Enter' && row) onOpen(row.id, 'press')
    else if (steps[event.key] !== undefined && next) {
      if (next.id !== selectedId) wanted.current = next.id
      onOpen(next.id, 'move')
    } else return
    event.preventDefault()
  }
  return (
    <div
      className="pane-body [scrollbar-gutter:auto]"
      role="grid"
      aria-label={name}
      aria-rowcount={rows.length + 1}
      ref={scroller}
      style={{ '--cols': columns, ...(lines === 2 && { '--row': 'var(--row-two)' }) }}
    >
      <div className="row row-head sticky top-0 z-1" role="row" aria-rowindex={1}>
        {heads.map(({ head, hideHead, isNumber }) => (
          <span key={head} role="columnheader" className={isNumber ? 'cell-number' : ''}>
            {hideHead ? <span className="sr-only">{head}</span> : head}
          </span>
        ))}
      </div>
      <div role="rowgroup" className="relative isolate" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <div
              key={row.id}
              data-id={row.id}
              role="row"
              aria-rowindex={index + 2}
              className="row row-data absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start - HEAD_PX}px)` }}
              aria-selected={index === selected}
              tabIndex={index === stop ? 0 : -1}
              onClick={() => onOpen(row.id, 'press')}
              onKeyDown={(event) => press(event, index)}
            >
              {row.cells.map((cell, column) => {
                const { isControl = false, isNumber = false } = heads[column] ?? {}
                return (
                  <span
                    key={heads[column]?.head}
                    role="gridcell"
                    className={isControl ? 'cell-control' : isNumber ? 'cell-number' : ''}
                    onClick={isControl ? (event) => event.stopPropagation() : undefined}
                  >
                    {cell}
                  </span>
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
