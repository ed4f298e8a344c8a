import type { Database } from 'better-sqlite3'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { KIB, MIB } from '../../../shared/domain/units.ts'
import type { Copied, CopyResult } from './checkpoint-thread.ts'

/**
 * Copies the log into the database on a thread of its own: with its two syncs that stops whoever does it for tens of
 * milliseconds.
 *
 *   idle → copying → idle, or → holding → idle
 *
 * 1. After some megabytes of commits the log is copied as far as it goes, while the writer goes on.
 * 2. SQLite begins the log anew only when a commit finds all of it copied, which never happens while commits keep coming.
 *    So once it is long, `isHolding`: the writer waits for one more copy, of the few pages that came meanwhile.
 * 3. When readers keep the log from being copied whole, it may grow by as much again before the writer is held again.
 * 4. The thread keeps the process alive only while somebody waits for it: held writes, or the end.
 * 5. Nothing depends on it: without the thread the writer's own connection copies the log once it is far too long.
 *    But a disk that fails it would fail the writer too, who is told.
 */
export interface Checkpointer {
  /** The writer may not commit now; its `resume` is called when it may. */
  readonly isHolding: boolean
  /** A commit wrote about so many bytes. */
  wrote(bytes: number): void
  close(): Promise<void>
}

/** Who writes the log. */
export interface LogOwner {
  resume(): void
  /** The disk failed a copy. */
  failed(error: Error): void
}

const COPY_EVERY_BYTES = 4 * MIB
/** Each commit writes the last pages of the tables it touches once more. */
const COMMIT_BYTES = 48 * KIB
/** 16 MiB. */
const LONG_PAGES = 2_048
/** 64 MiB. */
const FAR_TOO_LONG_PAGES = 8_192

const THREAD_FILE = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? 'checkpoint-thread.ts' : 'checkpointer.js')
/** It has no young objects to speak of. */
const YOUNG_MB = 1

/** Of a database in WAL mode. The thread starts with the first copy: most commands never need one. */
export function createCheckpointer(
  db: Database,
  owner: LogOwner,
  { copyEveryBytes = COPY_EVERY_BYTES, longPages: manyPages = LONG_PAGES } = {},
): Checkpointer {
  let state: 'idle' | 'copying' | 'holding' | 'closed' = 'idle'
  let thread: Worker | null = null
  let bytes = 0
  let longPages = manyPages
  db.pragma(`wal_autocheckpoint = ${FAR_TOO_LONG_PAGES}`)

  function start(): Worker {
    const started = new Worker(THREAD_FILE, {
      workerData: db.name,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    started.unref()
    started.on('message', onResult)
    started.on('error', () => {
      thread = null
      onCopied(null)
    })
    return started
  }

  function copy(next: 'copying' | 'holding'): void {
    bytes = 0
    try {
      thread ??= start()
    } catch {
      // The system has no thread for us just now.
      state = 'idle'
      return
    }
    state = next
    if (next === 'holding') thread.ref()
    thread.postMessage('copy')
  }

  function onResult(result: CopyResult): void {
    if (result.kind === 'failed') owner.failed(new Error(result.message))
    onCopied(result.kind === 'copied' ? result : null)
  }

  function onCopied(result: Copied | null): void {
    if (state === 'copying' && result !== null && result.pages >= longPages) return copy('holding')
    if (state === 'holding') {
      longPages = result !== null && result.copied < result.pages ? result.pages + manyPages : manyPages
      state = 'idle'
      thread?.unref()
      owner.resume()
    } else if (state === 'copying') state = 'idle'
  }

  return {
    get isHolding() {
      return state === 'holding'
    },
    wrote: (written) => {
      bytes += written + COMMIT_BYTES
      if (bytes >= copyEveryBytes && state === 'idle') copy('copying')
    },
    close: async () => {
      state = 'closed'
      const closing = thread
      thread = null
      if (!closing) return
      closing.ref()
      const ended = new Promise((resolve) => closing.once('exit', resolve))
      closing.postMessage('close')
      await ended
    },
  }
}
