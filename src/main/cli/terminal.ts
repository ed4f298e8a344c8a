import type { Stdin } from './input.ts'
import type { Sink } from './output.ts'

/** What a command has of the outside world; tests hand in their own. */
export interface Terminal {
  readonly stdout: Sink
  readonly stderr: Sink
  readonly stdin: Stdin & { readonly isTTY?: boolean }
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  /** Aborts when the command is to stop: Ctrl-C, a termination signal, a closed terminal, or nobody reads its output any more. */
  readonly signal: AbortSignal
}

export interface ProcessTerminal extends Terminal {
  /** Resolves once all that was written to stdout has been taken, or cannot be. */
  written(): Promise<void>
}

/** Why a command is to stop. */
export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'output closed' | 'output failed'

/** npm passes on a Ctrl-C that the terminal has sent already: what comes so soon is the same wish. */
const SAME_WISH_MS = 1_000

/**
 * The terminal of this process. The first signal asks the command to stop, a later one ends it at once. A reader that
 * went away (`hookscope list | head -1`) is an end like any other, not an error.
 */
export function processTerminal(): ProcessTerminal {
  const stop = new AbortController()
  let askedAt: number | undefined
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const now = performance.now()
      askedAt ??= now
      if (now - askedAt > SAME_WISH_MS) process.exit(130)
      if (!stop.signal.aborted) stop.abort(name satisfies StopReason)
    })
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!stop.signal.aborted) stop.abort((isGone(error) ? 'output closed' : 'output failed') satisfies StopReason)
  })
  // A line of the log that cannot be written is no reason to end a running engine.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (isGone(error) && !stop.signal.aborted) stop.abort('output closed' satisfies StopReason)
  })
  const { stdout, stderr, stdin, env, platform } = process
  // An error of the stream comes after this callback, in the same turn.
  const written = (): Promise<void> => new Promise((resolve) => void stdout.write('', () => setImmediate(resolve)))
  return { stdout, stderr, stdin, env, platform, signal: stop.signal, written }
}

/** EPIPE: nobody reads any more; EIO: the terminal was closed. Anything else, such as ENOSPC, is trouble. */
function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EIO'
}
