import type { ExchangeSummary } from '../../../../shared/domain/exchange.ts'
import type { Filter } from '../../../../shared/domain/filter/filter.ts'
import { filterSql } from '../filters/filter-sql.ts'
import { EVERYTHING, HEAVY, inSlices, LIGHT, type SeqRange, type Sliced } from './slices.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { SUMMARY_COLUMNS, SUMMARY_FROM, summaryOf, type SummaryRow } from './summary.ts'

export interface ListReads {
  /** Newest first. Below `before`; with `after` alone the page just above it. */
  list(query: { filter: Filter; before: number | null; after: number | null; limit: number }): {
    items: ExchangeSummary[]
    hasMore: boolean
  }
  /** Sequences of matching rows below `before`, newest first. */
  matching(query: { filter: Filter; before: number; limit: number }): number[]
  /** Live rows: those added above `after`, and those of `exchanges` or of `deliveries` (sequences) that were changed. */
  changed(query: { filter: Filter; after: number; exchanges: readonly number[]; deliveries: readonly number[]; limit: number }): ChangedRows
  /** The largest sequence of an exchange; 0 when there is none. */
  newest(): number
}

export interface ChangedRows {
  /** Newest first, at most `limit`. */
  readonly rows: ExchangeSummary[]
  /** Where to go on: the largest sequence that was looked at. */
  readonly newest: number
  /** There were more than `limit`, or some are gone. */
  readonly gap: boolean
}

type Order = 'newest' | 'oldest'

/** A page of the feed. */
export function pageSql(where: string | null, order: Order): string {
  return `SELECT ${SUMMARY_COLUMNS} ${SUMMARY_FROM}
WHERE exchange.id > ? AND exchange.id < ?${where === null ? '' : ` AND ${where}`} ORDER BY exchange.id ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT ?`
}

export function listReads(context: ReadContext): Implemented<ListReads> {
  const { statements } = context

  /** Up to `limit` rows of a range, in order. */
  function* select<Row>(
    sql: (where: string | null, order: Order) => string,
    filter: Filter,
    range: SeqRange,
    order: Order,
    limit: number,
  ): Sliced<Row[]> {
    const condition = filterSql(filter)
    const statement = statements<Row>(sql(condition?.sql ?? null, order))
    if (condition === null) return statement.all(range.above, range.below, limit)
    const rows: Row[] = []
    const read = (slice: SeqRange): boolean => {
      rows.push(...statement.all(slice.above, slice.below, ...condition.params, limit - rows.length))
      return rows.length < limit
    }
    yield* inSlices(context, range, order, read, condition.isHeavy ? HEAVY : LIGHT)
    return rows
  }

  function newest(): number {
    return statements<{ id: number | null }>('SELECT max(id) AS id FROM exchange').get()?.id ?? 0
  }

  return {
    *list({ filter, before, after, limit }) {
      const range = { above: after ?? EVERYTHING.above, below: before ?? EVERYTHING.below }
      const order: Order = after !== null && before === null ? 'oldest' : 'newest'
      const rows = yield* select<SummaryRow>(pageSql, filter, range, order, limit + 1)
      const items = rows.slice(0, limit).map(summaryOf)
      return { items: order === 'newest' ? items : items.toReversed(), hasMore: rows.length > limit }
    },

    *matching({ filter, before, limit }) {
      const rows = yield* select<{ id: number }>(idsSql, filter, { above: EVERYTHING.above, below: before }, 'newest', limit)
      return rows.map((row) => row.id)
    },

    *changed({ filter, after, exchanges, deliveries, limit }) {
      const top = newest()
      const added = yield* select<SummaryRow>(pageSql, filter, { above: after, below: top + 1 }, 'newest', limit + 1)
      const condition = filterSql(filter)
      const known = exchanges.filter((seq) => seq <= after)
      const touched = statements<SummaryRow>(touchedSql(condition?.sql ?? null)).all(
        JSON.stringify(known),
        JSON.stringify(deliveries),
        after,
        ...(condition?.params ?? []),
        limit + 1,
      )
      const present = statements<{ count: number }>(PRESENT).get(JSON.stringify(known))?.count ?? 0
      const rows = [...added, ...touched]
      return {
        rows: rows.slice(0, limit).map(summaryOf),
        newest: Math.max(top, after),
        gap: rows.length > limit || present < known.length,
      }
    },

    newest,
  }
}

const PRESENT = 'SELECT count(*) AS count FROM exchange WHERE id IN (SELECT value FROM json_each(?))'

function idsSql(where: string | null, order: Order): string {
  return `SELECT exchange.id FROM exchange
WHERE exchange.id > ? AND exchange.id < ?${where === null ? '' : ` AND ${where}`} ORDER BY exchange.id ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT ?`
}

function touchedSql(where: string | null): string {
  return `SELECT ${SUMMARY_COLUMNS} ${SUMMARY_FROM}
WHERE exchange.id IN (
    SELECT value FROM json_each(?)
    UNION SELECT attempt.id FROM json_each(?) AS changed CROSS JOIN exchange AS attempt ON attempt.delivery_id = changed.value)
  AND exchange.id <= ?${where === null ? '' : ` AND ${where}`} ORDER BY exchange.id DESC LIMIT ?`
}
