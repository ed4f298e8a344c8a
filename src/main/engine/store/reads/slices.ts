import type { Listed } from '../filters/condition.ts'
import type { Statements } from './statements.ts'

/** Exclusive bounds of sequences. */
export interface SeqRange {
  readonly above: number
  readonly below: number
}

export const EVERYTHING: SeqRange = { above: 0, below: Number.MAX_SAFE_INTEGER }

/** A read that stops between slices so that others get their turn; its return value is the result. */
export type Sliced<T> = Generator<undefined, T>

/** How many rows the first slice has, and the smallest later on. */
export interface SliceSize {
  readonly first: number
  readonly least: number
}

/** Where a row costs a microsecond. */
export const LIGHT: SliceSize = { first: 2_000, least: 500 }
/** Where a row may be a megabyte to decode. */
export const HEAVY: SliceSize = { first: 64, least: 4 }
const MAX_ROWS = 64_000
/** A slice aims at half of what nobody notices. */
const AIM_MS = 20

/** Where the slice of so many rows ends, and how many it has. */
export function edgeSql(order: 'newest' | 'oldest', listed: Listed | null): string {
  const [edge, direction] = order === 'newest' ? ['min', 'DESC'] : ['max', 'ASC']
  const where = `exchange.id > ? AND exchange.id < ?${listed ? ` AND ${listed.sql}` : ''}`
  return `SELECT ${edge}(id) AS edge, count(*) AS rows FROM (SELECT exchange.id FROM exchange WHERE ${where} ORDER BY exchange.id ${direction} LIMIT ?)`
}

/**
 * Walks the rows of a range in slices of a few thousand, from the newest down or from the oldest up; with `listed` only
 * those. SQLite cannot be interrupted here, so this is what keeps one long scan from holding up every other read. Ends
 * when `work` returns false; true: the whole range was walked.
 */
export function* inSlices(
  { statements, monotonic }: { readonly statements: Statements; readonly monotonic: () => number },
  range: SeqRange,
  order: 'newest' | 'oldest',
  work: (slice: SeqRange, rows: number) => boolean,
  { first, least }: SliceSize = LIGHT,
  listed: Listed | null = null,
): Sliced<boolean> {
  const findEdge = statements<{ edge: number | null; rows: number }>(edgeSql(order, listed))
  let size = first
  let { above, below } = range
  for (;;) {
    const started = monotonic()
    const { edge, rows } = findEdge.get(above, below, ...(listed?.params ?? []), size) ?? { edge: null, rows: 0 }
    if (edge === null) return true
    if (!work(order === 'newest' ? { above: edge - 1, below } : { above, below: edge + 1 }, rows)) return false
    if (rows < size) return true
    if (order === 'newest') below = edge
    else above = edge
    size = Math.min(MAX_ROWS, monotonic() - started < AIM_MS ? size * 2 : Math.max(least, Math.floor(size / 2)))
    yield
  }
}
