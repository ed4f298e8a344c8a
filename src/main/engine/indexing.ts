import { SECOND_MS } from '../../shared/domain/units.ts'
import type { Core } from './services.ts'
import type { IndexState } from './store/reads/index-reads.ts'

/** Keeps the index of words near what is captured: the reader thread does it, this says when. */
export interface Indexing {
  /** As of the last pass; null before the first. */
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
/** So many changes in one commit on average mean that processor or disk are short: a burst, too, however few they are in a second. */
const CROWD = 16
const BURST_PAUSE_MS = SECOND_MS

/** Starts with what an earlier run left, then follows every change. */
export function createIndexing(core: Core): Indexing {
  let touched: number[] = []
  /** Commits that they came in. */
  let commits = 0
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
    const isBurst =
      touched.length > ((core.clock.monotonic() - startedAt) / SECOND_MS) * BURST_PER_SECOND ||
      (commits > 1 && touched.length > commits * CROWD)
    if (!hasFailed && latest && latest.behind > 0) soon(isBurst ? BURST_PAUSE_MS : BEHIND_PAUSE_MS)
    else if (touched.length > 0) soon(isBurst ? BURST_PAUSE_MS : PAUSE_MS)
  }

  function onExchanges(seqs: readonly number[]): void {
    for (const seq of seqs) touched.push(seq)
    commits++
    soon(PAUSE_MS)
  }

  core.changes.on('exchanges', onExchanges)
  soon(0)
  return {
    state: () => latest,
    stop: () => {
      isStopped = true
      cancel?.()
      core.changes.off('exchanges', onExchanges)
    },
  }
}
