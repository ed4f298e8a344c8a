import Database from 'better-sqlite3'
import { parentPort, workerData } from 'node:worker_threads'

/** The checkpoint thread: copies what `checkpointer.ts` asks for, over a connection of its own. */

/** How far the log was copied into the database. */
export interface Copied {
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

/** Never waits for readers or the writer: what they still need is left to the next time. Null when it could not be done. */
function copy(): Copied | null {
  try {
    db ??= openWriting()
    const [result] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[]
    return result ? { pages: result.log, copied: result.checkpointed } : null
  } catch {
    return null
  }
}

function openWriting(): Database.Database {
  const opened = new Database(workerData as string)
  opened.pragma('synchronous = NORMAL')
  opened.pragma('fullfsync = 1')
  opened.pragma('cache_size = -64')
  return opened
}
