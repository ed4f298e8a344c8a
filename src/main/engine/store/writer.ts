import type { Database } from 'better-sqlite3'
import { KIB, MIB } from '../../../shared/domain/units.ts'
import { storeFailure } from './failures.ts'
import { createCheckpointer } from './checkpointer.ts'
import { createLogSync, type LogSync } from './log-sync.ts'

/**
 * The one writer: group commit.
 *
 * 1. Writes queued in one turn of the event loop become one transaction: no timer, no wait for company.
 * 2. `done` runs once that transaction is durable, in queue order. The sync runs beside the engine's thread, one at a time;
 *    what is queued meanwhile is the next transaction.
 * 3. At most 256 writes or 1 MiB go into one transaction. So many do not wait for a sync: they are committed, and share the next.
 * 4. A write that throws is rolled back alone and gets its own error; its neighbours commit.
 * 5. A write may run twice: when one of a transaction throws, all of it runs again, each write in a savepoint of its own.
 *    So a write changes nothing but the database and what its own result is made of.
 * 6. When the commit itself fails (disk full, I/O error) nothing of it is kept and every write of it gets that error, worded.
 *    When only the sync fails, its writes get the error although they may be found later: nothing was acknowledged.
 */
export interface Writer {
  /** Queues a write; `bytes` is roughly what it adds. Callback form, for the hot path. */
  enqueue(write: () => void, done: (error: Error | null) => void, bytes?: number): void
  /** Queues a write and resolves with its result after the commit. */
  commit<T>(write: () => T, bytes?: number): Promise<T>
  /** Commits everything queued at once, in this call. */
  flush(): void
  /** The same, and nothing more is written here. */
  close(): Promise<void>
}

const MAX_WRITES = 256
const MAX_BYTES = MIB
const DEFAULT_BYTES = KIB

interface QueuedWrite {
  readonly write: () => void
  readonly done: (error: Error | null) => void
  readonly bytes: number
}

/** A write that is committed, or refused with its error, and waits for the sync. */
interface Committed {
  readonly done: (error: Error | null) => void
  readonly error: Error | null
}

export function createWriter(db: Database, log: LogSync = createLogSync(db)): Writer {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT one')
  const release = db.prepare('RELEASE one')
  const rollbackTo = db.prepare('ROLLBACK TO one')
  const checkpointer = db.memory ? null : createCheckpointer(db, step)
  let queue: QueuedWrite[] = []
  let queuedBytes = 0
  let isScheduled = false
  /** What the running sync covers. */
  let syncing: Committed[] = []
  let isSyncing = false
  /** Committed since it began. */
  let committed: Committed[] = []

  function schedule(): void {
    if (isScheduled || (isSyncing && !isFull()) || checkpointer?.isHolding === true) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      step()
    })
  }

  function isFull(): boolean {
    return queue.length >= MAX_WRITES || queuedBytes >= MAX_BYTES
  }

  function step(): void {
    if (checkpointer?.isHolding !== true) commitOnce()
    if (!isSyncing && committed.length > 0) sync()
    if (queue.length > 0 && checkpointer?.isHolding !== true) schedule()
  }

  function sync(): void {
    syncing = committed
    committed = []
    isSyncing = true
    log.start((error) => {
      isSyncing = false
      const synced = syncing
      syncing = []
      tellAll(synced, error && asError(db, error))
      step()
    })
  }

  function syncNow(): void {
    const synced = [...syncing, ...committed]
    if (synced.length === 0) return
    syncing = []
    committed = []
    let failure: Error | null = null
    try {
      log.now()
    } catch (error) {
      failure = asError(db, error)
    }
    tellAll(synced, failure)
  }

  function flush(): void {
    do {
      while (queue.length > 0) commitOnce()
      syncNow()
    } while (queue.length > 0)
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
    for (let i = 0; i < batch.length; i++) committed.push({ done: (batch[i] as QueuedWrite).done, error: errors?.[i] ?? null })
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
    checkpointer?.wrote(bytesOf(batch))
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
    flush,
    close: async () => {
      flush()
      await checkpointer?.close()
      log.close()
    },
  }
}

function bytesOf(batch: readonly QueuedWrite[]): number {
  let bytes = 0
  for (const write of batch) bytes += write.bytes
  return bytes
}

function tellAll(writes: readonly Committed[], failure: Error | null): void {
  for (const { done, error } of writes) tell(done, error ?? failure)
}

/** What a `done` throws is a fault of its own and ends neither the others' nor the queue. */
function tell(done: Committed['done'], error: Error | null): void {
  try {
    done(error)
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
