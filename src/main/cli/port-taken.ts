import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { readInstance, workspaceDirectory, workspaceName } from '../engine/workspace.ts'

/** The error of a receiver's port that another program has: the port, its flag, and the workspace if a Hookscope has it. */
export function receiverPortTaken(port: number, env: NodeJS.ProcessEnv, cause: unknown): HookscopeError {
  const owner = workspaceOn(port, dirname(workspaceDirectory(undefined, env, process.platform)))
  const holder = owner === null ? 'another program' : `the Hookscope of workspace "${owner}"`
  return new HookscopeError(
    'port_in_use',
    `Port ${port} for the receiver is held by ${holder}.`,
    'Give another with --receiver-port (0 picks a free one), or stop what holds it.',
    { cause },
  )
}

function workspaceOn(port: number, home: string): string | null {
  for (const directory of foldersOf(home)) {
    const instance = readInstance(directory)
    if (instance?.receiverUrl?.endsWith(`:${port}`) && isAlive(instance.pid)) return workspaceName(directory)
  }
  return null
}

function foldersOf(home: string): string[] {
  try {
    return readdirSync(home, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(home, entry.name))
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
