import type { Core } from '../core.ts'

/** A burst of changes is told as one. */
const PAUSE_MS = 250

/** What `read` gives, at once and again after changes of entities. */
export async function* watchEntities<T>(core: Pick<Core, 'changes' | 'clock'>, read: () => T, signal: AbortSignal): AsyncGenerator<T> {
  let hasChanged = true
  let wake = (): void => {}
  const note = (): void => {
    hasChanged = true
    wake()
  }
  const stop = (): void => wake()
  core.changes.on('entities', note)
  signal.addEventListener('abort', stop)
  try {
    while (!signal.aborted) {
      if (!hasChanged) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      hasChanged = false
      yield read()
      await new Promise<void>((resolve) => {
        const cancel = core.clock.after(PAUSE_MS, resolve)
        wake = () => {
          if (!signal.aborted) return
          cancel()
          resolve()
        }
        wake()
      })
    }
  } finally {
    core.changes.off('entities', note)
    signal.removeEventListener('abort', stop)
  }
}
