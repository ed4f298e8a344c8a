import type { Client } from '../../shared/contract/client.ts'
import type { BatchView } from '../../shared/domain/replay.ts'
import { formatBatchLeft, formatBatchOutcome, formatBatchPaused, formatBatchProgress } from './batch-text.ts'
import type { Context } from './host.ts'
import type { Session } from './session.ts'

/** Waits until all of a batch was sent and tells of it; 0 when all was delivered. Who stops waiting learns what becomes of it. */
export async function followBatch(
  context: Context,
  { client, isOwn }: Pick<Session, 'client' | 'isOwn'>,
  batch: BatchView,
): Promise<number> {
  const { output, signal } = context
  let latest = batch
  let isPaused = false
  try {
    for await (const view of await client.replays.follow({ id: batch.id }, { signal })) {
      latest = view
      output.progress(formatBatchProgress(view))
      // Somebody else, or its endpoint, holds it up: else one would wait and not know why.
      if (view.state === 'paused' && !isPaused) output.warn(formatBatchPaused(view))
      isPaused = view.state === 'paused'
    }
    context.stopIfAsked()
  } finally {
    output.progress('')
    if (signal.aborted) output.warn(formatBatchLeft(await standing(client, latest), isOwn))
  }
  output.one({ event: 'replay', ...latest }, { text: formatBatchOutcome, quiet: ({ id }) => id })
  return latest.deliveries.success === latest.total ? 0 : 1
}

/** As it stands now; as it was last seen where nobody can say. */
async function standing(client: Client, latest: BatchView): Promise<BatchView> {
  return client.replays.get({ id: latest.id }).catch(() => latest)
}
