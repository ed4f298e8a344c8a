import { counted, countedTime } from '../../../shared/domain/counted.ts'
import type { DeliveryState } from '../../../shared/domain/exchange.ts'
import { scaleDelay } from '../../../shared/domain/retry-policy.ts'
import type { StoredDelivery } from '../store/delivery-row.ts'

/** Endpoints whose policy switches them off when they fail too often. Counted in memory: a new run begins anew. */
export interface FailingEndpoints {
  /** A delivery is where it is now; why its endpoint is to be switched off, or null. */
  note(delivery: StoredDelivery, state: DeliveryState, now: number): string | null
}

interface Failing {
  failures: number
  /** Creation of the first delivery that failed. */
  readonly since: number
}

export function createFailingEndpoints(): FailingEndpoints {
  const failing = new Map<number, Failing>()
  return {
    note: ({ endpointSeq, ladder, createdAt }, state, now) => {
      const { disableAfterFailures, disableAfterMs } = ladder.policy
      if (endpointSeq === null || (disableAfterFailures === undefined && disableAfterMs === undefined)) return null
      if (state === 'success') failing.delete(endpointSeq)
      if (state !== 'failed') return null
      const row = failing.get(endpointSeq) ?? { failures: 0, since: createdAt }
      row.failures++
      failing.set(endpointSeq, row)
      const isTooMany = disableAfterFailures !== undefined && row.failures >= disableAfterFailures
      const isTooLong = disableAfterMs !== undefined && now - row.since >= scaleDelay(disableAfterMs, ladder.speed)
      if (!isTooMany && !isTooLong) return null
      failing.delete(endpointSeq)
      return isTooMany
        ? `Switched off by its policy: ${row.failures === 1 ? 'a delivery' : `${counted(row.failures, 'delivery', 'deliveries')} in a row`} failed.`
        : `Switched off by its policy: no delivery succeeded for ${countedTime(disableAfterMs ?? 0)}.`
    },
  }
}
