import { type Context, createContext, Script } from 'node:vm'

const script = new Script('work()')
/** Only where V8 starts its watch: the work itself runs in our own realm. */
let context: Context | undefined

/**
 * What `work` gives, or null when it is not done after `limitMs`: then it is cut off where it stands, in the midst of a regular
 * expression if need be. It may leave nothing behind that matters when half done. Throws what `work` throws.
 */
export function within<Result>(limitMs: number, work: () => Result): Result | null {
  context ??= createContext({})
  context['work'] = work
  try {
    return script.runInContext(context, { timeout: limitMs }) as Result
  } catch (error) {
    if (isTimeout(error)) return null
    throw error
  } finally {
    context['work'] = null
  }
}

/** Made in the context, it is no instance of our own `Error`. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
