import type { Client } from '../../shared/contract/client.ts'
import { reopenAfterMs } from '../../shared/domain/backoff.ts'
import type { DeliveryView } from '../../shared/domain/exchange.ts'
import { untilConnection, type ConnectionStore } from './connection.ts'
import { pause } from './pause.ts'
import { toProblem } from './problem.ts'

/** What of the page's API a follower needs. */
export interface FollowApi {
  readonly client: Client
  readonly connection: ConnectionStore
}

/**
 * Tells of these deliveries, first as they are, then whenever one changed, until all are final or `signal` aborts. Goes on
 * after a loss of the connection or of the engine's reader; rejects when the engine refuses.
 */
export async function followDeliveries(
  { client, connection }: FollowApi,
  ids: readonly string[],
  signal: AbortSignal,
  onChange: (delivery: DeliveryView) => void,
): Promise<void> {
  let failures = 0
  for (;;) {
    try {
      for await (const delivery of await client.deliveries.follow({ ids: [...ids] }, { signal })) {
        if (signal.aborted) return
        failures = 0
        onChange(delivery)
      }
      return
    } catch (error) {
      if (signal.aborted) return
      const { code } = toProblem(error)
      if (code !== 'engine_gone') {
        const delayMs = reopenAfterMs(code, ++failures)
        if (delayMs === null) throw error
        await pause(delayMs, signal)
        if (signal.aborted) return
        continue
      }
    }
    // The end of a stream is the end of its connection, which may be told a moment later.
    await untilConnection(connection, ['connecting', 'reconnecting', 'refused'], signal)
    await untilConnection(connection, ['connected'], signal)
    if (signal.aborted) return
  }
}
