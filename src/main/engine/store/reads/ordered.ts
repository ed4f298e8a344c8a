import { assertNever } from '../../../../shared/domain/assert.ts'
import type { FeedOrder, OrderKey } from '../../../../shared/domain/feed-order.ts'
import type { Filter } from '../../../../shared/domain/filter/filter.ts'
import { condition } from '../filters/condition.ts'
import { filterSql } from '../filters/filter-sql.ts'
import type { Page } from './list.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { EVERYTHING } from './slices.ts'
import { SUMMARY_COLUMNS, SUMMARY_FROM, summaryOf, type SummaryRow } from './summary.ts'
import { AS_LONG_AS_IT_TAKES, walk } from './walk.ts'

export interface OrderedReads {
  /**
   * A page in another order than the feed's: what stands behind the row `after` (null: the first page). Every match is
   * looked at in slices, of which the first rows are kept; null when there is no row `after` and no page ended with it.
   */
  ordered(query: { filter: Filter; order: FeedOrder; after: number | null; limit: number }): Page | null
}

/** Cursors that stay good although their row is removed. */
const MAX_REMEMBERED = 1_000

/** Where a row stands: by its value, then the newest first. */
interface Standing {
  readonly id: number
  readonly value: number | null
}

export function orderedReads(context: ReadContext): Implemented<OrderedReads> {
  const { statements } = context
  /** Where the last row of a page stood, by order and id; the latest last. */
  const remembered = new Map<string, Standing>()

  function standingOf(id: number, by: OrderKey): Standing | undefined {
    // Its own value: a row that was removed meanwhile still has its place in time.
    if (by === 'time') return { id, value: id }
    return statements<Standing>(`SELECT id, ${columnOf(by)} AS value FROM exchange WHERE id = ?`).get(id) ?? remembered.get(`${by} ${id}`)
  }

  function remember(last: Standing, by: OrderKey): void {
    remembered.set(`${by} ${last.id}`, last)
    const [oldest] = remembered.keys()
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  }

  function summariesOf(ids: readonly number[]): Page['items'] {
    const sql = `SELECT ${SUMMARY_COLUMNS} ${SUMMARY_FROM} WHERE exchange.id IN (SELECT value FROM json_each(?))`
    const rows = new Map(
      statements<SummaryRow>(sql)
        .all(JSON.stringify(ids))
        .map((row) => [row.id, summaryOf(row)]),
    )
    return ids.flatMap((id) => rows.get(id) ?? [])
  }

  return {
    *ordered({ filter, order, after, limit }) {
      const column = columnOf(order.by)
      const from = after === null ? null : standingOf(after, order.by)
      if (from === undefined) return null
      const [behind, values] = from === null ? ['1', []] : behindSql(column, order, from)
      const compare = comparison(order)
      let first: Standing[] = []
      const matching = filterSql(filter) ?? condition('1')
      yield* walk(
        context,
        matching,
        EVERYTHING,
        'newest',
        (where, params, slice) => {
          const sql = `SELECT exchange.id, ${column} AS value FROM exchange WHERE exchange.id > ? AND exchange.id < ? AND ${behind} AND ${where}
            ORDER BY value ${directionSql(order)} NULLS LAST, exchange.id ${tieSql(order)} LIMIT ?`
          const found = statements<Standing>(sql).all(slice.above, slice.below, ...values, ...params, limit + 1)
          if (found.length > 0) first = [...first, ...found].toSorted(compare).slice(0, limit + 1)
          return true
        },
        AS_LONG_AS_IT_TAKES,
      )
      const shown = first.slice(0, limit)
      const last = first.length > limit ? shown.at(-1) : undefined
      if (last) remember(last, order.by)
      return { items: summariesOf(shown.map(({ id }) => id)), hasMore: last !== undefined, next: last?.id ?? null, unsearched: 0 }
    },
  }
}

function columnOf(by: OrderKey): string {
  switch (by) {
    case 'time':
      return 'exchange.id'
    case 'took':
      return 'exchange.took_us'
    case 'size':
      return 'exchange.request_bytes'
    case 'status':
      return 'exchange.status'
    default:
      return assertNever(by)
  }
}

/** Rows of the same value: the newest first. Of times no two are the same. */
function tieSql({ by, direction }: FeedOrder): 'ASC' | 'DESC' {
  return by === 'time' && direction === 'ascending' ? 'ASC' : 'DESC'
}

function directionSql({ direction }: FeedOrder): 'ASC' | 'DESC' {
  return direction === 'ascending' ? 'ASC' : 'DESC'
}

/** The condition of standing behind a row, and its values. */
function behindSql(column: string, { direction }: FeedOrder, { id, value }: Standing): [string, number[]] {
  if (value === null) return [`(${column} IS NULL AND exchange.id < ?)`, [id]]
  const further = direction === 'ascending' ? '>' : '<'
  return [`(${column} ${further} ? OR (${column} = ? AND exchange.id < ?) OR ${column} IS NULL)`, [value, value, id]]
}

function comparison({ direction }: FeedOrder): (a: Standing, b: Standing) => number {
  const sign = direction === 'ascending' ? 1 : -1
  return (a, b) => {
    if (a.value === b.value) return b.id - a.id
    if (a.value === null) return 1
    return b.value === null ? -1 : sign * (a.value - b.value)
  }
}
