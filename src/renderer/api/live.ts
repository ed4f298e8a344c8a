import { reopenAfterMs } from '../../shared/domain/backoff.ts'
import { untilConnection, type ConnectionStore } from './connection.ts'
import { pause } from './pause.ts'
import { toProblem, type Problem } from './problem.ts'

/** A live stream and who hears of it. */
export interface LiveOptions<Batch> {
  /** Opens the stream after a cursor, or from now on; without one its batches are whole in themselves. */
  readonly open: (after: string | undefined, signal: AbortSignal) => Promise<AsyncIterable<Batch>>
  readonly onBatch: (batch: Batch) => void
  /** The engine refused the stream: it is not opened again. */
  readonly onProblem: (problem: Problem) => void
  readonly connection: ConnectionStore
}

/** Keeps a stream running: after each loss of the connection or of the engine's reader it goes on where it was. Returns what stops it. */
export function keepLive<Batch extends object>(options: LiveOptions<Batch>): () => void {
  const controller = new AbortController()
  void run(options, controller.signal)
  return () => controller.abort()
}

async function run<Batch extends object>(options: LiveOptions<Batch>, signal: AbortSignal): Promise<void> {
  const { open, onBatch, onProblem, connection } = options
  let cursor: string | undefined
  let failures = 0
  for (;;) {
    await untilConnection(connection, ['connected'], signal)
    if (signal.aborted) return
    try {
      for await (const batch of await open(cursor, signal)) {
        if (signal.aborted) return
        cursor = 'cursor' in batch && typeof batch.cursor === 'string' ? batch.cursor : undefined
        failures = 0
        onBatch(batch)
      }
    } catch (error) {
      if (signal.aborted) return
      const problem = toProblem(error)
      if (problem.code !== 'engine_gone') {
        const delayMs = reopenAfterMs(problem.code, ++failures)
        if (delayMs === null) return onProblem(problem)
        await pause(delayMs, signal)
        continue
      }
    }
    // The end of a stream is the end of its connection, which may be told a moment later.
    await untilConnection(connection, ['connecting', 'reconnecting', 'refused'], signal)
  }
}
