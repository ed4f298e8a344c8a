import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '../..')

/** A program of the bench: killed at the end of its round, whatever happens. */
export interface Running<T> extends AsyncDisposable {
  /** The first line it printed, parsed. */
  readonly ready: T
  readonly process: ChildProcess
}

/** Starts a script with this Node and waits for its first line of JSON. */
export async function start<T>(script: string, args: readonly string[] = []): Promise<Running<T>> {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([once(lines, 'line').then(([text]) => String(text)), once(child, 'exit').then(() => null)])
  if (line === null) throw new Error(`${script} ended before it was ready.`)
  return {
    ready: JSON.parse(line) as T,
    process: child,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      // One that was stopped hears it only when it goes on.
      child.kill('SIGCONT')
      await ended
    },
  }
}

/** Middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2
}
