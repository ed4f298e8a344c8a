import type { Client } from '../../shared/contract/client.ts'
import type { AttemptView, DeliveryView } from '../../shared/domain/exchange.ts'

/** How long a command waits for its deliveries: for the `first` attempt of each, or until each is `final`. */
export type Until = 'first' | 'final'

export interface FollowOptions {
  readonly until: Until
  readonly signal: AbortSignal
  /** Each attempt once, when it is settled. */
  readonly onAttempt?: (delivery: DeliveryView, attempt: AttemptView) => void | Promise<void>
  /** Each delivery once, when there is nothing more to wait for. */
  readonly onDone?: (delivery: DeliveryView) => void
}

const IDS_A_CALL = 1_000

/** Waits for deliveries; resolves with each as it stood when the waiting ended, in the order of `ids`. */
export async function followDeliveries(client: Client, ids: readonly string[], options: FollowOptions): Promise<DeliveryView[]> {
  const done = new Map<string, DeliveryView>()
  for (let from = 0; from < ids.length; from += IDS_A_CALL) {
    await followSome(client, ids.slice(from, from + IDS_A_CALL), done, options)
  }
  return ids.flatMap((id) => done.get(id) ?? [])
}

async function followSome(client: Client, ids: string[], done: Map<string, DeliveryView>, options: FollowOptions): Promise<void> {
  const told = new Set<string>()
  const waiting = new Set(ids)
  for await (const delivery of await client.deliveries.follow({ ids }, { signal: options.signal })) {
    for (const attempt of delivery.history) {
      if (!isOver(attempt) || told.has(attempt.id)) continue
      told.add(attempt.id)
      await options.onAttempt?.(delivery, attempt)
    }
    if (!waiting.has(delivery.id) || !isEnough(delivery, options.until)) continue
    waiting.delete(delivery.id)
    done.set(delivery.id, delivery)
    options.onDone?.(delivery)
    if (waiting.size === 0) return
  }
}

function isEnough(delivery: DeliveryView, until: Until): boolean {
  return delivery.state !== 'pending' || (until === 'first' && delivery.attempts > 0)
}

function isOver(attempt: AttemptView): boolean {
  return attempt.state !== 'planned' && attempt.state !== 'running'
}
