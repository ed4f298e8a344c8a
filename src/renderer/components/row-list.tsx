import { useRef, type KeyboardEvent, type ReactNode } from 'react'

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
}

/** Things of which one is open beside. One stop for Tab; the arrow keys walk. */
export function RowList({ name, columns, heads, rows, lines = 2, selectedId, onOpen }: RowListProps) {
  const body = useRef<HTMLDivElement>(null)
  const selected = rows.findIndex(({ id }) => id === selectedId)
  function press(event: KeyboardEvent<HTMLDivElement>, index: number): void {
    // Keys of a control in the row belong to the control.
    if (event.target !== event.currentTarget) return
    const steps: Readonly<Record<string, number>> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }
    const row = rows[index]
    const next = rows[Math.min(Math.max(steps[event.key] ?? -1, 0), rows.length - 1)]
    if (event.key === 'Enter' && row) onOpen(row.id, 'press')
    else if (steps[event.key] !== undefined && next) {
      onOpen(next.id, 'move')
      body.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus()
    } else return
    event.preventDefault()
  }
  return (
    <div
      className="pane-body [scrollbar-gutter:auto]"
      role="grid"
      aria-label={name}
      style={{ '--cols': columns, ...(lines === 2 && { '--row': 'var(--row-two)' }) }}
    >
      <div className="row row-head sticky top-0 z-1" role="row">
        {heads.map(({ head, hideHead, isNumber }) => (
          <span key={head} role="columnheader" className={isNumber ? 'cell-number' : ''}>
            {hideHead ? <span className="sr-only">{head}</span> : head}
          </span>
        ))}
      </div>
      <div role="rowgroup" ref={body}>
        {rows.map(({ id, cells }, index) => (
          <div
            key={id}
            data-id={id}
            role="row"
            className="row row-data"
            aria-selected={index === selected}
            tabIndex={index === Math.max(selected, 0) ? 0 : -1}
            onClick={() => onOpen(id, 'press')}
            onKeyDown={(event) => press(event, index)}
          >
            {cells.map((cell, column) => {
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
        ))}
      </div>
    </div>
  )
}
