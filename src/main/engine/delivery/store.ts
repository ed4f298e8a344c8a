import type { Database } from 'better-sqlite3'
import { type AttemptRows, createAttemptRows } from '../store/attempts.ts'
import { createBodies } from '../store/bodies.ts'
import { createDeliveryRows, type DeliveryRows } from '../store/deliveries.ts'
import { createEvents, type Events } from '../store/events.ts'

/** The tables of this room. */
export interface DeliveryStore {
  readonly deliveries: DeliveryRows
  readonly attempts: AttemptRows
  readonly events: Events
}

export function createDeliveryStore(db: Database): DeliveryStore {
  const bodies = createBodies(db)
  return { deliveries: createDeliveryRows(db), attempts: createAttemptRows(db, bodies), events: createEvents(db, bodies) }
}
