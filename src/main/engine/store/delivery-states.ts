import type { Database } from 'better-sqlite3'
import type { DeliveryState } from '../../../shared/domain/exchange.ts'

/** Where deliveries stand now, by sequence; those that were removed are missing. */
export function createDeliveryStates(db: Database): (seqs: readonly number[]) => Map<number, DeliveryState> {
  const select = db.prepare<[string], { id: number; state: DeliveryState }>(
    'SELECT id, state FROM delivery WHERE id IN (SELECT value FROM json_each(?))',
  )
  return (seqs) => new Map(select.all(JSON.stringify(seqs)).map(({ id, state }) => [id, state]))
}
