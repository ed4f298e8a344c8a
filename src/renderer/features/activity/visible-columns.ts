/** Columns of the feed, in order. */
export const COLUMNS = ['direction', 'time', 'type', 'place', 'request', 'verdict', 'status', 'attempt', 'took', 'size'] as const
export type ColumnName = (typeof COLUMNS)[number]

const WIDTHS: Readonly<Record<ColumnName, string>> = {
  direction: '20px',
  time: '88px',
  type: '160px',
  place: 'minmax(0, 1fr)',
  request: 'minmax(0, 1fr)',
  verdict: '84px',
  status: '76px',
  attempt: '48px',
  took: '56px',
  size: '52px',
}

/** Pane widths in px from which a column is there; the others never go. */
const FROM_PX: Readonly<Partial<Record<ColumnName, number>>> = { size: 780, took: 640, attempt: 560, request: 1_080 }

/** Which columns a pane of this width shows. */
export function visibleColumns(paneWidth: number): Readonly<Record<ColumnName, boolean>> {
  return Object.fromEntries(COLUMNS.map((name) => [name, paneWidth >= (FROM_PX[name] ?? 0)])) as Record<ColumnName, boolean>
}

/** Their `grid-template-columns`. A wide pane gives type and place more, the request takes the rest. */
export function columnTemplate(visible: Readonly<Record<ColumnName, boolean>>): string {
  const wide: Partial<Record<ColumnName, string>> = visible.request ? { type: '176px', place: '176px' } : {}
  return COLUMNS.filter((name) => visible[name])
    .map((name) => wide[name] ?? WIDTHS[name])
    .join(' ')
}
