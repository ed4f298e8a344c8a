import { HookscopeError } from '../../shared/domain/errors.ts'
import type { ExchangeSummary } from '../../shared/domain/exchange.ts'
import type { Filter } from '../../shared/domain/filter/filter.ts'
import { pause } from './pause.ts'
import type { Core } from './core.ts'

/**
 * Live rows for one watcher.
 *
 * 1. The first batch comes at once: what was added since `after`, or nothing but the cursor to resume from.
 * 2. Then one batch follows each burst of changes, at most ten a second; without changes nothing is read.
 * 3. A batch holds at most 200 rows. When more happened, or rows were removed, `gap` says: fetch what you show again.
 * 4. A batch without rows still comes after changes that the filter leaves out (its cursor has moved on) and when the
 *    receiver starts, pauses or stops: the engine's status travels with the batches.
 */
export interface ExchangeBatch {
  readonly cursor: string
  readonly rows: ExchangeSummary[]
  readonly gap: boolean
}

const BATCH_PAUSE_MS = 100
const MAX_ROWS = 200
/** Past this many changed rows the watcher fetches anyway. */
const MAX_CHANGED = 1_000

export async function* watchExchanges(
  core: Core,
  filterOf: (text: string) => Filter,
  request: { readonly filter: string; readonly after?: string },
  signal: AbortSignal,
): AsyncGenerator<ExchangeBatch> {
  const filter = filterOf(request.filter)
  const resumed = request.after === undefined ? null : cursorOf(request.after)
  const changes = collectChanges(core)
  signal.addEventListener('abort', changes.wake, { once: true })
  try {
    let after = resumed
    for (;;) {
      const startedAt = core.clock.monotonic()
      const { exchanges, deliveries, isOverflown } = changes.take()
      const batch = await core.reader.run('changed', { filter, after, exchanges, deliveries, limit: MAX_ROWS })
      if (signal.aborted) return
      after = batch.newest
      yield { cursor: String(after), rows: batch.rows, gap: batch.gap || isOverflown }
      await pause(core.clock, startedAt + BATCH_PAUSE_MS - core.clock.monotonic(), signal)
      if (!batch.isBehind) await changes.some(signal)
      if (signal.aborted) return
    }
  } finally {
    signal.removeEventListener('abort', changes.wake)
    changes.stop()
  }
}

interface CollectedChanges {
  readonly exchanges: readonly number[]
  readonly deliveries: readonly number[]
  readonly isOverflown: boolean
}

/** Gathers what was committed between two batches. */
function collectChanges(core: Core): {
  take: () => CollectedChanges
  some: (signal: AbortSignal) => Promise<void>
  wake: () => void
  stop: () => void
} {
  let exchanges = new Set<number>()
  let deliveries = new Set<number>()
  let isPending = false
  let wakeWaiting: (() => void) | undefined

  function wake(): void {
    wakeWaiting?.()
    wakeWaiting = undefined
  }
  function note(set: () => Set<number>): (seqs: readonly number[]) => void {
    return (seqs) => {
      for (const seq of seqs) {
        if (set().size > MAX_CHANGED) break
        set().add(seq)
      }
      isPending = true
      wake()
    }
  }
  const onReceiver = (): void => {
    isPending = true
    wake()
  }
  const onExchanges = note(() => exchanges)
  const onDeliveries = note(() => deliveries)
  core.changes.on('exchanges', onExchanges)
  core.changes.on('deliveries', onDeliveries)
  core.changes.on('receiver', onReceiver)

  return {
    take: () => {
      const taken = {
        exchanges: [...exchanges],
        deliveries: [...deliveries],
        isOverflown: exchanges.size > MAX_CHANGED || deliveries.size > MAX_CHANGED,
      }
      exchanges = new Set()
      deliveries = new Set()
      isPending = false
      return taken
    },
    some: async (signal) => {
      if (isPending || signal.aborted) return
      await new Promise<void>((resolve) => {
        wakeWaiting = resolve
      })
    },
    wake,
    stop: () => {
      core.changes.off('exchanges', onExchanges)
      core.changes.off('deliveries', onDeliveries)
      core.changes.off('receiver', onReceiver)
      wake()
    },
  }
}

function cursorOf(text: string): number {
  const seq = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(seq)) return seq
  throw new HookscopeError('bad_input', `"${text}" is not a cursor of a live stream.`, 'Start without one.')
}
