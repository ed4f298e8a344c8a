import { join } from 'node:path'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { whoAnswers } from '../api/listen.ts'
import { knownWorkspaces, readInstance, workspaceDirectory } from '../engine/workspace.ts'
import { CONTROL_PORT, LOOPBACK } from './address.ts'

/** A Hookscope whose folder lies elsewhere is asked here: pages move on from the usual port by one. */
const USUAL_CONTROL_PORTS = Array.from({ length: 8 }, (_, index) => CONTROL_PORT + index)

/** The error of a receiver's port that another program has: the port, its flag, and the workspace if a Hookscope has it. */
export async function receiverPortTaken(port: number, env: NodeJS.ProcessEnv, cause: unknown): Promise<HookscopeError> {
  const owner = await workspaceOn(port, env)
  const holder = owner === null ? 'another program' : `the Hookscope of workspace "${owner}"`
  return new HookscopeError(
    'port_in_use',
    `Port ${port} for the receiver is held by ${holder}.`,
    'Give another with --receiver-port (0 picks a free one), or stop what holds it.',
    { cause },
  )
}

/** The receiver itself is not asked: it would capture the question. */
async function workspaceOn(port: number, env: NodeJS.ProcessEnv): Promise<string | null> {
  const home = join(workspaceDirectory(undefined, env, process.platform), '..')
  const known = knownWorkspaces(env, process.platform).flatMap((name) => readInstance(join(home, name))?.controlUrl ?? [])
  const usual = USUAL_CONTROL_PORTS.map((each) => `http://${LOOPBACK}:${each}`)
  const answers = await Promise.all([...new Set([...known, ...usual])].map(whoAnswers))
  return answers.find((each) => each?.receiverUrl?.endsWith(`:${port}`))?.workspace ?? null
}
