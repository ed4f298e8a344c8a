import type { Database } from 'better-sqlite3'
import type { ExchangeState } from '../../../../shared/domain/exchange.ts'
import { HookscopeError } from '../../../../shared/domain/errors.ts'
import { KIB } from '../../../../shared/domain/units.ts'
import { searchedTexts, type Searched } from '../reads/searched-text.ts'
import type { Sliced } from '../reads/slices.ts'
import { createStatements } from '../reads/statements.ts'
import { createFingerprints } from './fingerprints.ts'
import { storeError } from '../failures.ts'
import { addShard, isDamage, openSearch, removeSearch, type SearchFile } from './open-search.ts'

/**
 * The index of words and duplicates, in `search.db`, kept by the reader thread.
 *
 * 1. It is derived: nothing is lost with it. It is never written in a capture's transaction and trails behind.
 * 2. Exchanges are looked at in the order of their ids; `through` says how far. What changes later is looked at again
 *    when somebody says so (`touched`); what had not ended, also after a crash.
 * 3. Each slice is one transaction: between slices the file is whole and other reads run.
 * 4. A file that turns out to be damaged is thrown away and filled anew from the start; so is one that was being written
 *    when the machine went down, because what goes into it is synced at the end only.
 */
export interface SearchIndex {
  /** Every exchange up to this sequence was looked at. */
  through(): number
  /** Oldest first; there is always one. */
  shards(): readonly Shard[]
  /** Looks at what was touched, all of it, then at what is new, for about `budgetMs` or until it has come to `goal`. */
  advance(touched: readonly number[], budgetMs: number, goal?: number): Sliced<void>
  /** Runs a read over the index; when that shows damage the index is begun anew. */
  guarded<T>(read: () => T): T
  close(): void
}

/** A part of the exchanges with a table of words of its own, `words_NUMBER`. */
export interface Shard {
  readonly number: number
  /** Sequence it begins with; it ends before the next one's. */
  readonly first: number
}

/** So much of each decoded body is indexed. */
const INDEXED_BYTES = 64 * KIB
const SHARD_DOCUMENTS = 32_768
/** 4 MiB. */
const SHRINK_PAGES = 512
/** A slice holds up other reads no longer. */
const SLICE_MS = 25
const BATCH = 512
/** So many are read at once. */
const READ_ROWS = 16

const OPEN_STATES: ReadonlySet<ExchangeState> = new Set(['receiving', 'planned', 'running'])

interface Parts {
  /** `search.db` */
  readonly file: string
  /** The reading connection: the index is attached to it as `search`. */
  readonly db: Database
  /** Another one over the same database. */
  readonly texts: Database
  readonly monotonic: () => number
  readonly shardDocuments?: number
}

