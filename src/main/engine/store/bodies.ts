import type { Database } from 'better-sqlite3'
import { KIB } from '../../../shared/domain/units.ts'

/** Bodies up to this size stand in their message's or event's row; larger ones are chunks. */
export const INLINE_BYTES = 16 * KIB
/** Every chunk but the last has exactly this size, so that a range finds its chunks by division. */
export const CHUNK_BYTES = 256 * KIB

export const REQUEST_SIDE = 0
export const RESPONSE_SIDE = 1
export type Side = typeof REQUEST_SIDE | typeof RESPONSE_SIDE

/** Chunks of bodies over 16 KiB. `owner` is the sequence of an event or exchange. */
export interface Bodies {
  /** One chunk; call inside a writer's write. */
  writeChunk(owner: number, side: Side, number: number, bytes: Uint8Array): void
  /** A body from chunk `first` on, cut into chunks; call inside a writer's write. */
  writeChunks(owner: number, side: Side, bytes: Uint8Array, first?: number): void
  /** The whole body in one piece; empty when it has no chunks. Costs its size in memory. */
  readWhole(owner: number, side: Side): Buffer
}

export function createBodies(db: Database): Bodies {
  const insert = db.prepare('INSERT INTO chunk (owner, side, number, bytes) VALUES (?, ?, ?, ?)')
  const select = db.prepare<[number, number]>('SELECT bytes FROM chunk WHERE owner = ? AND side = ? ORDER BY number').pluck()

  return {
    writeChunk: (owner, side, number, bytes) => {
      insert.run(owner, side, number, bytes)
    },
    writeChunks: (owner, side, bytes, first = 0) => {
      for (let at = 0, number = first; at < bytes.length; at += CHUNK_BYTES, number++) {
        insert.run(owner, side, number, bytes.subarray(at, at + CHUNK_BYTES))
      }
    },
    readWhole: (owner, side) => Buffer.concat(select.all(owner, side) as Buffer[]),
  }
}
