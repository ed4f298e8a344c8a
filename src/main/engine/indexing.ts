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

/** Starts with what an earlier run left, then follows every change. */
export function createIndexing(core: Core): Indexing {
  let touched: number[] = []
  /** Commits that they came in. */
  let commits = 0
  /** When the first of them came; of those that a pass looks at just now, when their first did. */
  let touchedSince: number | null = null
  let passSince: number | null = null
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
    const seqs = touched
    touched = []
    commits = 0
    passSince = touchedSince
    touchedSince = null
    const startedAt = core.clock.monotonic()
    try {
      latest = await core.reader.run('index', seqs, PASS_MS)
      hasFailed = false
    } catch (error) {
      // Tried again with the next change; what words find is stale until then.
      if (!hasFailed && !isStopped) core.log('warn', 'The index of words could not be brought on.', error)
      hasFailed = true
    }
    isRunning = false
    passSince = null
    const isBehind = !hasFailed && latest !== null && latest.behind > 0
    if (isBehind || touched.length > 0) soon(pauseAfter(core.clock.monotonic() - startedAt, isBehind ? BEHIND_PAUSE_MS : PAUSE_MS))
  }

  /** How long the next pass waits, by what came during one of `passMs`. */
  function pauseAfter(passMs: number, quietMs: number): number {
    if (touched.length > (passMs / SECOND_MS) * BURST_PER_SECOND) return BURST_PAUSE_MS
    return commits > 1 && touched.length > commits * CROWD ? CROWD_PAUSE_MS : quietMs
  }

  function state(): IndexState | null {
    if (latest === null) return null
    const since = [latest.behindSince, passSince, touchedSince].filter((at) => at !== null)
    return { behind: Math.max(latest.behind, touched.length), behindSince: since.length === 0 ? null : Math.min(...since) }
  }

  function onExchanges(seqs: readonly number[]): void {
    for (const seq of seqs) touched.push(seq)
    commits++
    touchedSince ??= core.clock.now()
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
