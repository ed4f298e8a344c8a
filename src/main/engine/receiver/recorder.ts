import { createBodies, type Bodies } from '../store/bodies.ts'
import { createCaptures, type Captures } from '../store/captures.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { RowId } from '../../../shared/domain/ids.ts'
import { createComplaint } from '../complaint.ts'
import type { Core } from '../core.ts'

/**
 * Commits captures and keeps account of their answers.
 *
 * 1. Sequences are given out when a capture is first queued, so captures are first committed in the order of their ids.
 * 2. `exchanges` is told once per commit, whatever that commit held.
 * 3. "Sent" costs no write of its own: `answered_through` of the run moves at most once a second, and at close. It never
 *    passes a capture of which it is still open what becomes of its answer, such as an upload under way.
 */
export interface Recorder {
  readonly captures: Captures
  readonly bodies: Bodies
  /** The id of a new capture; `sent`, `aborted` or `unanswered` follows, or a commit that fails. */
  begin(): RowId
  /** Queues a write that belongs to capture `seq`; `done` runs after its commit. */
  commit(seq: number, bytes: number, write: () => void, done: (error: Error | null) => void): void
  sent(seq: number): void
  aborted(seq: number): void
  /** There is nobody to answer, or nothing that was stored. */
  unanswered(seq: number): void
  /** Queues the last `answered_through`. */
  close(): void
}

export function createRecorder(core: Core): Recorder {
  const captures = createCaptures(core.db)
  const bodies = createBodies(core.db)
  let committed: number[] = []
  const toldOfCaptures = createComplaint(core.log, 'error', 'A capture or its answer could not be stored')
  // Nothing acknowledged hangs on a mark: the next one says the same and more.
  const toldOfMarks = createComplaint(core.log, 'warn', 'The mark of answered captures could not be stored')
  /** In the order of `begin`, which is the order of sequences. */
  const awaitingAnswer = new Set<number>()
  let last = core.run.seq
  let stored = core.run.seq
  let cancelMark: (() => void) | null = null
  /** No capture has begun since: who hangs up now comes too late for a mark, and perhaps for the database. */
  let isClosed = false

  function tellChanged(): void {
    const seqs = committed
    committed = []
    core.changes.emit('exchanges', seqs)
  }

  function answeredThrough(): number {
    for (const seq of awaitingAnswer) return seq - 1
    return last
  }

  function mark(): void {
    cancelMark = null
    const through = answeredThrough()
    if (through <= stored) return
    stored = through
    core.writer.enqueue(() => captures.moveAnsweredThrough(core.run.seq, through), toldOfMarks)
  }

  function settle(seq: number): void {
    awaitingAnswer.delete(seq)
    if (!isClosed) cancelMark ??= core.clock.after(SECOND_MS, mark)
  }

  return {
    captures,
    bodies,
    begin: () => {
      isClosed = false
      const id = core.ids()
      awaitingAnswer.add(id.seq)
      return id
    },
    commit: (seq, bytes, write, done) => {
      if (seq > last) last = seq
      core.writer.enqueue(
        write,
        (error) => {
          toldOfCaptures(error)
          if (error) awaitingAnswer.delete(seq)
          else if (committed.push(seq) === 1) queueMicrotask(tellChanged)
          done(error)
        },
        bytes,
      )
    },
    sent: settle,
    unanswered: settle,
    aborted: (seq) => {
      core.writer.enqueue(
        () => captures.markAborted(seq),
        (error) => {
          toldOfMarks(error)
          if (!error && committed.push(seq) === 1) queueMicrotask(tellChanged)
          settle(seq)
        },
      )
    },
    close: () => {
      isClosed = true
      cancelMark?.()
      mark()
    },
  }
}
