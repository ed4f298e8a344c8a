/** Columns of the feed, in their first order. */
export const COLUMNS = ['direction', 'time', 'type', 'place', 'request', 'verdict', 'status', 'attempt', 'took', 'size'] as const
export type ColumnName = (typeof COLUMNS)[number]

/** How people want the columns; kept on this machine. */
export interface ColumnChoice {
  /** All of them. */
  readonly order: readonly ColumnName[]
  /** Whether a column is wanted; one that nobody decided on is there where it has room. */
  readonly wanted: Readonly<Partial<Record<ColumnName, boolean>>>
  /** px, of those that somebody made wider or narrower. */
  readonly widths: Readonly<Partial<Record<ColumnName, number>>>
}

/** What a pane shows. */
export interface ColumnLayout {
  readonly names: readonly ColumnName[]
  /** Their `grid-template-columns`. */
  readonly template: string
}

export const FIRST_CHOICE: ColumnChoice = { order: COLUMNS, wanted: {}, widths: {} }

/** What a column takes in px; the place and the request take what is left, and at least so much. */
const WIDTHS: Readonly<Record<ColumnName, number>> = {
  direction: 20,
  time: 88,
  type: 160,
  place: 76,
  request: 240,
  verdict: 84,
  status: 76,
  attempt: 48,
  took: 56,
  size: 52,
}
const FLEXIBLE: ReadonlySet<ColumnName> = new Set(['place', 'request'])
/** How wide the type and the place are at least and at most where there is room; the request beside them takes the rest. */
const WIDE_PX = { least: 176, most: 288 }
/** Of the room that is left over, what the type and the place may each take. */
const SHARE = 1 / 4
const GAP_PX = 12
const EDGE_PX = 12
export const MIN_WIDTH_PX = 40
const MAX_WIDTH_PX = 800

/** Without room they go in this order; the others never do by themselves. */
const GOING: readonly ColumnName[] = ['request', 'size', 'took', 'attempt']

/** The columns that a pane of this width shows: of those that are wanted, what has room. What was asked for goes last. */
export function layoutOf(choice: ColumnChoice, paneWidth: number): ColumnLayout {
  let names = choice.order.filter((name) => choice.wanted[name] !== false)
  const asked = GOING.filter((name) => choice.wanted[name] === true)
  for (const name of [...GOING.filter((each) => !asked.includes(each)), ...asked]) {
    if (widthOf(names, choice) <= paneWidth) break
    names = names.filter((each) => each !== name)
  }
  const hasRequest = names.includes('request')
  const left = Math.max(0, paneWidth - widthOf(names, choice)) * SHARE
  const template = names.map((name) => {
    const own = choice.widths[name]
    if (own !== undefined) return `${own}px`
    if (hasRequest && (name === 'type' || name === 'place')) return `minmax(${WIDTHS[name]}px, ${wideOf(WIDTHS[name] + left)}px)`
    return FLEXIBLE.has(name) ? 'minmax(0, 1fr)' : `${WIDTHS[name]}px`
  })
  return { names, template: template.join(' ') }
}

function wideOf(px: number): number {
  return Math.round(Math.max(WIDE_PX.least, Math.min(WIDE_PX.most, px)))
}

function widthOf(names: readonly ColumnName[], { widths }: ColumnChoice): number {
  return names.reduce((sum, name) => sum + (widths[name] ?? WIDTHS[name]), 2 * EDGE_PX + (names.length - 1) * GAP_PX)
}

/** With a column at the place of another. */
export function withMoved(choice: ColumnChoice, name: ColumnName, to: number): ColumnChoice {
  const rest = choice.order.filter((each) => each !== name)
  const place = Math.max(0, Math.min(rest.length, to))
  return { ...choice, order: [...rest.slice(0, place), name, ...rest.slice(place)] }
}

/** With a column so wide; null: as wide as it was at first. */
export function withWidth(choice: ColumnChoice, name: ColumnName, width: number | null): ColumnChoice {
  const { [name]: _, ...others } = choice.widths
  if (width === null) return { ...choice, widths: others }
  return { ...choice, widths: { ...others, [name]: Math.max(MIN_WIDTH_PX, Math.min(MAX_WIDTH_PX, Math.round(width))) } }
}

/** What was kept, as far as it still means something. */
export function readChoice(text: string | null): ColumnChoice {
  // Not left to the parser: for an error thrown while the page is read, the browser reads all of the page a second time.
  if (text === null) return FIRST_CHOICE
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null) return FIRST_CHOICE
    const { order, wanted, widths } = kept as Partial<Record<keyof ColumnChoice, unknown>>
    const known = Array.isArray(order) ? COLUMNS.filter((name) => order.includes(name)) : []
    const inOrder = known.toSorted((a, b) => (order as string[]).indexOf(a) - (order as string[]).indexOf(b))
    return {
      // Columns that came with a newer version stand at the end.
      order: [...inOrder, ...COLUMNS.filter((name) => !known.includes(name))],
      wanted: valuesOf(wanted, (value) => (typeof value === 'boolean' ? value : undefined)),
      widths: valuesOf(widths, (value) =>
        typeof value === 'number' && value >= MIN_WIDTH_PX && value <= MAX_WIDTH_PX ? value : undefined,
      ),
    }
  } catch {
    return FIRST_CHOICE
  }
}

function valuesOf<T>(record: unknown, read: (value: unknown) => T | undefined): Partial<Record<ColumnName, T>> {
  if (typeof record !== 'object' || record === null) return {}
  const entries = Object.entries(record)
  return Object.fromEntries(
    COLUMNS.flatMap((name) => {
      const value = read(entries.find(([key]) => key === name)?.[1])
      return value === undefined ? [] : [[name, value]]
    }),
  ) as Partial<Record<ColumnName, T>>
}
