import type { Database } from 'better-sqlite3'
import { KIB, MIB } from '../../../shared/domain/units.ts'
import { storeFailure } from './failures.ts'

/**
 * The one writer: group commit.
 *
 * 1. Writes queued in one turn of the event loop become one transaction: no timer, no wait for company. Only a turn that
 *    brought a crowd is followed by another first: senders that were answered together come back together and share a sync.
 * 2. `done` runs after that transaction is durable (synchronous=FULL), in queue order.
 * 3. At most 256 writes or 1 MiB go into one transaction; so many are never waited for, and the rest follows in the next turn.
 * 4. A write that throws is rolled back alone and gets its own error; its neighbours commit.
 * 5. A write may run twice: when one of a transaction throws, all of it runs again, each write in a savepoint of its own.
 *    So a write changes nothing but the database and what its own result is made of.
 * 6. When the commit itself fails (disk full, I/O error) nothing of it is kept and every write of it gets that error, worded.
 */
export interface Writer {
  /** Queues a write; `bytes` is roughly what it adds. Callback form, for the hot path. */
  enqueue(write: () => void, done: (error: Error | null) => void, bytes?: number): void
  /** Queues a write and resolves with its result after the commit. */
  commit<T>(write: () => T, bytes?: number): Promise<T>
  /** Commits everything queued at once, in this call. */
  flush(): void
}

const MAX_WRITES = 256
/** So many writes in one turn mean that more are about to come. */
const CROWD = 8
const MAX_BYTES = MIB
const DEFAULT_BYTES = KIB

interface QueuedWrite {
  readonly write: () => void
  readonly done: (error: Error | null) => void
  readonly bytes: number
}

export function createWriter(db: Database): Writer {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT one')
  const release = db.prepare('RELEASE one')
  const rollbackTo = db.prepare('ROLLBACK TO one')
  let queue: QueuedWrite[] = []
  let queuedBytes = 0
  /** Length of the queue at the end of the turn before. */
  let seen = 0
  let isScheduled = false

  function schedule(): void {
    if (isScheduled) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      if (queue.length - seen >= CROWD && queue.length < MAX_WRITES && queuedBytes < MAX_BYTES) {
        seen = queue.length
        return schedule()
      }
      commitOnce()
      if (queue.length > 0) schedule()
    })
  }

  function push(write: QueuedWrite): void {
    queue.push(write)
    queuedBytes += write.bytes
    schedule()
  }

  function takeBatch(): QueuedWrite[] {
    let count = 0
    let bytes = 0
    while (count < queue.length && count < MAX_WRITES && (count === 0 || bytes < MAX_BYTES)) bytes += (queue[count++] as QueuedWrite).bytes
    seen = 0
    queuedBytes -= bytes
    if (count === queue.length) {
      const batch = queue
      queue = []
      return batch
    }
    return queue.splice(0, count)
  }

  function commitOnce(): void {
    const batch = takeBatch()
    if (batch.length === 0) return
    let errors: readonly (Error | null)[] | null = null
    try {
      errors = commitTogether(batch) ? null : commitApart(batch)
    } catch (error) {
      if (db.inTransaction) rollback.run()
      errors = batch.map(() => asError(db, error))
    }
    for (let i = 0; i < batch.length; i++) tell(batch[i] as QueuedWrite, errors?.[i] ?? null)
  }

  /** The usual case, without the price of savepoints; false when a write threw and nothing was kept. */
  function commitTogether(batch: readonly QueuedWrite[]): boolean {
    begin.run()
    try {
      for (const { write } of batch) write()
    } catch {
      if (db.inTransaction) rollback.run()
      return false
    }
    commit.run()
    return true
  }

  function commitApart(batch: readonly QueuedWrite[]): (Error | null)[] {
    begin.run()
    const errors = batch.map(({ write }) => runAlone(write))
    commit.run()
    return errors
  }

  function runAlone(write: () => void): Error | null {
    savepoint.run()
    try {
      write()
      release.run()
      return null
    } catch (error) {
      // A full disk can end the whole transaction; then there is no savepoint to go back to.
      if (!db.inTransaction) throw error
      rollbackTo.run()
      release.run()
      return asError(db, error)
    }
  }

  return {
    enqueue: (write, done, bytes = DEFAULT_BYTES) => {
      push({ write, done, bytes })
    },
    commit: <T>(write: () => T, bytes = DEFAULT_BYTES) =>
      new Promise<T>((resolve, reject) => {
        let result: T
        push({
          write: () => {
            result = write()
          },
          done: (error) => (error ? reject(error) : resolve(result)),
          bytes,
        })
      }),
    flush: () => {
      while (queue.length > 0) commitOnce()
    },
  }
}

/** What a `done` throws is a fault of its own and ends neither the others' nor the queue. */
function tell(write: QueuedWrite, error: Error | null): void {
  try {
    write.done(error)
  } catch (fault) {
    queueMicrotask(() => {
      throw fault
    })
  }
}

function asError(db: Database, thrown: unknown): Error {
  const error = storeFailure(db.name, thrown)
  return error instanceof Error ? error : new Error(String(error))
}
