import Database from 'better-sqlite3'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { storeError } from './failures.ts'

/** Held by the one engine of a workspace; the system frees it at any death, kill -9 and power loss included. */
export interface EngineLock {
  release(): void
}

/** Takes the workspace for this process. Throws `workspace_locked` while another engine has it. */
export function takeLock(directory: string): EngineLock {
  const file = join(directory, 'engine.lock')
  let db: Database.Database | undefined
  try {
    closeSync(openSync(file, 'a', 0o600))
    db = new Database(file, { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') {
      throw new HookscopeError(
        'workspace_locked',
        `Another Hookscope is running on the workspace ${directory}.`,
        'Use that one (hookscope open), end it, or choose another workspace with --workspace DIR.',
        { cause: error },
      )
    }
    throw storeError(file, error)
  }
  const held = db
  return { release: () => void held.close() }
}
