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

/** Why a command is to stop. */
export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'output closed'

/** npm passes on a Ctrl-C that the terminal has sent already: what comes so soon is the same wish. */
const SAME_WISH_MS = 1_000

/**
 * The terminal of this process. The first signal asks the command to stop, a later one ends it at once. A reader that
 * went away (`hookscope list | head -1`) is an end like any other, not an error.
 */
export function processTerminal(): Terminal {
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
  // EPIPE: nobody reads any more; EIO: the terminal was closed; ENOSPC: the disk under the output is full.
  process.stdout.on('error', () => {
    if (!stop.signal.aborted) stop.abort('output closed' satisfies StopReason)
  })
  // A line of the log that cannot be written is no reason to end a running engine.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    const isGone = error.code === 'EPIPE' || error.code === 'EIO'
    if (isGone && !stop.signal.aborted) stop.abort('output closed' satisfies StopReason)
  })
  const { stdout, stderr, stdin, env, platform } = process
  return { stdout, stderr, stdin, env, platform, signal: stop.signal }
}