/** Opens the index, or makes it. */
export function createSearchIndex({ file, db, texts, monotonic, shardDocuments = SHARD_DOCUMENTS }: Parts): SearchIndex {
  const statements = createStatements(texts)
  const searched = searchedTexts(statements)
  const selectNew = statements<{ id: number }>('SELECT id FROM exchange WHERE id > ? ORDER BY id LIMIT ?')
  const selectOldest = statements<{ id: number | null }>('SELECT min(id) AS id FROM exchange')
  const workspace = statements<{ name: string }>('SELECT id || tail AS name FROM run ORDER BY id LIMIT 1').get()?.name ?? ''
  let search = attach()
  let state = load(search.db)

  function attach(): SearchFile {
    const opened = openSearch(file, workspace)
    db.prepare('ATTACH ? AS search').run(file)
    return opened
  }

  function detach(): void {
    db.exec('DETACH search')
    search.close()
  }

  /** Begins anew after damage; whatever else went wrong is thrown on. */
  function recover(error: unknown): void {
    if (!isDamage(error)) throw isOfSqlite(error) ? storeError(file, error) : error
    detach()
    removeSearch(file)
    search = attach()
    state = load(search.db)
  }

  function load(opened: Database) {
    const unfinished = new Set(opened.prepare<[], number>('SELECT id FROM unfinished').pluck().all())
    return {
      write: createStatements(opened),
      fingerprints: createFingerprints(opened),
      through: opened.prepare<[], number>('SELECT through FROM state').pluck().get() ?? 0,
      shards: opened.prepare<[], Shard & { documents: number }>('SELECT number, first, documents FROM shard ORDER BY number').all(),
      unfinished,
      /** What may have ended unseen. */
      left: [...unfinished],
    }
  }

  function shardOf(seq: number): Shard {
    return state.shards.findLast((shard) => shard.first <= seq) ?? (state.shards[0] as Shard)
  }

  function put(seq: number, exchange: Searched | null): void {
    if (!exchange) return remove(seq)
    // A large body arrives in a hundred commits: it is read at its beginning and when it is whole, not with each.
    if (OPEN_STATES.has(exchange.state) && state.unfinished.has(seq)) return
    const text = exchange.text(INDEXED_BYTES)
    state
      .write(`INSERT OR REPLACE INTO words_${shardOf(seq).number} (rowid, head, request, response, note) VALUES (?, ?, ?, ?, ?)`)
      .run(seq, text.head, text.request, text.response, text.note)
    if (OPEN_STATES.has(exchange.state)) {
      state.write('INSERT INTO unfinished VALUES (?)').run(seq)
      state.unfinished.add(seq)
    } else {
      finish(seq)
      state.fingerprints.note(seq, exchange)
    }
  }

  function remove(seq: number): void {
    state.write(`DELETE FROM words_${shardOf(seq).number} WHERE rowid = ?`).run(seq)
    state.write('DELETE FROM duplicate WHERE id = ?').run(seq)
    finish(seq)
  }

  function finish(seq: number): void {
    if (state.unfinished.delete(seq)) state.write('DELETE FROM unfinished WHERE id = ?').run(seq)
  }

  /** One transaction; what it changed in memory is read again when it fails. */
  function commit(work: () => void): void {
    try {
      search.beforeWrite()
      search.db.transaction(work).immediate()
    } catch (error) {
      if (!isDamage(error)) state = load(search.db)
      throw error
    }
  }

  /** The beginning of a list, as much as a slice has time for; tells how many. */
  function putSome(seqs: readonly number[]): number {
    const end = monotonic() + SLICE_MS
    let taken = 0
    while (taken < seqs.length) {
      const part = seqs.slice(taken, taken + READ_ROWS)
      for (const [index, exchange] of searched.read(part).entries()) {
        if (taken > 0 && monotonic() >= end) return taken
        put(part[index] as number, exchange)
        taken++
      }
    }
    return taken
  }

  function again(seqs: readonly number[]): number {
    let taken = 0
    commit(() => {
      taken = putSome(seqs)
    })
    return taken
  }

  /** False when there was nothing new. */
  function takeNew(): boolean {
    const seqs = selectNew.all(state.through, BATCH).map(({ id }) => id)
    const shard = state.shards.at(-1)
    if (seqs.length === 0 || !shard) return false
    commit(() => {
      const taken = putSome(seqs.slice(0, Math.max(1, shardDocuments - shard.documents)))
      shard.documents += taken
      state.through = seqs[taken - 1] ?? state.through
      state.write('UPDATE shard SET documents = ? WHERE number = ?').run(shard.documents, shard.number)
      state.write('UPDATE state SET through = ?').run(state.through)
      if (shard.documents < shardDocuments) return
      const next = { number: shard.number + 1, first: state.through + 1, documents: 0 }
      addShard(search.db, next.number, next.first)
      state.shards.push(next)
    })
    return true
  }

  /** Drops shards of which everything was removed. */
  function* retire(): Sliced<void> {
    const kept = selectOldest.get()?.id ?? state.through
    for (let [oldest, next] = state.shards; oldest && next && next.first <= kept; [oldest, next] = state.shards) {
      drop(oldest, next)
      yield
      yield* forget(next.first)
      yield* shrink()
    }
  }

  function drop(oldest: Shard, next: Shard): void {
    commit(() => {
      search.db.exec(`DROP TABLE words_${oldest.number}`)
      state.write('DELETE FROM shard WHERE number = ?').run(oldest.number)
      state.write('DELETE FROM duplicate WHERE id < ?').run(next.first)
    })
    state.shards.shift()
  }

  /** Fingerprints are in no order of time: all are walked. */
  function* forget(before: number): Sliced<void> {
    const part = 2n ** 64n / 32n
    for (let from = -(2n ** 63n); from < 2n ** 63n; from += part) {
      state.write('DELETE FROM seen WHERE hash BETWEEN ? AND ? AND id < ?').run(from, from + part - 1n, before)
      yield
    }
  }

  /** Gives what is free in the file back to the disk, some at a time. */
  function* shrink(): Sliced<void> {
    for (let free = freePages(); free > 0;) {
      // Not `pragma`: it takes one step of many.
      search.db.exec(`PRAGMA incremental_vacuum(${SHRINK_PAGES})`)
      yield
      const left = freePages()
      if (left >= free) return
      free = left
    }
  }

  function freePages(): number {
    return search.db.pragma('freelist_count', { simple: true }) as number
  }

  function* steps(touched: readonly number[], budgetMs: number, goal: number): Sliced<void> {
    const waiting = [...state.left, ...touched.filter((seq) => seq <= state.through)]
    state.left = []
    for (let done = 0; done < waiting.length; yield) done += again(waiting.slice(done, done + BATCH))
    yield* retire()
    for (const end = monotonic() + budgetMs; state.through < goal && takeNew() && monotonic() < end;) yield
  }

  return {
    through: () => state.through,
    shards: () => state.shards,
    *advance(touched, budgetMs, goal = Number.POSITIVE_INFINITY) {
      try {
        yield* steps(touched, budgetMs, goal)
      } catch (error) {
        recover(error)
        yield* steps([], budgetMs, goal)
      }
    },
    guarded: (read) => {
      try {
        return read()
      } catch (error) {
        recover(error)
        throw new HookscopeError('store_failed', 'The search index was damaged and is being made again.', 'Try again in a moment.', {
          cause: error,
        })
      }
    },
    close: detach,
  }
}

function isOfSqlite(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')
}
