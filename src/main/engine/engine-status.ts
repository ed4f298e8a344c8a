import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { HookscopeError } from '../../shared/domain/errors.ts'
import { seqAt } from '../../shared/domain/ids.ts'
import type { EngineStatus } from '../../shared/domain/status.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'
import type { Indexing } from './indexing.ts'
import type { Receiver } from './receiver/receiver.ts'
import type { Core } from './core.ts'
import type { IndexState } from './store/reads/index-reads.ts'
import { workspaceName } from './workspace.ts'

const RATE_WINDOW_MS = 10 * SECOND_MS
/** Counting stops here: beyond it nobody reads the exact rate. */
const RATE_ROWS = 20_000
/** Every live page asks with every batch; the answer is computed at most this often. */
const MAX_AGE_MS = 500

interface Parts {
  readonly directory: string
  readonly version: string
  readonly receiver: Receiver
  /** null: nothing indexes here. */
  readonly indexing: Indexing | null
}

/** What the engine says of itself; cheap enough to go with every live batch. */
export function createStatus(core: Core, parts: Parts): () => Promise<EngineStatus> {
  const startedAt = core.clock.now()
  let last: { at: number; counts: Promise<Counts> } | undefined

  async function count(): Promise<Counts> {
    const since = seqAt(core.clock.now() - RATE_WINDOW_MS)
    const [total, recent] = await Promise.all([core.reader.run('total'), core.reader.run('rates', since, RATE_ROWS)])
    return {
      exchanges: total.value,
      exchangesExact: total.exact,
      capturesPerSecond: (recent.captures * SECOND_MS) / RATE_WINDOW_MS,
      attemptsPerSecond: (recent.attempts * SECOND_MS) / RATE_WINDOW_MS,
    }
  }

  return async () => {
    const now = core.clock.monotonic()
    if (!last || now - last.at > MAX_AGE_MS) {
      const asked = { at: now, counts: count() }
      last = asked
      // A failure is not kept: the next one who asks tries again.
      asked.counts.catch(() => {
        if (last === asked) last = undefined
      })
    }
    const [counts, { count: pendingDeliveries, nextAt }] = await Promise.all([last.counts, core.reader.run('pending')])
    return {
      version: parts.version,
      pid: process.pid,
      workspace: { name: workspaceName(parts.directory), directory: parts.directory },
      controlUrl: null,
      receiver: parts.receiver.status(),
      startedAt,
      trouble: troubleOf(core.writer.failure),
      ...counts,
      pendingDeliveries,
      nextAttemptAt: nextAt,
      databaseBytes: databaseBytes(parts.directory),
      search: lagOf(parts.indexing?.state() ?? null, startedAt, core.clock.now()),
    }
  }
}

type Counts = Pick<EngineStatus, 'exchanges' | 'exchangesExact' | 'capturesPerSecond' | 'attemptsPerSecond'>

function troubleOf(failure: HookscopeError | null): string | null {
  return failure && `${failure.message} ${failure.remedy}`
}

/** What is older than this run has waited for the index only since it began. */
function lagOf(state: IndexState | null, startedAt: number, now: number): EngineStatus['search'] {
  return (
    state && { behind: state.behind, behindMs: state.behindSince === null ? 0 : Math.max(0, now - Math.max(state.behindSince, startedAt)) }
  )
}

function databaseBytes(directory: string): number {
  return ['hookscope.db', 'hookscope.db-wal', 'search.db', 'search.db-wal']
    .map((name) => join(directory, name))
    .reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0)
}
