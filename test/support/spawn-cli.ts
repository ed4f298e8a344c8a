import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Ended } from './run-cli.ts'
import { CLI } from './scripts/build.ts'

/** A running command of the built command line. */
export interface Running {
  /** Lines of its stdout from the first look on, as they come; whoever looks reads them all. */
  readonly lines: AsyncIterator<string>
  kill(signal: NodeJS.Signals): void
  /** Reads no more, as `head -1` does. */
  closeStdout(): void
  /** How it ended; null as code after a kill. */
  readonly ended: Promise<Omit<Ended, 'code'> & { readonly code: number | null }>
}

interface Given {
  readonly env?: NodeJS.ProcessEnv
  readonly stdin?: string
  /** Options of node itself. */
  readonly nodeOptions?: readonly string[]
}

/** Starts a command; its environment has none of the variables that Hookscope reads, but for those given. */
export function startCli(argv: readonly string[], given: Given = {}): Running {
  const { HOOKSCOPE_WORKSPACE: _w, HOOKSCOPE_SECRET: _s, HOOKSCOPE_TOKEN: _t, ...env } = process.env
  const child = spawn(process.execPath, [...(given.nodeOptions ?? []), CLI, ...argv], { env: { ...env, ...given.env } })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text))
  child.stdin.end(given.stdin ?? '')
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...written }))
  let lines: AsyncIterator<string> | undefined
  return {
    // Made when first asked for: its unread lines hold the child up, and most callers only read the whole output.
    get lines() {
      return (lines ??= createInterface({ input: child.stdout })[Symbol.asyncIterator]())
    },
    ended,
    kill: (signal) => void child.kill(signal),
    closeStdout: () => void child.stdout.destroy(),
  }
}

/** Runs a command to its end. */
export function spawnCli(argv: readonly string[], given: Given = {}): Running['ended'] {
  return startCli(argv, given).ended
}

/** Its result, one object a line. */
export function jsonLines<T>(ended: { readonly stdout: string }): T[] {
  return ended.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}
