import { join } from 'node:path'
import { createLocalClient } from '../api/router.ts'
import { startServer, type Server } from '../api/server.ts'
import type { Client } from '../../shared/contract/client.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import type { Log } from '../engine/clock.ts'
import type { EngineOptions } from '../engine/engine.ts'
import { takeLock } from '../engine/store/lock.ts'
import { systemClock, systemRandom } from '../engine/system.ts'
import { VERSION } from '../version.ts'
import type { Address } from './address.ts'
import { receiverPortTaken } from './port-taken.ts'

export interface OwnEngineOptions {
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  readonly log: Log
  readonly deliver: EngineOptions['deliver']
  /** Absent: nothing is received. */
  readonly receiver?: Address
  /** Absent: no page, and other commands wait until this one has ended. */
  readonly control?: Address
}

/** An engine in this process, with what listens in front of it. */
export interface OwnEngine extends Server {
  readonly client: Client
}

// Built, this file lies in out/main and the page in out/renderer.
const PAGE_DIRECTORY = join(import.meta.dirname, '../renderer')

/** Starts an engine on a workspace and tells other commands where it is once everything listens. */
export async function startOwnEngine({ env, ...options }: OwnEngineOptions): Promise<OwnEngine> {
  const token = env['HOOKSCOPE_TOKEN']
  const server = await startServer({
    ...options,
    ...(token ? { token } : {}),
    clock: systemClock,
    random: systemRandom,
    version: VERSION,
    pageDirectory: PAGE_DIRECTORY,
    receiverFailed: (error) => wordTaken(error, options.receiver?.port ?? 0, env),
  })
  return { ...server, client: createLocalClient(server.engine, server.shell) }
}

/** Whether an engine has this workspace now. */
export function isLocked(directory: string): boolean {
  try {
    takeLock(directory).release()
    return false
  } catch (error) {
    if (error instanceof HookscopeError && error.code === 'workspace_locked') return true
    throw error
  }
}

async function wordTaken(error: unknown, port: number, env: NodeJS.ProcessEnv): Promise<Error> {
  if (error instanceof HookscopeError && error.code === 'port_in_use') return receiverPortTaken(port, env, error)
  return error instanceof Error ? error : new Error(String(error))
}
