import type { Filter } from '../../../../shared/domain/filter/filter.ts'
import { msOfSeq, seqAt } from '../../../../shared/domain/ids.ts'
import { condition, type Condition } from '../filters/condition.ts'
import { filterSql } from '../filters/filter-sql.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { newestSeq, SOON, walk } from './walk.ts'

export interface HistogramReads {
  /**
   * Counts what matches in bars of `barMs`, newest first, for about `withinMs`; bars without anything are left out. Bars
   * stand where the feed has them: by the time of the id, which is that of arrival, or of the making of an attempt.
   */
  histogram(query: HistogramQuery): CountedBars
  /** The time of the oldest exchange, ms since 1970; null when there is none. */
  oldest(): number | null
}

export interface HistogramQuery {
  readonly filter: Filter
  /** Start of a bar, ms since 1970. */
  readonly from: number
  /** Not included. */
  readonly to: number
  readonly barMs: number
  /** Where to go on: only sequences below. */
  readonly before: number | null
  readonly withinMs: number
}

export interface CountedBars {
  /** Number of the bar from `from` on, with its counts. */
  readonly bars: readonly { readonly bar: number; readonly ok: number; readonly failed: number; readonly invalid: number }[]
  /** To go on there; null when all is counted. */
  readonly next: number | null
  /** There are newer exchanges whose words were not looked up yet. */
  readonly isBehind: boolean
}

const ALL: Condition = condition('1')

export function histogramReads(context: ReadContext): Implemented<HistogramReads> {
  const { statements, monotonic } = context

  return {
    *histogram({ filter, from, to, barMs, before, withinMs }) {
      const deadline = monotonic() + withinMs
      const range = { above: seqAt(from) - 1, below: Math.min(seqAt(to), before ?? Number.MAX_SAFE_INTEGER) }
      const matching = filterSql(filter) ?? ALL
      const counted = new Map<number, { bar: number; ok: number; failed: number; invalid: number }>()
      let next: number | null = null
      const isWhole = yield* walk(
        context,
        matching,
        range,
        'newest',
        (where, params, { above, below }) => {
          const rows = statements<{ bar: number; total: number; failed: number; invalid: number }>(barsSql(where))
          for (const { bar, total, failed, invalid } of rows.all(from, barMs, above, below, ...params)) {
            const sum = counted.get(bar) ?? { bar, ok: 0, failed: 0, invalid: 0 }
            sum.ok += total - failed - invalid
            sum.failed += failed
            sum.invalid += invalid
            counted.set(bar, sum)
          }
          next = above + 1
          return monotonic() < deadline
        },
        SOON,
      )
      const isBehind = matching.isIndexed && context.search().through() < Math.min(newestSeq(context), range.below - 1)
      return { bars: [...counted.values()], next: isWhole ? null : next, isBehind }
    },

    oldest: () => {
      const { id } = statements<{ id: number | null }>('SELECT min(id) AS id FROM exchange').get() ?? { id: null }
      return id === null ? null : msOfSeq(id)
    },
  }
}

/** How an exchange went (`Bar` says what the words mean). */
const IS_INVALID = "coalesce(exchange.verdict = 'invalid', 0)"
const HAS_ENDED = "exchange.state IN ('complete', 'settled', 'incomplete', 'too_large', 'malformed', 'interrupted')"
const IS_GOOD = "exchange.state IN ('complete', 'settled') AND exchange.error IS NULL AND coalesce(exchange.status BETWEEN 200 AND 299, 0)"

/** One slice of rows as bars. 2,048 sequences are a millisecond; numbers are bound as REAL, which would not divide whole. */
export function barsSql(where: string): string {
  return `SELECT (exchange.id / 2048 - CAST(? AS INTEGER)) / CAST(? AS INTEGER) AS bar, count(*) AS total, sum(${IS_INVALID}) AS invalid,
  sum(NOT ${IS_INVALID} AND NOT (${IS_GOOD})) AS failed
FROM exchange WHERE exchange.id > ? AND exchange.id < ? AND (${IS_INVALID} OR ${HAS_ENDED}) AND ${where} GROUP BY bar`
}
