import type { SimulationStatus } from '../../../shared/domain/simulation.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { Core } from '../core.ts'
import { createDeliveryStates } from '../store/delivery-states.ts'

/** Counts how the deliveries of a simulation end. */
export interface DeliveryTally {
  add(seqs: readonly number[]): void
  counts(): SimulationStatus['deliveries']
  /** Looks no more. */
  close(): void
}

/** Changes of deliveries are looked up together. */
const LOOK_AFTER_MS = 50
/** Removed deliveries are not told of; they are noticed when looked at again. */
const LOOK_AGAIN_MS = 2 * SECOND_MS
const SEQS_A_LOOK = 1_000

/** `changed` is called whenever the counts are others. */
export function createDeliveryTally(core: Pick<Core, 'db' | 'changes' | 'clock'>, changed: () => void): DeliveryTally {
  const statesOf = createDeliveryStates(core.db)
  const pending = new Set<number>()
  const touched = new Set<number>()
  const counts = { made: 0, success: 0, failed: 0, cancelled: 0 }
  let cancelLook: (() => void) | null = null
  let cancelAgain = core.clock.after(LOOK_AGAIN_MS, lookAgain)

  function note(seqs: readonly number[]): void {
    for (const seq of seqs) if (pending.has(seq)) touched.add(seq)
    if (touched.size > 0) cancelLook ??= core.clock.after(LOOK_AFTER_MS, look)
  }

  function look(): void {
    cancelLook = null
    const seqs = [...touched].slice(0, SEQS_A_LOOK)
    const states = statesOf(seqs)
    let ended = 0
    for (const seq of seqs) {
      touched.delete(seq)
      const state = states.get(seq) ?? 'cancelled'
      if (state === 'pending') continue
      pending.delete(seq)
      counts[state]++
      ended++
    }
    if (touched.size > 0) cancelLook = core.clock.after(0, look)
    if (ended > 0) changed()
  }

  function lookAgain(): void {
    note([...pending].slice(0, SEQS_A_LOOK))
    cancelAgain = core.clock.after(LOOK_AGAIN_MS, lookAgain)
  }

  core.changes.on('deliveries', note)
  return {
    add: (seqs) => {
      for (const seq of seqs) pending.add(seq)
      counts.made += seqs.length
      // Some may have ended before they were known here.
      note(seqs)
    },
    counts: () => ({ ...counts, pending: pending.size }),
    close: () => {
      core.changes.off('deliveries', note)
      cancelLook?.()
      cancelAgain()
    },
  }
}
