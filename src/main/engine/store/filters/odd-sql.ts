import type { ExchangeState, NetworkError } from '../../../../shared/domain/exchange.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'
import { condition, type Condition } from './condition.ts'
import { rangeSql, type NumberRange } from './range-sql.ts'

/**
 * What is out of the ordinary has partial indexes on `exchange` (schema, "odd"), so that it is found among a million rows
 * that are not. SQLite uses such an index only where its condition stands in the query, word for word; values are bound.
 */
const ODD_VERDICT = "(exchange.verdict = 'invalid' OR exchange.verdict = 'stale' OR exchange.verdict = 'missing')"
const ODD_STATUS = 'exchange.status >= 300'
const ODD_STATE = `(exchange.state = 'incomplete' OR exchange.state = 'too_large' OR exchange.state = 'malformed'
  OR exchange.state = 'interrupted' OR exchange.state = 'cancelled')`

const ODD_VERDICTS: ReadonlySet<Verdict> = new Set(['invalid', 'stale', 'missing'])
const LEAST_ODD_STATUS = 300
const ODD_STATES: ReadonlySet<ExchangeState> = new Set(['incomplete', 'too_large', 'malformed', 'interrupted', 'cancelled'])

/** `sig:` */
export function verdictSql(verdict: Verdict): Condition {
  const exact = 'exchange.verdict = ?'
  return ODD_VERDICTS.has(verdict) ? listed(`(${exact} AND ${ODD_VERDICT})`, verdict) : condition(exact, verdict)
}

/** `error:` */
export function errorSql(error: NetworkError): Condition {
  return listed('exchange.error = ?', error)
}

/** The state of an exchange, not that of its delivery. */
export function exchangeStateSql(state: ExchangeState): Condition {
  const exact = 'exchange.state = ?'
  return ODD_STATES.has(state) ? listed(`(${exact} AND ${ODD_STATE})`, state) : condition(exact, state)
}

/** `status:`. All odd ones are walked, in which the one asked for may be rare: the index has them by id. */
export function statusSql(range: NumberRange): Condition {
  const exact = rangeSql('exchange.status', range)
  if ((range.from ?? 0) < LEAST_ODD_STATUS) return exact
  return { ...exact, sql: `(${exact.sql} AND ${ODD_STATUS})`, listed: { sql: ODD_STATUS, params: [] } }
}

function listed(sql: string, value: string): Condition {
  return { ...condition(sql, value), listed: { sql, params: [value] } }
}
