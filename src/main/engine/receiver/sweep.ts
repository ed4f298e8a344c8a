import type { Core } from '../core.ts'
import { createCaptures } from '../store/captures.ts'

const NOTE = 'Hookscope ended while this body was arriving; what had arrived until then was kept.'

/** Ends the captures that an earlier run was still receiving: they become `incomplete`. Call it once, before listening. */
export function sweepUnfinished(core: Pick<Core, 'db' | 'writer' | 'log'>): void {
  const captures = createCaptures(core.db)
  core.writer.enqueue(
    () => captures.sweepUnfinished(NOTE),
    (error) => {
      if (error) core.log('error', 'Captures that an earlier run left unfinished could not be ended.', error)
    },
  )
  core.writer.flush()
}
