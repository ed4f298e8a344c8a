import { run } from '../../src/main/cli/program.ts'

/** How a command ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process, without a terminal: for commands that need no engine. */
export async function runCli(
  argv: readonly string[],
  given: { readonly stdin?: string; readonly isTTY?: boolean; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const written = { stdout: '', stderr: '' }
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (chunk: string | Uint8Array) => (written[name] += Buffer.from(chunk).toString('utf8')),
  })
  const code = await run(argv, {
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    stdin: Object.assign(
      (async function* () {
        yield given.stdin ?? ''
      })(),
      { isTTY: given.isTTY ?? false },
    ),
    env: { HOME: '/nowhere', ...given.env },
    platform: 'linux',
    signal: new AbortController().signal,
  })
  return { code, ...written }
}
