import type { ExchangeSummary, Lineage } from '../../../../shared/domain/exchange.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { SUMMARY_COLUMNS, SUMMARY_FROM, summaryOf, type SummaryRow } from './summary.ts'

export interface LineageReads {
  /** What an exchange comes from and what came of it. Of one that is gone: nothing. */
  lineage(seq: number): Lineage
}

const MAX_ROWS = 100

/** What was sent of the same event or replay, and the captures that made; oldest first. */
export const FAMILY_SQL = `WITH own AS (
  SELECT delivery.id, delivery.body_of, delivery.source_id FROM exchange
    LEFT JOIN exchange AS maker ON maker.id = exchange.attempt_id
    CROSS JOIN delivery ON delivery.id = coalesce(exchange.delivery_id, maker.delivery_id)
  WHERE exchange.id = :seq),
kin AS (
  SELECT id FROM own
  UNION SELECT delivery.id FROM own CROSS JOIN delivery ON delivery.body_of = own.body_of
    WHERE own.source_id IS NULL AND delivery.source_id IS NULL),
sent AS (SELECT exchange.id FROM kin CROSS JOIN exchange ON exchange.delivery_id = kin.id ORDER BY exchange.id LIMIT :limit)
SELECT id FROM sent
UNION SELECT capture.id FROM sent CROSS JOIN exchange AS capture ON capture.attempt_id = sent.id
UNION SELECT :seq WHERE EXISTS (SELECT 1 FROM exchange WHERE id = :seq)
ORDER BY id LIMIT :limit`

/** The first attempt of each delivery that replays it, newest first. */
export const REPLAYS_SQL = `SELECT (SELECT min(exchange.id) FROM exchange WHERE exchange.delivery_id = delivery.id) AS id
FROM delivery WHERE delivery.source_id = :seq ORDER BY delivery.id DESC LIMIT :limit`

const ROWS_SQL = `SELECT ${SUMMARY_COLUMNS} ${SUMMARY_FROM} WHERE exchange.id IN (SELECT value FROM json_each(?)) ORDER BY exchange.id`

export function lineageReads({ statements }: ReadContext): Implemented<LineageReads> {
  function idsOf(sql: string, seq: number): number[] {
    const rows = statements<{ id: number | null }>(sql).all({ seq, limit: MAX_ROWS + 1 })
    return rows.flatMap(({ id }) => (id === null ? [] : [id]))
  }
  function rowsOf(ids: readonly number[]): ExchangeSummary[] {
    return ids.length === 0 ? [] : statements<SummaryRow>(ROWS_SQL).all(JSON.stringify(ids)).map(summaryOf)
  }
  return {
    lineage: (seq) => {
      const family = idsOf(FAMILY_SQL, seq)
      const replays = idsOf(REPLAYS_SQL, seq)
      const source = statements<{ id: number }>(SOURCE_SQL).get(seq)
      return {
        source: source ? (rowsOf([source.id])[0] ?? null) : null,
        family: rowsOf(family.slice(0, MAX_ROWS)),
        replays: rowsOf(replays.slice(0, MAX_ROWS)).toReversed(),
        isCut: family.length > MAX_ROWS || replays.length > MAX_ROWS,
      }
    },
  }
}

/** What it replays: an attempt says so, a capture through the attempt that made it. */
const SOURCE_SQL = `SELECT delivery.source_id AS id FROM exchange
  LEFT JOIN exchange AS maker ON maker.id = exchange.attempt_id
  CROSS JOIN delivery ON delivery.id = coalesce(exchange.delivery_id, maker.delivery_id)
WHERE exchange.id = ? AND delivery.source_id IS NOT NULL`
