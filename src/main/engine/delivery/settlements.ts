import type { Progress } from '../../../shared/domain/delivery.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import { createComplaint } from '../complaint.ts'
import type { Core } from '../core.ts'
import { settle, type Settlement } from './settling.ts'
import type { DeliveryStore } from './store.ts'

/**
 * Attempts that are over, on their way into the database.
 *
 * 1. All that end in one turn are one write, and so one savepoint; what ends before that write runs still rides with it.
 * 2. An outcome is kept until it is committed: while the disk refuses, it is tried again every second.
 */
export interface Settlements {
  add(settlement: Settlement): void
  /** Those not committed yet. */
  pending(): number
  /** From now on what cannot be written is left to the next run, which will call it interrupted. */
  stopTrying(): void
}

const RETRY_MS = SECOND_MS

/** `settled` gets each committed batch with where its deliveries stand; `moved` is called whenever `pending` shrank. */
export function createSettlements(
  core: Core,
  store: DeliveryStore,
  settled: (batch: readonly Settlement[], progresses: readonly Progress[]) => void,
  moved: () => void,
): Settlements {
  const toldOfOutcomes = createComplaint(core.log, 'error', 'The outcome of an attempt could not be written')
  const waiting: Settlement[] = []
  let pending = 0
  let isTrying = true

  /** Writes what `source` holds by then, and empties it. */
  function enqueue(source: Settlement[]): void {
    const batch: Settlement[] = []
    let progresses: Progress[] = []
    core.writer.enqueue(
      () => {
        // A write may run twice; what the first run took is still to be settled.
        batch.push(...source.splice(0))
        progresses = batch.map((each) => settle(core, store, each))
      },
      (error) => {
        toldOfOutcomes(error)
        if (error) {
          // A transaction may fail before this write has run.
          batch.push(...source.splice(0))
          return keep(batch)
        }
        pending -= batch.length
        settled(batch, progresses)
        moved()
      },
    )
  }

  /** Tried again each in a write of its own, so that one that cannot be written never holds the others. */
  function keep(batch: readonly Settlement[]): void {
    if (!isTrying) {
      pending -= batch.length
      return moved()
    }
    core.clock.after(RETRY_MS, () => {
      for (const each of batch) enqueue([each])
    })
  }

  return {
    add: (settlement) => {
      pending++
      waiting.push(settlement)
      if (waiting.length === 1) enqueue(waiting)
    },
    pending: () => pending,
    stopTrying: () => {
      isTrying = false
    },
  }
}
