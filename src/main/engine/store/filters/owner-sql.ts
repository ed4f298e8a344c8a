import {
  ATTEMPT_STATES,
  CAPTURE_STATES,
  DELIVERY_STATES,
  type DeliveryState,
  type ExchangeState,
} from '../../../../shared/domain/exchange.ts'
import { condition, FEW_ROWS, join, NOTHING, type Condition, type Few } from './condition.ts'
import { exchangeStateSql } from './odd-sql.ts'

/** Terms about the delivery that an attempt belongs to, its owner. */

/** Conditions that name the deliveries of a state by partial indexes, whose own conditions stand in them word for word. Empty: most are of it. */
const OWNERS: Readonly<Record<DeliveryState, readonly string[]>> = {
  pending: ['owner.due_at IS NOT NULL', "owner.claimed_by IS NOT NULL AND owner.state = 'pending'"],
  success: [],
  failed: ["owner.state = 'failed' AND (owner.state = 'failed' OR owner.state = 'cancelled')"],
  cancelled: ["owner.state = 'cancelled' AND (owner.state = 'failed' OR owner.state = 'cancelled')"],
}

/** `state:` of an exchange or of its delivery. */
export function stateSql(state: string): Condition {
  const own = isOneOf<ExchangeState>([...CAPTURE_STATES, ...ATTEMPT_STATES], state) ? exchangeStateSql(state) : NOTHING
  if (!isOneOf<DeliveryState>(DELIVERY_STATES, state)) return own
  const owned = condition('(SELECT owner.state FROM delivery AS owner WHERE owner.id = exchange.delivery_id) = ?', state)
  const lists = OWNERS[state].map(ownedBy)
  if (own === NOTHING) return { ...owned, few: fewOf(lists) }
  return { ...join('OR', [own, owned]), few: fewOf([...lists, ownList(own, state)]) }
}

/** `is:replay` */
export function replaySql(): Condition {
  const owned = condition('(SELECT owner.source_id FROM delivery AS owner WHERE owner.id = exchange.delivery_id) IS NOT NULL')
  return { ...owned, few: fewOf([ownedBy('owner.source_id IS NOT NULL')]) }
}

/** A list of exchanges. */
interface ShortList {
  /** SQL that gives their ids. */
  readonly ids: string
  /** SQL that gives one row for each key of an index that leads to them: its pages stand together, theirs do not. */
  readonly keys: string
  readonly params: readonly string[]
}

/** Attempts of the deliveries that fulfil a condition. */
function ownedBy(where: string): ShortList {
  return {
    ids: `SELECT owned.id FROM delivery AS owner CROSS JOIN exchange AS owned ON owned.delivery_id = owner.id WHERE ${where}`,
    keys: `SELECT 1 FROM delivery AS owner WHERE ${where}`,
    params: [],
  }
}

function ownList({ sql }: Condition, state: string): ShortList {
  return { ids: `SELECT exchange.id FROM exchange WHERE ${sql}`, keys: `SELECT 1 FROM exchange WHERE ${sql}`, params: [state] }
}

function fewOf(lists: readonly ShortList[]): Few | null {
  if (lists.length === 0) return null
  const all = (what: 'ids' | 'keys'): string => lists.map((list) => list[what]).join('\n  UNION ALL ')
  const params = lists.flatMap((list) => list.params)
  return {
    length: { sql: `SELECT count(*) AS count FROM (${all('keys')} LIMIT ${FEW_ROWS + 1})`, params },
    direct: { ...condition(`exchange.id IN (${all('ids')})`, ...params), isDirect: true },
  }
}

function isOneOf<T extends string>(words: readonly T[], word: string): word is T {
  return (words as readonly string[]).includes(word)
}
