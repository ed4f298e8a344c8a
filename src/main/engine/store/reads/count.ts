import type { Filter } from '../../../../shared/domain/filter/filter.ts'
import { msOfSeq, seqAt } from '../../../../shared/domain/ids.ts'
import { SECOND_MS } from '../../../../shared/domain/units.ts'
import type { Condition } from '../filters/condition.ts'
import { filterSql } from '../filters/filter-sql.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { EVERYTHING, inSlices, type Sliced } from './slices.ts'
import { walk } from './walk.ts'

export interface CountReads {
  /** Rows that match; a lower bound (`exact: false`) when they could not all be looked at in time. */
  count(filter: Filter): Count
  /** All exchanges, likewise; it goes on where the last one stopped. */
  total(): Count
  /** Called when rows were removed or imported: what is known of totals and of health no longer holds. */
  forgetTotal(): void
  /** Rows that were removed are counted no more, until `forgetTotal` has all counted anew. */
  forgetRows(seqs: readonly number[]): void
  /** Captures and attempts from a sequence on; looks at no more than `maxRows`. */
  rates(since: number, maxRows: number): { captures: number; attempts: number }
  /** Deliveries that wait or are on the wire, and when the next one is due; null when none waits. Walks all of them. */
  pending(): { count: number; nextAt: number | null }
}

interface Count {
  readonly value: number
  readonly exact: boolean
}

const BUDGET_MS = 150
/** A capture gets its id on arrival and its row once its body is here, so younger parts of the table still fill up. */
const SETTLED_AFTER_MS = 90 * SECOND_MS

/** What has been counted of the settled part: everything in [low, high). */
interface Counted {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly isWhole: boolean
}

/** Counting a million rows takes a tenth of a second, too much for a number that goes with every live batch: the total is kept and continued. */
export function countReads(context: ReadContext): Implemented<CountReads> {
  const { statements, monotonic } = context
  let counted: Counted | undefined
  let forgotten = 0

  function* countAll(): Sliced<Count> {
    const before = forgotten
    const deadline = monotonic() + BUDGET_MS
    const newest = statements<{ id: number | null }>('SELECT max(id) AS id FROM exchange').get()?.id ?? 0
    const settled = Math.max(0, seqAt(msOfSeq(newest) - SETTLED_AFTER_MS), counted?.high ?? 0)
    let { value, low, isWhole } = counted ?? { value: 0, low: settled, isWhole: false }
    if (counted) value += yield* countRange(counted.high - 1, settled)
    if (!isWhole) {
      isWhole = yield* inSlices(context, { above: EVERYTHING.above, below: low }, 'newest', (slice, rows) => {
        value += rows
        low = slice.above + 1
        return monotonic() < deadline
      })
    }
    if (forgotten === before) counted = { value, low, high: settled, isWhole }
    return { value: value + (yield* countRange(settled - 1, EVERYTHING.below)), exact: isWhole }
  }

  function* countRange(above: number, below: number): Sliced<number> {
    let sum = 0
    yield* inSlices(context, { above, below }, 'oldest', (_slice, rows) => {
      sum += rows
      return true
    })
    return sum
  }

  function* countMatching(condition: Condition): Sliced<Count> {
    const deadline = monotonic() + BUDGET_MS
    let value = 0
    const exact = yield* walk(context, condition, EVERYTHING, 'newest', (where, params, { above, below }) => {
      const sql = `SELECT count(*) AS count FROM exchange WHERE exchange.id > ? AND exchange.id < ? AND ${where}`
      value += statements<{ count: number }>(sql).get(above, below, ...params)?.count ?? 0
      return monotonic() < deadline
    })
    return { value, exact }
  }

  return {
    count: (filter) => {
      const condition = filterSql(filter)
      return condition === null ? countAll() : countMatching(condition)
    },
    total: countAll,

    forgetTotal: () => {
      counted = undefined
      forgotten++
    },
    forgetRows: (seqs) => {
      // A count that is under way has them or not: what it finds is told, and not kept.
      forgotten++
      if (!counted) return
      const { low, high } = counted
      counted = { ...counted, value: counted.value - seqs.filter((seq) => seq >= low && seq < high).length }
    },
    rates: (since, maxRows) => {
      const sql = `SELECT count(*) FILTER (WHERE direction = 'in') AS captures, count(*) FILTER (WHERE direction = 'out') AS attempts
        FROM (SELECT direction FROM exchange WHERE id >= ? ORDER BY id LIMIT ?)`
      return statements<{ captures: number; attempts: number }>(sql).get(since, maxRows) ?? { captures: 0, attempts: 0 }
    },
    pending: () => {
      const sql = `SELECT (SELECT count(*) FROM delivery WHERE due_at IS NOT NULL) + (SELECT count(*) FROM delivery WHERE claimed_by IS NOT NULL) AS count,
        (SELECT min(due_at) FROM delivery WHERE due_at IS NOT NULL) AS "nextAt"`
      return statements<{ count: number; nextAt: number | null }>(sql).get() ?? { count: 0, nextAt: null }
    },
  }
}
