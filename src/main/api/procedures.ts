import { implement } from '@orpc/server'
import { contract } from '../../shared/contract/contract.ts'
import type { ApiContext } from './context.ts'
import { toProblem } from './failures.ts'

/** The contract to be implemented: each procedure gets parsed input, and whatever it throws leaves as PROBLEM. */
export const procedures = implement(contract)
  .$context<ApiContext>()
  .use(async ({ context, next, path, procedure, signal }) => {
    const worded = (error: unknown): unknown => toProblem(error, { procedure, path, log: context.shell.log })
    try {
      const result = await next()
      return isStream(result.output) ? { ...result, output: wordStream(result.output, signal, worded) } : result
    } catch (error) {
      // Who went away hears nothing of it, and it is nobody's fault.
      throw signal?.aborted ? error : worded(error)
    }
  })

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

async function* wordStream(stream: AsyncIterable<unknown>, signal: AbortSignal | undefined, worded: (error: unknown) => unknown) {
  try {
    yield* stream
  } catch (error) {
    // Waiting ends by an AbortError when the caller has left; nobody is there to hear of it.
    if (!signal?.aborted) throw worded(error)
  }
}
