import type { ExchangeSummary } from '../../../../shared/domain/exchange.ts'
import type { Filter } from '../../../../shared/domain/filter/filter.ts'
import { bind, type Condition } from '../filters/condition.ts'
import { filterSql } from '../filters/filter-sql.ts'
import { EVERYTHING, type SeqRange, type Sliced } from './slices.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { SUMMARY_COLUMNS, SUMMARY_FROM, summaryOf, type SummaryRow } from './summary.ts'
import { AS_LONG_AS_IT_TAKES, newestSeq, NOT_AT_ALL, shardsOf, SOON, walk, type Patience, type SliceWork } from './walk.ts'

export interface ListReads {
  /**
   * Newest first. Below `before`; with `after` alone the page just above it. With `withinMs` it looks for about so
   * long; when that is over before the page is full, `next` says where to go on.
   */
  list(query: { filter: Filter; before: number | null; after: number | null; limit: number; withinMs?: number }): Page
  /** Sequences of matching rows of a range, in order. Waits for the index. */
  matching(query: SeqRange & { filter: Filter; order: Order; limit: number }): number[]
  /** Live rows: those added above `after` (null: from now on), and those of `exchanges` or of `deliveries` (sequences) that were changed. */
  changed(query: {
    filter: Filter
    after: number | null
    exchanges: readonly number[]
    deliveries: readonly number[]
    limit: number
  }): ChangedRows
  /** The largest sequence of an exchange; 0 when there is none. */
  newest(): number
}

export interface Page {
  readonly items: ExchangeSummary[]
  readonly hasMore: boolean
  /** Where the next page begins: `before` it, or `after` it when this page was asked for by `after`. Null without more. */
  readonly next: number | null
  /** Of the newest exchanges, how many the filter's words could not be looked up in yet (at most 10,000 are counted). */
  readonly unsearched: number
}

export interface ChangedRows {
  /** Newest first, at most `limit`. */
  readonly rows: ExchangeSummary[]
  /** Where to go on: the largest sequence that was looked at. */
  readonly newest: number
  /** There were more than `limit`, or some are gone. */
  readonly gap: boolean
  /** There are newer rows that the index has not looked at yet: ask again without waiting for a change. */
  readonly isBehind: boolean
}

/** `newest` first, or `oldest` first. */
export type Order = 'newest' | 'oldest'

/** A page of the feed. */
export function pageSql(where: string | null, order: Order): string {
  return `SELECT ${SUMMARY_COLUMNS} ${SUMMARY_FROM}
WHERE exchange.id > ? AND exchange.id < ?${where === null ? '' : ` AND ${where}`} ORDER BY exchange.id ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT +?`
}

