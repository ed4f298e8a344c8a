import { SECOND_MS } from '../../shared/domain/units.ts'
import type { Core } from './core.ts'
import type { IndexState } from './store/reads/index-reads.ts'

/** Keeps the index of words near what is captured: the reader thread does it, this says when. */
export interface Indexing {
  /** How far it trails, with what has come since the last pass; null before the first. */
  state(): IndexState | null
  stop(): void
}

/** How long to wait for the next pass, and about how long that may take. */
interface Pace {
  readonly pauseMs: number
  readonly passMs: number
}
/** Two thousand captures a second are some four hundred rows then. */
const STEADY: Pace = { pauseMs: 200, passMs: 100 }
/** While it trails behind: the other reads and the receiver get their turn. */
const BEHIND: Pace = { pauseMs: 20, passMs: 100 }
/** Fewer passes, each of which can look at all that came: words are still there within a second. */
const CROWDED: Pace = { pauseMs: 300, passMs: 300 }
/** It gives way, and catches up after. */
const BURST: Pace = { pauseMs: SECOND_MS, passMs: 100 }
/** More changes are a burst: a capture is one, an attempt two. A rate: a pass takes longer where the processor is busy. */
const BURST_PER_SECOND = 3_000
/** So many changes in one commit on average may mean that processor or disk are short. */
const CROWD = 16

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

  function soon({ pauseMs, passMs }: Pace): void {
    if (!isRunning && !isStopped) cancel ??= core.clock.after(pauseMs, () => void pass(passMs))
  }

  async function pass(budgetMs: number): Promise<void> {
    cancel = null
    isRunning = true
    looking = waiting
    waiting = nothing()
    const startedAt = core.clock.monotonic()
    try {
      latest = await core.reader.run('index', looking.seqs, budgetMs)
      hasFailed = false
    } catch (error) {
      // Tried again with the next change; what words find is stale until then.
      if (!hasFailed && !isStopped) core.log('warn', 'The index of words could not be brought on', error)
      hasFailed = true
    }
    looking = nothing()
    isRunning = false
    // What came while the pass ran can wait like anything new.
    const isBehind = !hasFailed && latest !== null && latest.behind > waiting.seqs.length
    const tookMs = core.clock.monotonic() - startedAt
    if (isBehind || waiting.seqs.length > 0) soon(paceAfter(tookMs) ?? (isBehind ? BEHIND : STEADY))
  }

  /** By what came during a pass; null: nothing unusual. */
  function paceAfter(tookMs: number): Pace | null {
    const { seqs, commits } = waiting
    if (seqs.length > (tookMs / SECOND_MS) * BURST_PER_SECOND) return BURST
    return commits > 1 && seqs.length > commits * CROWD ? CROWDED : null
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
    soon(STEADY)
  }

  core.changes.on('exchanges', onExchanges)
  soon({ ...STEADY, pauseMs: 0 })
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
