import Database from 'better-sqlite3'
import { parentPort, workerData } from 'node:worker_threads'

/** The checkpoint thread: copies what `checkpointer.ts` asks for, over a connection of its own. */

/** How a copy went. `skipped`: not now (busy, disk full); the next one may. `failed`: the disk itself. */
export type CopyResult = Copied | { readonly kind: 'skipped' } | { readonly kind: 'failed'; readonly message: string }

/** How far the log was copied into the database. */
export interface Copied {
  readonly kind: 'copied'
  /** Pages in the log. */
  readonly pages: number
  /** Those of them that are in the database now. */
  readonly copied: number
}

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread.')

let db: Database.Database | undefined

port.on('message', (call: 'copy' | 'close') => {
  if (call === 'copy') port.postMessage(copy())
  else {
    port.close()
    db?.close()
  }
})

/** Never waits for readers or the writer: what they still need is left to the next time. */
function copy(): CopyResult {
  try {
    db ??= openWriting()
    const [result] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[]
    return result ? { kind: 'copied', pages: result.log, copied: result.checkpointed } : { kind: 'skipped' }
  } catch (error) {
    const isOfDisk = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_IOERR')
    return isOfDisk ? { kind: 'failed', message: `${error.code}: ${error.message}` } : { kind: 'skipped' }
  }
}

function openWriting(): Database.Database {
  const opened = new Database(workerData as string)
  opened.pragma('synchronous = NORMAL')
  opened.pragma('fullfsync = 1')
  opened.pragma('cache_size = -64')
  return opened
}
