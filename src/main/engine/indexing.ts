import { SECOND_MS } from '../../shared/domain/units.ts'
import type { Core } from './services.ts'
import type { IndexState } from './store/reads/index-reads.ts'

/** Keeps the index of words near what is captured: the reader thread does it, this says when. */
export interface Indexing {
  /** How far it trails, with what has come since the last pass; null before the first. */
  state(): IndexState | null
  stop(): void
}

/** Changes of so long become one pass; two thousand captures a second are some four hundred rows then. */
const PAUSE_MS = 200
/** Between two passes while it trails behind: the other reads and the receiver get their turn. */
const BEHIND_PAUSE_MS = 20
const PASS_MS = 100
/** More changes are a burst: the index gives way to it, and catches up after. A rate: a pass takes longer where the processor is busy. */
const BURST_PER_SECOND = 4_000
const BURST_PAUSE_MS = SECOND_MS
/** So many changes in one commit on average mean that processor or disk are short: fewer passes, but words are still there within a second. */
const CROWD = 16
const CROWD_PAUSE_MS = 400

/** Changes that no pass has looked at. */
interface Waiting {
  readonly seqs: number[]
  /** That they came in. */
  commits: number
  /** When the first of them came, ms since 1970; null while there is none. */
  since: number | null
}

/** Starts with what an earlier run left, then follows every change. */
export function createIndexing(core: Core): Indexing {
  let waiting = nothing()
  /** What the pass that runs looks at. */
  let looking = nothing()
  let latest: IndexState | null = null
  let isRunning = false
  let hasFailed = false
  let isStopped = false
  let cancel: (() => void) | null = null

  function soon(ms: number): void {
    if (!isRunning && !isStopped) cancel ??= core.clock.after(ms, () => void pass())
  }

  async function pass(): Promise<void> {
    cancel = null
    isRunning = true
    looking = waiting
    waiting = nothing()
    const startedAt = core.clock.monotonic()
    try {
      latest = await core.reader.run('index', looking.seqs, PASS_MS)
      hasFailed = false
    } catch (error) {
      // Tried again with the next change; what words find is stale until then.
      if (!hasFailed && !isStopped) core.log('warn', 'The index of words could not be brought on.', error)
      hasFailed = true
    }
    looking = nothing()
    isRunning = false
    // What came while the pass ran can wait like anything new.
    const isBehind = !hasFailed && latest !== null && latest.behind > waiting.seqs.length
    const passMs = core.clock.monotonic() - startedAt
    if (isBehind || waiting.seqs.length > 0) soon(pauseAfter(passMs, isBehind ? BEHIND_PAUSE_MS : PAUSE_MS))
  }

  /** How long the next pass waits, by what came during one of `passMs`. */
  function pauseAfter(passMs: number, quietMs: number): number {
    const { seqs, commits } = waiting
    if (seqs.length > (passMs / SECOND_MS) * BURST_PER_SECOND) return BURST_PAUSE_MS
    return commits > 1 && seqs.length > commits * CROWD ? CROWD_PAUSE_MS : quietMs
  }

  function state(): IndexState | null {
    if (latest === null) return null
    const since = [latest.behindSince, looking.since, waiting.since].filter((at) => at !== null)
    return {
      behind: Math.max(latest.behind, looking.seqs.length + waiting.seqs.length),
      behindSince: since.length === 0 ? null : Math.min(...since),
    }
  }

  function onExchanges(seqs: readonly number[]): void {
    for (const seq of seqs) waiting.seqs.push(seq)
    waiting.commits++
    waiting.since ??= core.clock.now()
    soon(PAUSE_MS)
  }

  core.changes.on('exchanges', onExchanges)
  soon(0)
  return {
    state,
    stop: () => {
      isStopped = true
      cancel?.()
      core.changes.off('exchanges', onExchanges)
    },
  }
}

function nothing(): Waiting {
  return { seqs: [], commits: 0, since: null }
}
