import type { ExchangeSummary } from '../../shared/domain/exchange.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'
import type { Clock, Log } from '../engine/clock.ts'
import type { Exchanges } from '../engine/exchanges-room.ts'
import type { Trouble } from './engine-messages.ts'

/** A burst of failures is one notice. */
const GATHER_MS = 2 * SECOND_MS

interface TroubleParts {
  readonly exchanges: Pick<Exchanges, 'watch'>
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
}

/** Tells of deliveries that have failed for good and of captures with an invalid signature, until `signal` aborts. */
export function watchTrouble(parts: TroubleParts, tell: (trouble: Trouble) => void, signal: AbortSignal): void {
  const failed = new Set<string>()
  const invalid = new Set<string>()
  let newest: string | undefined
  let cancel: (() => void) | undefined

  function flush(): void {
    cancel = undefined
    if (newest === undefined || signal.aborted) return
    tell({ failedDeliveries: failed.size, invalidSignatures: invalid.size, exchangeId: newest })
    failed.clear()
    invalid.clear()
  }

  async function follow(filter: string, take: (row: ExchangeSummary) => boolean): Promise<void> {
    try {
      for await (const { rows } of parts.exchanges.watch({ filter }, signal)) {
        for (const row of rows) if (take(row)) newest = row.id
        if (failed.size + invalid.size > 0) cancel ??= parts.clock.after(GATHER_MS, flush)
      }
    } catch (error) {
      if (!signal.aborted) parts.log('error', `Nothing can be told of ${filter} any more`, error)
    }
  }

  signal.addEventListener('abort', () => cancel?.())
  void follow('sig:invalid', ({ id }) => {
    invalid.add(id)
    return true
  })
  void follow('dir:out state:failed', ({ deliveryId, deliveryState }) => {
    if (deliveryId === null || deliveryState !== 'failed') return false
    failed.add(deliveryId)
    return true
  })
}
