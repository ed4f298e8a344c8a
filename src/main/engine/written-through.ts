import type { Database } from 'better-sqlite3'
import type { HookscopeError } from '../../shared/domain/errors.ts'
import type { Core } from './core.ts'

/** A short list held in memory and written through. */
export interface WrittenThrough<T> {
  /** As of the latest commit. */
  list(): readonly T[]
  /** Throws `missing`'s error. */
  find(id: string): T
  /**
   * One change of the list, decided inside the write that makes it, so that no other comes in between: `apply` gets the
   * rows as they then are, checks and saves. What it throws keeps nothing and rejects. Resolves after the commit. When the
   * disk did not keep it, it rejects although the rows may show it.
   */
  change<R>(apply: (rows: Rows<T>) => R): Promise<R>
}

/** The rows inside a write. */
export interface Rows<T> {
  readonly all: readonly T[]
  find(id: string): T
}

interface Table<T> {
  readonly select: (db: Database) => T[]
  readonly missing: (id: string) => HookscopeError
  /** Called after each change, also a refused one, once `list` tells of what is there. */
  readonly changed: () => void
}

export function createWrittenThrough<T extends { readonly id: string }>(
  core: Pick<Core, 'db' | 'writer'>,
  { select, missing, changed }: Table<T>,
): WrittenThrough<T> {
  let rows = read()

  function read(): Rows<T> {
    const all = select(core.db)
    return {
      all,
      find: (id) => {
        const row = all.find((each) => each.id === id)
        if (!row) throw missing(id)
        return row
      },
    }
  }

  return {
    list: () => rows.all,
    find: (id) => rows.find(id),
    change: (apply) =>
      core.writer
        .commit(() => apply(read()))
        .finally(() => {
          rows = read()
          changed()
        }),
  }
}
