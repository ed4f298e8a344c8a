import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MIB } from '../../../shared/domain/units.ts'

const COLLECTED_BYTES = 8 * MIB

/**
 * Counts the bytes of bodies that were copied out of their packets, and frees those packets every 8 MiB: on its own the
 * collector, which sees how few objects there are and not how large, leaves some hundred megabytes of a fast upload lying.
 */
export function createPieceCollector(collect: () => void = youngCollection()): (bytes: number) => void {
  let left = 0
  return (bytes) => {
    left += bytes
    if (left < COLLECTED_BYTES) return
    left = 0
    collect()
  }
}

/** A collection of young objects, under a millisecond or two. */
function youngCollection(): () => void {
  let collect: ((options: { type: 'minor' }) => void) | undefined
  return () => {
    if (!collect) {
      setFlagsFromString('--expose-gc')
      collect = runInNewContext('gc') as (options: { type: 'minor' }) => void
    }
    collect({ type: 'minor' })
  }
}
