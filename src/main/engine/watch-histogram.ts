import type { Filter } from '../../shared/domain/filter/filter.ts'
import { floorTo, frameOf, NO_BAR, type Bar, type Frame, type Histogram, type Span } from '../../shared/domain/histogram.ts'
import { msOfSeq } from '../../shared/domain/ids.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'
import { pause } from './pause.ts'
import type { Core } from './core.ts'
import type { CountedBars } from './store/reads/histogram.ts'

/**
 * A histogram for one watcher.
 *
 * 1. The first one comes as soon as the newest exchanges are counted; more follow while older ones are (`isWhole: false`).
 * 2. Then one follows what was added, changed or removed, and the passing of time. Only the bars that are new or were
 *    touched are counted: ids are times, so the ids that changed name them.
 * 3. A bar that is counted again shows its last count until the new one is whole.
 * 4. Between two rounds there is a pause of at least half a second, and ten times as long as the round took.
 */
export async function* watchHistogram(
  core: Core,
  filterOf: (text: string) => Filter,
  request: HistogramRequest,
  signal: AbortSignal,
): AsyncGenerator<Histogram> {
  const filter = filterOf(request.filter)
  const changes = collectChanges(core)
  signal.addEventListener('abort', changes.wake, { once: true })
  const known = new Map<number, Bar>()
  let shownBarMs = 0
  try {
    for (;;) {
      const startedAt = core.clock.monotonic()
      const now = core.clock.now()
      const frame = frameOf(request.span, { oldest: (await core.reader.run('oldest')) ?? now, now })
      const { barMs } = frame
      if (barMs !== shownBarMs) known.clear()
      shownBarMs = barMs
      const isTouched = changes.take(barMs)
      for (const stretch of stretchesOf(
        startsOf(frame).filter((start) => !known.has(start) || isTouched(start)),
        barMs,
      )) {
        const fresh = new Map<number, Bar>()
        let before: number | null = null
        do {
          const range = { from: stretch.from, to: stretch.to, barMs }
          const counted: CountedBars = await core.reader.run('histogram', { filter, ...range, before, withinMs: PROGRESS_MS })
          if (signal.aborted) return
          for (const { bar, ...sums } of counted.bars) addTo(fresh, stretch.from + bar * barMs, sums)
          if (counted.isBehind) changes.note(now)
          before = counted.next
          if (before !== null) yield drawn(frame, (start) => known.get(start) ?? fresh.get(start), false)
          if (signal.aborted) return
        } while (before !== null)
        for (let start = stretch.from; start < stretch.to; start += barMs) known.set(start, fresh.get(start) ?? NO_BAR)
      }
      yield drawn(frame, (start) => known.get(start), true)
      if (signal.aborted) return
      forget(known, frame.from)
      await pause(core.clock, Math.max(PAUSE_MS, COST_FACTOR * (core.clock.monotonic() - startedAt)), signal)
      await changes.some(signal, request.span.kind === 'between' ? null : Math.max(barMs, SECOND_MS))
      if (signal.aborted) return
    }
  } finally {
    signal.removeEventListener('abort', changes.wake)
    changes.stop()
  }
}

/** What a watcher asks for. */
export interface HistogramRequest {
  readonly filter: string
  readonly span: Span
}

const PAUSE_MS = 500
const COST_FACTOR = 10
/** Bars are drawn about so often while they are counted for the first time. */
const PROGRESS_MS = 250
/** What changed is remembered to a tenth of a second: the shortest bar. */
const GRAIN_MS = 100
/** Past this many of them everything is counted again. */
const MAX_GRAINS = 5_000

function startsOf({ from, barMs, count }: Frame): number[] {
  return Array.from({ length: count }, (_, index) => from + index * barMs)
}

/** Bars without a hole between them are counted in one go; the newest first. */
function stretchesOf(starts: readonly number[], barMs: number): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = []
  for (const start of starts) {
    const last = stretches.at(-1)
    if (last?.to === start) last.to += barMs
    else stretches.push({ from: start, to: start + barMs })
  }
  return stretches.toReversed()
}

function addTo(bars: Map<number, Bar>, start: number, more: Bar): void {
  const { ok, failed, invalid } = bars.get(start) ?? NO_BAR
  bars.set(start, { ok: ok + more.ok, failed: failed + more.failed, invalid: invalid + more.invalid })
}

function drawn(frame: Frame, barAt: (start: number) => Bar | undefined, isWhole: boolean): Histogram {
  const { from, to, barMs } = frame
  return { from, to, barMs, bars: startsOf(frame).map((start) => barAt(start) ?? NO_BAR), isWhole }
}

/** Bars that time has moved out of the frame. */
function forget(known: Map<number, Bar>, from: number): void {
  for (const start of known.keys()) if (start < from) known.delete(start)
}

/** Gathers when something was committed between two rounds. */
function collectChanges(core: Core) {
  let grains = new Set<number>()
  let wakeWaiting: (() => void) | undefined

  function wake(): void {
    wakeWaiting?.()
    wakeWaiting = undefined
  }
  function note(at: number): void {
    if (grains.size <= MAX_GRAINS) grains.add(floorTo(at, GRAIN_MS))
    wake()
  }
  const onExchanges = (seqs: readonly number[]): void => {
    for (const seq of seqs) note(msOfSeq(seq))
  }
  core.changes.on('exchanges', onExchanges)

  return {
    note,
    wake,
    /** Says of a bar whether anything in it has changed since the last time. */
    take: (barMs: number): ((start: number) => boolean) => {
      const taken = grains
      grains = new Set()
      if (taken.size > MAX_GRAINS) return () => true
      const touched = new Set([...taken].map((at) => floorTo(at, barMs)))
      return (start) => touched.has(start)
    },
    /** Resolves once something has changed, or after `ms`. */
    some: async (signal: AbortSignal, ms: number | null): Promise<void> => {
      if (grains.size > 0 || signal.aborted) return
      await new Promise<void>((resolve) => {
        const cancel = ms === null ? (): void => {} : core.clock.after(ms, () => wake())
        wakeWaiting = () => {
          cancel()
          resolve()
        }
      })
    },
    stop: () => {
      core.changes.off('exchanges', onExchanges)
      wake()
    },
  }
}
