import type { EventEmitter } from 'node:events'
import type { RowId } from '../../shared/domain/ids.ts'

/**
 * Tells that something was committed; never steers. Sequences are primary keys (`RowId.seq`).
 * - `exchanges`: rows of `exchange` were added or changed
 * - `deliveries`: rows of `delivery` were added or changed
 * - `endpoints` / `inboxes`: the list was edited
 * - `entities`: the mock CRM holds others, or others of them
 * - `replays`: a batch of them was started, or has another state
 * - `receiver`: it listens, is paused, or is off
 */
export type Changes = EventEmitter<{
  exchanges: [seqs: readonly number[]]
  deliveries: [seqs: readonly number[]]
  endpoints: []
  inboxes: []
  entities: []
  replays: []
  receiver: []
}>

/** Tells that these attempts, and so their deliveries, were made or are others than they were. */
export function tellOfAttempts(
  changes: Changes,
  attempts: readonly { readonly attempt: RowId; readonly delivery: { readonly id: RowId } }[],
): void {
  changes.emit(
    'exchanges',
    attempts.map((each) => each.attempt.seq),
  )
  changes.emit(
    'deliveries',
    attempts.map((each) => each.delivery.id.seq),
  )
}
