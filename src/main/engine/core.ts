import type { Database } from 'better-sqlite3'
import type { RowId } from '../../shared/domain/ids.ts'
import type { Changes } from './changes.ts'
import type { Clock, Log, Random } from './clock.ts'
import type { Reader } from './store/reader.ts'
import type { Secrets } from './store/secrets.ts'
import type { Writer } from './store/writer.ts'

/** What every room may use. */
export interface Core {
  /** The writer's connection: every write goes through `writer`; small indexed reads may use it directly. */
  readonly db: Database
  readonly writer: Writer
  /** The reader thread: everything that may take longer than a millisecond. */
  readonly reader: Reader
  readonly ids: () => RowId
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly changes: Changes
  readonly secrets: Secrets
  /** This run of the engine: claims belong to it. */
  readonly run: RowId
}
