import {
  ATTEMPT_STATES,
  CAPTURE_STATES,
  DELIVERY_STATES,
  type DeliveryState,
  type ExchangeState,
} from '../../../../shared/domain/exchange.ts'
import { condition, FEW_ROWS, join, NOTHING, type Condition, type Few, type Listed } from './condition.ts'
import { exchangeStateSql } from './odd-sql.ts'

/** Terms about the delivery that an attempt belongs to, its owner. */

const ENDED_BADLY = "(owner.state = 'failed' OR owner.state = 'cancelled')"
const IS_REPLAY = 'owner.source_id IS NOT NULL'

/** Word for word the conditions of partial indexes on `delivery`: each delivery of the state is in one of them. Empty: most are. */
const INDEXES: Readonly<Record<DeliveryState, readonly string[]>> = {
  pending: ['owner.due_at IS NOT NULL', 'owner.claimed_by IS NOT NULL'],
  success: [],
  failed: [ENDED_BADLY],
  cancelled: [ENDED_BADLY],
}

/** `state:` of an exchange or of its delivery. */
export function stateSql(state: string): Condition {
  const own = isOneOf<ExchangeState>([...CAPTURE_STATES, ...ATTEMPT_STATES], state) ? exchangeStateSql(state) : NOTHING
  if (!isOneOf<DeliveryState>(DELIVERY_STATES, state)) return own
  const owned = condition('(SELECT owner.state FROM delivery AS owner WHERE owner.id = exchange.delivery_id) = ?', state)
  const lists = INDEXES[state].map((index) => ownedBy(`owner.state = ? AND ${index}`, state))
  if (own === NOTHING) return { ...owned, few: fewOf(lists) }
  return {
    ...join('OR', [own, owned]),
    few: fewOf([...lists, { sql: `SELECT exchange.id FROM exchange WHERE ${own.sql}`, params: [state] }]),
  }
}

/** `is:replay` */
export function replaySql(): Condition {
  const owned = condition('(SELECT owner.source_id FROM delivery AS owner WHERE owner.id = exchange.delivery_id) IS NOT NULL')
  return { ...owned, few: fewOf([ownedBy(IS_REPLAY)]) }
}

/** Attempts of the deliveries that fulfil a condition. */
function ownedBy(where: string, ...params: readonly string[]): Listed {
  return {
    sql: `SELECT owned.id FROM delivery AS owner CROSS JOIN exchange AS owned ON owned.delivery_id = owner.id WHERE ${where}`,
    params,
  }
}

function fewOf(lists: readonly Listed[]): Few | null {
  if (lists.length === 0) return null
  const all = lists.map(({ sql }) => sql).join('\n  UNION ALL ')
  const params = lists.flatMap((list) => list.params)
  return {
    length: { sql: `SELECT count(*) AS count FROM (${all} LIMIT ${FEW_ROWS + 1})`, params },
    direct: { ...condition(`exchange.id IN (${all})`, ...params), isDirect: true },
  }
}

function isOneOf<T extends string>(words: readonly T[], word: string): word is T {
  return (words as readonly string[]).includes(word)
}
