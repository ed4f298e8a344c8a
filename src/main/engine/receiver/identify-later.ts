import type { Core } from '../core.ts'
import type { Captures } from '../store/captures.ts'

/** Type and event id of bodies too large to be read while they are captured: by the reader thread, one after the other. */
export function createIdentifyLater(core: Core, captures: Captures): (seq: number) => void {
  const waiting: number[] = []
  let isWorking = false

  async function work(): Promise<void> {
    isWorking = true
    for (let seq = waiting.shift(); seq !== undefined; seq = waiting.shift()) await identify(seq)
    isWorking = false
  }

  async function identify(seq: number): Promise<void> {
    try {
      const identity = await core.reader.run('identity', seq)
      if (identity.type === null && identity.eventId === null) return
      await core.writer.commit(() => captures.identify(seq, identity))
      core.changes.emit('exchanges', [seq])
    } catch (error) {
      // The capture is whole without it; at the end of an engine the reader goes first.
      core.log('info', 'A large body was not read for its type', error)
    }
  }

  return (seq) => {
    waiting.push(seq)
    if (!isWorking) void work()
  }
}
