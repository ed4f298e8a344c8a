import { seqAt } from '../../shared/domain/ids.ts'
import type { Retention } from '../../shared/domain/retention.ts'
import { MINUTE_MS } from '../../shared/domain/units.ts'
import type { Core } from './core.ts'
import { createRemoveExchanges } from './store/remove-exchanges.ts'

/**
 * Removes what is beyond the workspace's retention, and gives freed pages back to the disk.
 *
 * 1. Once a minute, and when the settings change, it looks; in between it costs nothing. Limits that change meanwhile hold at once.
 * 2. It removes and shrinks in steps of a few milliseconds with a pause after each, so that captures go on between them.
 * 3. Pinned exchanges stay, and attempts of deliveries that have not ended.
 * 4. A little free space is left in the file: what arrives next uses it.
 */
export interface RetentionKeeper {
  /** Looks now; resolves when nothing is left to do. */
  look(): Promise<void>
  /** Ends after the step that runs. */
  stop(): Promise<void>
}

const STEP_ROWS = 50
const STEP_PAGES = 64
const PAUSE_MS = 10
/** 8 MiB in pages of 8 KiB. */
const SPARE_PAGES = 1_024

/** Keeps to what `retention` says, which may change. */
export function createRetention(core: Core, retention: () => Retention): RetentionKeeper {
  const { db, clock, writer, reader } = core
  const removeExchanges = createRemoveExchanges(db, core.secrets)
  const selectOldest = db
    .prepare<[number, number, number], number>(
      `SELECT id FROM exchange WHERE id > ? AND id < ?
       AND NOT EXISTS (SELECT 1 FROM note WHERE note.exchange_id = exchange.id AND note.pinned = 1) ORDER BY id LIMIT ?`,
    )
    .pluck()
  let isStopped = false
  let cancel = clock.after(MINUTE_MS, again)
  let looking: Promise<void> | null = null

  function again(): void {
    void look()
    cancel = clock.after(MINUTE_MS, again)
  }

  async function look(): Promise<void> {
    looking ??= work().finally(() => {
      looking = null
    })
    return looking
  }

  async function work(): Promise<void> {
    try {
      let asked: Retention
      do {
        asked = retention()
        const removed = await removeBeyond(asked)
        if (removed > 0) await reader.run('forgetTotal')
      } while (!isStopped && !isStill(asked))
      await shrink()
    } catch (error) {
      if (!isStopped) core.log('warn', 'Old exchanges could not be removed.', error)
    }
  }

  /** Whoever sees too much go switches it off, or sets another limit. */
  function isStill(asked: Retention): boolean {
    const { maxAgeMs, maxCount, maxBytes } = retention()
    return asked.maxAgeMs === maxAgeMs && asked.maxCount === maxCount && asked.maxBytes === maxBytes
  }

  async function removeBeyond(asked: Retention): Promise<number> {
    const { maxAgeMs, maxCount, maxBytes } = asked
    let removed = 0
    if (maxAgeMs !== null) removed += await removeOldest(asked, seqAt(clock.now() - maxAgeMs), () => STEP_ROWS)
    if (maxCount === null && maxBytes === null) return removed
    if (removed > 0) await reader.run('forgetTotal')
    const { value: count } = await reader.run('total')
    if (maxCount !== null) removed += await removeOldest(asked, Number.MAX_SAFE_INTEGER, (done) => count - maxCount - done)
    if (maxBytes !== null) {
      const rowBytes = usedBytes() / Math.max(1, count)
      removed += await removeOldest(asked, Number.MAX_SAFE_INTEGER, () => Math.ceil((usedBytes() - maxBytes) / rowBytes))
    }
    return removed
  }

  /** From the oldest up, below a sequence, as many as are `wanted` after so many, while that is still asked for. */
  async function removeOldest(asked: Retention, below: number, wanted: (done: number) => number): Promise<number> {
    let count = 0
    for (let above = 0; !isStopped && isStill(asked);) {
      const seqs = selectOldest.all(above, below, Math.max(0, Math.min(STEP_ROWS, wanted(count))))
      if (seqs.length === 0) break
      above = seqs.at(-1) ?? below
      for (let left = seqs; left.length > 0;) {
        const step = left
        const { taken, removed } = await writer.commit(() => removeExchanges(step))
        left = left.slice(taken)
        count += removed.length
        if (removed.length > 0) {
          // Much may go, and it may take minutes: who looks meanwhile sees how many are left.
          await reader.run('forgetRows', removed)
          core.changes.emit('exchanges', removed)
        }
        await pause()
      }
    }
    return count
  }

  async function shrink(): Promise<void> {
    for (let free = freePages(); free > SPARE_PAGES && !isStopped;) {
      // Not `pragma`: it takes one step of many.
      await writer.commit(() => db.exec(`PRAGMA incremental_vacuum(${STEP_PAGES})`))
      await pause()
      const left = freePages()
      if (left >= free) return
      free = left
    }
  }

  function freePages(): number {
    return db.pragma('freelist_count', { simple: true }) as number
  }

  function usedBytes(): number {
    const [pages, pageBytes] = [db.pragma('page_count', { simple: true }) as number, db.pragma('page_size', { simple: true }) as number]
    return (pages - freePages()) * pageBytes
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => clock.after(PAUSE_MS, resolve))
  }

  return {
    look,
    stop: async () => {
      isStopped = true
      cancel()
      await looking
    },
  }
}
