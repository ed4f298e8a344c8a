import { HEALTH_WINDOWS, type HealthWindow, type PlaceHealth } from '../../../../shared/domain/health.ts'
import { msOfSeq, seqAt } from '../../../../shared/domain/ids.ts'
import { SECOND_MS } from '../../../../shared/domain/units.ts'
import { countRow, merge, mergeAll, percentiles, type Cell, type Cells, type Outcome } from './health-cells.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { inSlices, type SeqRange, type Sliced } from './slices.ts'

export interface HealthReads {
  /** How each place has been doing, by its sequence, in the window that ends at `now`. */
  health(window: HealthWindow, now: number): HealthRead
  /** When the newest attempt of each of these endpoints began, and how many deliveries wait for it. */
  deliveriesOf(endpoints: readonly number[]): { endpoint: number; lastAt: number | null; pending: number }[]
  /** What was counted no longer holds. */
  forgetHealth(): void
}

export interface HealthRead {
  readonly from: number
  readonly bucketMs: number
  readonly complete: boolean
  readonly places: readonly (readonly [number, Omit<PlaceHealth, 'pending'>])[]
}

/** Of walking back through a window that was not looked at yet; the next call goes on. */
const BUDGET_MS = 150
/** A capture gets its id on arrival and its row once its body is here; an attempt its outcome later still. */
const SETTLED_AFTER_MS = 90 * SECOND_MS

/** Sorting what was timed at a place takes a fraction of a millisecond. */
const PLACES_A_SLICE = 32
const SHARES = [0.5, 0.95, 0.99]
const OUTCOMES: readonly Outcome[] = ['good', 'failed', 'bad', 'unjudged']

/** Imported ones happened elsewhere; interrupted attempts are nobody's failure but ours. */
export const HEALTH_SQL = `SELECT id, coalesce(endpoint_id, inbox_id) AS place,
  CASE WHEN direction = 'out' THEN iif(status BETWEEN 200 AND 299, 0, 1)
    WHEN verdict = 'valid' THEN 0 WHEN verdict = 'invalid' THEN 2 WHEN verdict IN ('stale', 'missing') THEN 1 ELSE 3 END AS outcome,
  took_us
  FROM exchange WHERE id > ? AND id < ? AND imported = 0 AND (direction = 'in' AND state <> 'receiving' OR state = 'settled')
    AND coalesce(endpoint_id, inbox_id) IS NOT NULL ORDER BY id DESC`

/** Claimed deliveries are few; CROSS JOIN begins with them. */
export const OPEN_SQL = `SELECT min(exchange.id) AS id FROM delivery INDEXED BY delivery_claimed CROSS JOIN exchange ON exchange.delivery_id = delivery.id
  WHERE delivery.claimed_by IS NOT NULL AND exchange.state = 'running'`
export const LAST_ATTEMPT_SQL =
  'SELECT last_attempt_at AS at FROM delivery WHERE endpoint_id = ? AND last_attempt_at IS NOT NULL ORDER BY id DESC LIMIT 1'
export const WAITING_SQL = 'SELECT count(*) AS count FROM delivery WHERE lane = ? AND due_at IS NOT NULL'

type Row = readonly [id: number, place: number, outcome: number, tookUs: number | null]

/** What is final: all rows in [low, high). */
interface Counted {
  readonly cells: Cells
  readonly low: number
  readonly high: number
}

/**
 * A window of a million rows takes a second to walk, so what is final of it is kept and only continued.
 *
 * 1. Final is what lies before `high`: nothing there changes but by removal, which `forgetHealth` tells.
 * 2. Above `high` lies what may still change; it is counted anew by each call.
 * 3. Below `low` lies what was not looked at yet; each call takes as much as its budget allows.
 * 4. A call has what is kept to itself: another one meanwhile begins anew, and whoever ends last is kept.
 */
