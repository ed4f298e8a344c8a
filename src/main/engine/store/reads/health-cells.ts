/**
 * What happened at the places (endpoints, inboxes) in buckets of time, so that parts that were counted apart can be put
 * together: `merge(older, newer)` is what counting both at once would have given.
 */

export type Outcome = 'good' | 'failed' | 'bad' | 'unjudged'

/** One place in one bucket; filled from its newest row to its oldest. */
export interface Cell {
  good: number
  failed: number
  bad: number
  unjudged: number
  /** ms since 1970 */
  lastAt: number
  /** Of the newest good one; null without any. */
  lastGoodAt: number | null
  /** Of the oldest that failed since `lastGoodAt`, or of all; null when none did. */
  failingSince: number | null
  /** How many took about as long, by `tookBin`. */
  readonly took: Uint32Array
}

/** By bucket, then by the place's sequence. */
export type Cells = Map<number, Map<number, Cell>>

/** Neighbouring bins lie a twenty-fifth apart, so a value is told within two hundredths. */
const BINS_PER_E = 25
/** Up to three minutes; what took longer is told as that. */
const BINS = 476

function emptyCell(): Cell {
  return { good: 0, failed: 0, bad: 0, unjudged: 0, lastAt: 0, lastGoodAt: null, failingSince: null, took: new Uint32Array(BINS) }
}

/** Counts one row. Rows of a bucket come newest first. */
export function countRow(cells: Cells, bucket: number, place: number, at: number, outcome: Outcome, tookUs: number | null): void {
  const cell = cellOf(cells, bucket, place)
  cell[outcome]++
  if (at > cell.lastAt) cell.lastAt = at
  if (outcome === 'good') cell.lastGoodAt ??= at
  else if (outcome !== 'unjudged' && cell.lastGoodAt === null) cell.failingSince = at
  if (tookUs !== null) addTo(cell.took, tookBin(tookUs))
}

/** Puts what was counted of an older part of time before what was counted of a newer one. Neither is changed. */
export function merge(older: Cells, newer: Cells): Cells {
  const merged: Cells = new Map([...older].map(([bucket, places]) => [bucket, new Map(places)]))
  for (const [bucket, places] of newer) {
    const target = merged.get(bucket) ?? new Map<number, Cell>()
    merged.set(bucket, target)
    for (const [place, cell] of places) {
      const before = target.get(place)
      target.set(place, before ? mergeAll([before, cell]) : cell)
    }
  }
  return merged
}

/** One cell of several, oldest first. */
export function mergeAll(cells: readonly Cell[]): Cell {
  const merged = emptyCell()
  for (const cell of cells) addCell(merged, cell)
  return merged
}

/** Adds a newer cell to an older one. */
function addCell(older: Cell, newer: Cell): void {
  older.good += newer.good
  older.failed += newer.failed
  older.bad += newer.bad
  older.unjudged += newer.unjudged
  older.lastAt = Math.max(older.lastAt, newer.lastAt)
  older.failingSince = newer.lastGoodAt === null ? (older.failingSince ?? newer.failingSince) : newer.failingSince
  older.lastGoodAt = newer.lastGoodAt ?? older.lastGoodAt
  for (let bin = 0; bin < BINS; bin++) older.took[bin] = (older.took[bin] ?? 0) + (newer.took[bin] ?? 0)
}

/** Values in ms below which these shares (0 to 1, rising) of a cell's rows stay; null when none was timed. */
export function percentiles(took: Uint32Array, shares: readonly number[]): number[] | null {
  // A thousand cells an answer: loops take a tenth of what reduce and findIndex do.
  let count = 0
  for (let bin = 0; bin < BINS; bin++) count += took[bin] ?? 0
  if (count === 0) return null
  let bin = 0
  let below = took[0] ?? 0
  return shares.map((share) => {
    while (below < share * count && bin < BINS - 1) below += took[++bin] ?? 0
    return binMs(bin)
  })
}

function tookBin(us: number): number {
  return Math.min(BINS - 1, Math.round(Math.log(Math.max(1, us)) * BINS_PER_E))
}

function binMs(bin: number): number {
  return Math.exp(bin / BINS_PER_E) / 1000
}

function cellOf(cells: Cells, bucket: number, place: number): Cell {
  let places = cells.get(bucket)
  if (!places) cells.set(bucket, (places = new Map()))
  let cell = places.get(place)
  if (!cell) places.set(place, (cell = emptyCell()))
  return cell
}

function addTo(counts: Uint32Array, index: number): void {
  counts[index] = (counts[index] ?? 0) + 1
}
