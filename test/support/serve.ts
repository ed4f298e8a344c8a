import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { CLI } from './scripts/build.ts'

/** What `serve --json` prints once both ports listen. */
export interface Ready {
  readonly event: 'ready'
  readonly pid: number
  readonly controlUrl: string
  readonly receiverUrl: string
  /** With the entry code. */
  readonly pageUrl: string
  readonly workspace: string
}

/** A running `hookscope serve`. */
export interface Served extends Ready {
  readonly process: ChildProcess
  /** What it has written to stderr so far. */
  log(): string
  /** Sends a signal and waits for the end; gives the exit code, null after a kill. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts the built command line on free ports and waits until it is ready. Throws with its log when it ends instead. */
export async function serve(workspace: string, flags: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Served> {
  const args = [CLI, 'serve', '--json', '--port', '0', '--receiver-port', '0', '--workspace', workspace, ...flags]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const exited = once(child, 'close') as Promise<[number | null]>
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line') as Promise<[string]>, exited])
  if (typeof first[0] !== 'string') throw new Error(`hookscope serve ended with ${first[0]} before it was ready:\n${log}`)
  const ready = JSON.parse(first[0]) as Ready
  return {
    ...ready,
    process: child,
    log: () => log,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return (await exited)[0]
    },
  }
}