export function healthReads(context: ReadContext): Implemented<HealthReads> {
  const { statements, monotonic } = context
  const kept = new Map<HealthWindow, Counted>()
  let forgotten = 0

  function* read(window: HealthWindow, now: number): Sliced<HealthRead> {
    const { bucketMs, buckets } = HEALTH_WINDOWS[window]
    const first = Math.floor(now / bucketMs) - buckets + 1
    const begin = seqAt(first * bucketMs)
    const before = forgotten
    const deadline = monotonic() + BUDGET_MS
    const known = kept.get(window)
    kept.delete(window)
    const settled = Math.max(begin, settledBefore(), known?.high ?? 0)
    let cells = withoutOld(known?.cells ?? new Map(), first)
    if (known) cells = merge(cells, yield* countRange({ above: Math.max(known.high, begin) - 1, below: settled }, bucketMs))
    let low = known?.low ?? settled
    if (low > begin) {
      const older: Cells = new Map()
      const isWhole = yield* inSlices(context, { above: begin - 1, below: low }, 'newest', (slice) => {
        countSlice(older, slice, bucketMs)
        low = slice.above + 1
        return monotonic() < deadline
      })
      if (isWhole) low = begin
      cells = merge(older, cells)
    }
    if (before === forgotten) kept.set(window, { cells, low: Math.max(low, begin), high: settled })
    const all = merge(cells, yield* countRange({ above: settled - 1, below: Number.MAX_SAFE_INTEGER }, bucketMs))
    return { from: first * bucketMs, bucketMs, complete: low <= begin, places: yield* placesOf(all, first, buckets) }
  }

  function settledBefore(): number {
    const newest = statements<{ id: number | null }>('SELECT max(id) AS id FROM exchange').get()?.id ?? 0
    const oldestOpen = statements<{ id: number | null }>(OPEN_SQL).get()?.id
    return Math.max(0, Math.min(seqAt(msOfSeq(newest) - SETTLED_AFTER_MS), oldestOpen ?? Infinity))
  }

  function* countRange(range: SeqRange, bucketMs: number): Sliced<Cells> {
    const counted: Cells = new Map()
    yield* inSlices(context, range, 'newest', (slice) => {
      countSlice(counted, slice, bucketMs)
      return true
    })
    return counted
  }

  function countSlice(cells: Cells, { above, below }: SeqRange, bucketMs: number): void {
    const rows = statements<Row>(HEALTH_SQL).raw().all(above, below)
    for (const [id, place, outcome, tookUs] of rows) {
      const at = msOfSeq(id)
      countRow(cells, Math.floor(at / bucketMs), place, at, OUTCOMES[outcome] ?? 'unjudged', tookUs)
    }
  }

  return {
    health: read,
    forgetHealth: () => {
      kept.clear()
      forgotten++
    },
    deliveriesOf: (endpoints) => {
      const last = statements<{ at: number }>(LAST_ATTEMPT_SQL)
      const waiting = statements<{ count: number }>(WAITING_SQL)
      return endpoints.map((endpoint) => ({
        endpoint,
        lastAt: last.get(endpoint)?.at ?? null,
        pending: waiting.get(String(endpoint))?.count ?? 0,
      }))
    },
  }
}

function withoutOld(cells: Cells, first: number): Cells {
  return new Map([...cells].filter(([bucket]) => bucket >= first))
}

function* placesOf(cells: Cells, first: number, buckets: number): Sliced<HealthRead['places']> {
  const places = new Set([...cells.values()].flatMap((byPlace) => [...byPlace.keys()]))
  const read: (readonly [number, Omit<PlaceHealth, 'pending'>])[] = []
  for (const place of places) {
    const row = Array.from({ length: buckets }, (_, index) => cells.get(first + index)?.get(place))
    read.push([place, healthOf(row)])
    if (read.length % PLACES_A_SLICE === 0) yield
  }
  return read
}

function healthOf(row: readonly (Cell | undefined)[]): Omit<PlaceHealth, 'pending'> {
  const whole = mergeAll(row.filter((cell) => cell !== undefined))
  const counts = (outcome: Outcome): number[] => row.map((cell) => cell?.[outcome] ?? 0)
  const spread = row.map((cell) => (cell ? percentiles(cell.took, SHARES) : null))
  const [p50Ms, p95Ms, p99Ms] = percentiles(whole.took, SHARES) ?? []
  return {
    good: counts('good'),
    failed: counts('failed'),
    bad: counts('bad'),
    unjudged: counts('unjudged'),
    p50Ms: spread.map((each) => each?.[0] ?? null),
    p95Ms: spread.map((each) => each?.[1] ?? null),
    latency: p50Ms === undefined || p95Ms === undefined || p99Ms === undefined ? null : { p50Ms, p95Ms, p99Ms },
    lastAt: whole.lastAt || null,
    failingSince: whole.failingSince,
  }
}
