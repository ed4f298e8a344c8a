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

const OLDER = 'SELECT min(id) AS edge, count(*) AS rows FROM (SELECT id FROM exchange WHERE id > ? AND id < ? ORDER BY id DESC LIMIT ?)'
const NEWER = 'SELECT max(id) AS edge, count(*) AS rows FROM (SELECT id FROM exchange WHERE id > ? AND id < ? ORDER BY id LIMIT ?)'

/**
 * Walks the rows of a range in slices of a few thousand, from the newest down or from the oldest up. SQLite cannot be
 * interrupted here, so this is what keeps one long scan from holding up every other read. Ends when `work` returns
 * false; true: the whole range was walked.
 */
export function* inSlices(
  { statements, monotonic }: { readonly statements: Statements; readonly monotonic: () => number },
  range: SeqRange,
  order: 'newest' | 'oldest',
  work: (slice: SeqRange, rows: number) => boolean,
  { first, least }: SliceSize = LIGHT,
): Sliced<boolean> {
  const findEdge = statements<{ edge: number | null; rows: number }>(order === 'newest' ? OLDER : NEWER)
  let size = first
  let { above, below } = range
  for (;;) {
    const started = monotonic()
    const { edge, rows } = findEdge.get(above, below, size) ?? { edge: null, rows: 0 }
    if (edge === null) return true
    if (!work(order === 'newest' ? { above: edge - 1, below } : { above, below: edge + 1 }, rows)) return false
    if (rows < size) return true
    if (order === 'newest') below = edge
    else above = edge
    size = Math.min(MAX_ROWS, monotonic() - started < AIM_MS ? size * 2 : Math.max(least, Math.floor(size / 2)))
    yield
  }
}
