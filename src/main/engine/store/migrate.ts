import type { Database } from 'better-sqlite3'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import first from './migrations/0001-first.sql?raw'
import batchMadeInCode from './migrations/0002-batch-made-in-code.sql?raw'

/** One file a change, in order; the number of those applied is the file's `user_version`. Frozen from 0.1.0 on. */
const MIGRATIONS: readonly string[] = [first, batchMadeInCode]

/** Brings the file to the newest schema, each step in a transaction of its own; a file from a newer version is refused untouched. */
export function migrate(db: Database, file: string): void {
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > MIGRATIONS.length) {
    throw new HookscopeError(
      'database_newer',
      `${file} was written by a newer Hookscope (schema ${version}, this one knows ${MIGRATIONS.length}).`,
      'Update Hookscope, or choose another workspace with --workspace DIR.',
    )
  }
  MIGRATIONS.slice(version).forEach((sql, index) => {
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${version + index + 1}`)
    }).immediate()
  })
}
