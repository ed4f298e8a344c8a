import type { Clock } from '../clock.ts'
import type { Lane, Lanes } from './lanes.ts'

/**
 * Lets a series of deliveries be made no faster than their lanes take them, as long as these move: what finds a free
 * place is claimed in the write that makes it, what has to wait costs twice as much.
 */
export interface Flow {
  /**
   * Resolves with how many deliveries each of these endpoints takes at once, 1 or more, when half of their places are free and nothing waits;
   * with null when that takes too long: then nobody should wait for them again.
   */
  room(endpointSeqs: readonly number[]): Promise<number | null>
  /** A lane may have room. */
  moved(): void
}

/** Some answers of a receiver at the same machine; a series to one that hangs is held up once by this. */
const PATIENCE_MS = 200

export function createFlow(clock: Pick<Clock, 'after' | 'now'>, lanes: Lanes): Flow {
  const waiting = new Set<() => void>()

  function hasRoom(lane: Lane): boolean {
    const isWaiting = lane.isClaiming || (lane.dueAt !== null && lane.dueAt <= clock.now())
    const free = lanes.free(lane)
    return !isWaiting && free > 0 && free * 2 >= lanes.limit(lane)
  }

  return {
    room: (endpointSeqs) => {
      const wanted = endpointSeqs.map((seq) => lanes.of(String(seq), seq))
      return new Promise((resolve) => {
        const look = (): void => {
          if (!wanted.every(hasRoom)) return
          end(Math.min(...wanted.map(lanes.free)))
        }
        const end = (room: number | null): void => {
          waiting.delete(look)
          cancel()
          resolve(room)
        }
        const cancel = clock.after(PATIENCE_MS, () => end(null))
        waiting.add(look)
        look()
      })
    },
    moved: () => {
      for (const look of waiting) look()
    },
  }
}
