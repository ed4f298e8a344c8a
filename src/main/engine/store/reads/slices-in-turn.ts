import type { Database } from 'better-sqlite3'

/**
 * The slices of all sliced reads, one after the other, and the rests between them.
 *
 * 1. Slices of one kind run in the order they were asked for; of the two kinds in turn, so that neither waits for more than
 *    one slice of the other, however many search through everything.
 * 2. After a slice during which exchanges were written no other begins for a while: three times as long as it had a
 *    processor, at most 3 ms for each of them. So however many search, and however fast, under load they leave three quarters
 *    of a processor to captures and deliveries, and a few exchanges a second hold up nobody.
 * 3. A rest is over by itself: who looks at what was found before searching on waits for none of it.
 */
export interface SlicesInTurn {
  /** Runs one slice in its turn; resolves and rejects as it does. */
  run<T>(slice: () => T, kind: SliceKind): Promise<T>
}

/** `soon`: the first of a read; `long`: those of a read that goes on. */
export type SliceKind = 'soon' | 'long'

const RESTS = 3
/** From as many on they want the processor all the time. */
const BUSY_PER_MS = 1

/** Times in ms. */
export interface SliceClock {
  readonly monotonic: () => number
  /** How long this thread has had a processor. */
  readonly processor: () => number
  /** Waits; 0 lets others run. */
  readonly pause: (ms: number) => Promise<void>
}

/** By what `db`, which only reads, can see of what others wrote. */
export function createSlicesInTurn(db: Database, { monotonic, processor, pause }: SliceClock): SlicesInTurn {
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM exchange').pluck()
  let restsUntil = 0
  const waiting: Readonly<Record<SliceKind, (() => void)[]>> = { soon: [], long: [] }
  let latest: SliceKind = 'long'
  let isRunning = false

  function runNow<T>(slice: () => T): T {
    const before = newest.get() ?? 0
    const hadBefore = processor()
    try {
      return slice()
    } finally {
      const took = processor() - hadBefore
      const written = (newest.get() ?? 0) - before
      restsUntil = monotonic() + RESTS * Math.min(took, written / BUSY_PER_MS)
    }
  }

  function nextKind(): SliceKind {
    const other = latest === 'soon' ? 'long' : 'soon'
    return waiting[other].length > 0 ? other : latest
  }

  async function runWaiting(): Promise<void> {
    isRunning = true
    while (waiting.soon.length + waiting.long.length > 0) {
      await pause(Math.max(0, restsUntil - monotonic()))
      latest = nextKind()
      waiting[latest].shift()?.()
    }
    isRunning = false
  }

  return {
    run: (slice, kind) =>
      new Promise((resolve, reject) => {
        waiting[kind].push(() => {
          try {
            resolve(runNow(slice))
          } catch (error) {
            reject(error)
          }
        })
        if (!isRunning) void runWaiting()
      }),
  }
}
