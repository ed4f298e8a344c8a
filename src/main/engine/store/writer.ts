import type { Database } from 'better-sqlite3'
import { HookscopeError } from '../../../shared/domain/errors.ts'
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
 * 7. When a sync fails the writer is broken. The system may have dropped what it could not write and call the next sync
 *    a success; whatever is acknowledged behind such a hole is gone with the power. So every write is refused from then
 *    on, and the next start begins the log anew. What waited for that sync may be found then: nothing was acknowledged.
 */
export interface Writer {
  /** Why all writes are refused: the disk did not keep what was written. The database must then not be closed, which would copy the log. */
  readonly failure: HookscopeError | null
  /** Queues a write; `bytes` is roughly what it adds. Callback form, for the hot path. */
  enqueue(write: () => void, done: (error: Error | null) => void, bytes?: number): void
  /** Queues a write and resolves with its result after the commit. */
  commit<T>(write: () => T, bytes?: number): Promise<T>
  /** Commits everything queued at once, in this call. */
  flush(): void
  /** The same, and lets go of the log; SQLite itself syncs what is written later. */
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

/** Of a database in WAL mode. `broke` is told once, when the disk has failed it. */
export function createWriter(db: Database, log: LogSync = createLogSync(db), broke: (failure: HookscopeError) => void = () => {}): Writer {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT one')
  const release = db.prepare('RELEASE one')
  const rollbackTo = db.prepare('ROLLBACK TO one')
  const checkpointer = db.memory ? null : createCheckpointer(db, { resume: step, failed: breakDown })
  let queue: QueuedWrite[] = []
  let queuedBytes = 0
  let isScheduled = false
  /** What the running sync covers. */
  let syncing: Committed[] = []
  let isSyncing = false
  let synced: () => void = () => {}
  /** Committed since it began. */
  let committed: Committed[] = []
  let broken: HookscopeError | null = null

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
    if (broken) return syncNow()
    syncing = committed
    committed = []
    isSyncing = true
    log.start((error) => {
      isSyncing = false
      if (error) breakDown(error)
      const covered = syncing
      syncing = []
      tellAll(covered, broken)
      synced()
      step()
    })
  }

  function syncNow(): void {
    if (!broken && syncing.length + committed.length > 0) {
      try {
        log.now()
      } catch (error) {
        breakDown(error)
      }
    }
    const covered = [...syncing, ...committed]
    syncing = []
    committed = []
    tellAll(covered, broken)
  }

  function breakDown(cause: unknown): void {
    if (broken) return
    if (cause instanceof HookscopeError) broken = cause
    else {
      broken = new HookscopeError(
        'store_failed',
        `The disk did not keep what was written to ${db.name}.`,
        'Check the disk and start Hookscope again; nothing that was acknowledged is lost.',
        { cause },
      )
    }
    broke(broken)
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
    if (!broken) {
      try {
        errors = commitTogether(batch) ? null : commitApart(batch)
        checkpointer?.wrote(bytesOf(batch))
      } catch (error) {
        errors = batch.map(() => asError(db, error))
        undo()
      }
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
    return true
  }

  /** A transaction that can neither be committed nor given up would take in whatever is written next. */
  function undo(): void {
    try {
      if (db.inTransaction) rollback.run()
    } catch (error) {
      breakDown(error)
    }
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
    get failure() {
      return broken
    },
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
      for (flush(); isSyncing; flush()) await new Promise<void>((resolve) => (synced = resolve))
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