export function listReads(context: ReadContext): Implemented<ListReads> {
  const { statements, monotonic } = context

  /** Up to `limit` rows of a range, in order, and the edge of what was looked at; null: all of it. */
  function* select<Row>(
    sql: (where: string | null, order: Order) => string,
    condition: Condition | null,
    range: SeqRange,
    order: Order,
    {
      limit,
      deadline = Number.POSITIVE_INFINITY,
      patience = AS_LONG_AS_IT_TAKES,
    }: { limit: number; deadline?: number; patience?: Patience },
  ): Sliced<{ rows: Row[]; edge: number | null }> {
    if (condition === null) return { rows: statements<Row>(sql(null, order)).all(range.above, range.below, limit), edge: null }
    const rows: Row[] = []
    let edge: number | null = null
    const read: SliceWork = (where, params, { above, below }) => {
      rows.push(...statements<Row>(sql(where, order)).all(above, below, ...params, limit - rows.length))
      edge = order === 'newest' ? above + 1 : below - 1
      return rows.length < limit && monotonic() < deadline
    }
    const isWhole = yield* walk(context, condition, range, order, read, patience)
    return { rows, edge: isWhole ? null : edge }
  }

  function unsearched(condition: Condition | null): number {
    if (!condition?.isIndexed) return 0
    return statements<{ count: number }>(UNSEARCHED).get(context.search().through(), MAX_UNSEARCHED)?.count ?? 0
  }

  /** Of the rows named, those that fulfil a condition. */
  function touched(ids: readonly number[], condition: Condition | null, limit: number): SummaryRow[] {
    const read = (where: string | null, params: readonly (string | number)[], { above, below }: SeqRange): SummaryRow[] =>
      statements<SummaryRow>(touchedSql(where)).all(above, below, JSON.stringify(ids), ...params, limit)
    if (!condition?.isIndexed) return read(condition?.sql ?? null, bind(condition?.params ?? [], EVERYTHING), EVERYTHING)
    const index = context.search()
    const range = { above: Math.min(...ids) - 1, below: Math.max(...ids) + 1 }
    return shardsOf(index.shards(), condition, range, 'newest').flatMap(({ sql, part }) =>
      index.guarded(() => read(sql, bind(condition.params, part), part)),
    )
  }

  return {
    *list({ filter, before, after, limit, withinMs }) {
      const deadline = withinMs === undefined ? Number.POSITIVE_INFINITY : monotonic() + withinMs
      const range = { above: after ?? EVERYTHING.above, below: before ?? EVERYTHING.below }
      const order: Order = after !== null && before === null ? 'oldest' : 'newest'
      const condition = filterSql(filter)
      const { rows, edge } = yield* select<SummaryRow>(pageSql, condition, range, order, {
        limit: limit + 1,
        deadline,
        ...(withinMs !== undefined && { patience: SOON }),
      })
      const kept = rows.slice(0, limit)
      const items = kept.map(summaryOf)
      return {
        items: order === 'newest' ? items : items.toReversed(),
        hasMore: rows.length > limit || edge !== null,
        next: rows.length > limit ? (kept.at(-1)?.id ?? null) : edge,
        unsearched: unsearched(condition),
      }
    },

    *matching({ filter, above, below, order, limit }) {
      const { rows } = yield* select<{ id: number }>(idsSql, filterSql(filter), { above, below }, order, { limit })
      return rows.map((row) => row.id)
    },

    *changed({ filter, after: asked, exchanges, deliveries, limit }) {
      const condition = filterSql(filter)
      if (condition?.isIndexed) yield* context.search().advance(exchanges, LIVE_MS)
      const newestRow = newestSeq(context)
      const top = condition?.isIndexed ? Math.min(newestRow, context.search().through()) : newestRow
      const after = asked ?? top
      const added = yield* select<SummaryRow>(pageSql, condition, { above: after, below: top + 1 }, 'newest', {
        limit: limit + 1,
        patience: NOT_AT_ALL,
      })
      const known = exchanges.filter((seq) => seq <= after)
      const ids = statements<{ id: number }>(CHANGED_IDS).all(JSON.stringify(known), JSON.stringify(deliveries), after)
      const changed =
        ids.length === 0
          ? []
          : touched(
              ids.map(({ id }) => id),
              condition,
              limit + 1,
            )
      const present = statements<{ count: number }>(PRESENT).get(JSON.stringify(known))?.count ?? 0
      const rows = [...added.rows, ...changed]
      return {
        rows: rows.slice(0, limit).map(summaryOf),
        newest: Math.max(top, after),
        gap: rows.length > limit || present < known.length,
        isBehind: top < newestRow,
      }
    },

    newest: () => newestSeq(context),
  }
}

const PRESENT = 'SELECT count(*) AS count FROM exchange WHERE id IN (SELECT value FROM json_each(?))'

function idsSql(where: string | null, order: Order): string {
  return `SELECT exchange.id FROM exchange
WHERE exchange.id > ? AND exchange.id < ?${where === null ? '' : ` AND ${where}`} ORDER BY exchange.id ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT +?`
}

/** The changed rows themselves, and the attempts of changed deliveries. */
const CHANGED_IDS = `SELECT id FROM (
  SELECT value AS id FROM json_each(?)
  UNION SELECT attempt.id FROM json_each(?) AS changed CROSS JOIN exchange AS attempt ON attempt.delivery_id = changed.value)
WHERE id <= ?`

const UNSEARCHED = 'SELECT count(*) AS count FROM (SELECT id FROM exchange WHERE id > ? LIMIT +?)'
const MAX_UNSEARCHED = 10_000
/** A live batch waits no longer for the index. */
const LIVE_MS = 50

function touchedSql(where: string | null): string {
  return `SELECT ${SUMMARY_COLUMNS} ${SUMMARY_FROM}
WHERE exchange.id > ? AND exchange.id < ? AND exchange.id IN (SELECT value FROM json_each(?))${where === null ? '' : ` AND ${where}`}
ORDER BY exchange.id DESC LIMIT +?`
}
