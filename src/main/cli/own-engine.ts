import { join } from 'node:path'
import type { Client } from '../../shared/contract/client.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { startControl, type Control } from '../api/control.ts'
import { createLocalClient } from '../api/router.ts'
import type { Log } from '../engine/clock.ts'
import { createEngine, type EngineOptions } from '../engine/engine.ts'
import type { Engine } from '../engine/services.ts'
import { takeLock } from '../engine/store/lock.ts'
import { systemClock, systemRandom } from '../engine/system.ts'
import { publishInstance } from '../engine/workspace.ts'
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
export interface OwnEngine {
  readonly client: Client
  readonly engine: Engine
  readonly control: Control | null
  /** Ends everything: nothing new is taken, what runs is given its time, files are closed. */
  close(): Promise<void>
}

// Built, this file lies in out/main and the page in out/renderer.
const PAGE_DIRECTORY = join(import.meta.dirname, '../renderer')

/** Starts an engine on a workspace and tells other commands where it is once everything listens. */
export async function startOwnEngine(options: OwnEngineOptions): Promise<OwnEngine> {
  const { directory, env, log, deliver } = options
  const token = env['HOOKSCOPE_TOKEN']
  const parts = { clock: systemClock, random: systemRandom, version: VERSION, log }
  const engine = createEngine({ ...parts, directory, deliver, ...(token ? { token } : {}) })
  let control: Control | null = null
  try {
    if (options.receiver) await listen(engine, options.receiver, env)
    if (options.control) {
      control = await startControl({ ...parts, ...options.control, engine, token: engine.token, pageDirectory: PAGE_DIRECTORY })
      const receiverUrl = engine.receiver.url()
      publishInstance(directory, { pid: process.pid, version: VERSION, controlUrl: control.url, receiverUrl, token: engine.token })
    }
  } catch (error) {
    await control?.close()
    await engine.close()
    throw error
  }
  const running = control
  const shell = { controlUrl: running?.url ?? null, token: engine.token, newPageUrl: () => running?.newPageUrl() ?? null, log }
  return {
    engine,
    control: running,
    client: createLocalClient(engine, shell),
    close: async () => {
      await running?.close()
      await engine.close()
    },
  }
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

async function listen(engine: Engine, address: Address, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await engine.receiver.listen(address)
  } catch (error) {
    if (error instanceof HookscopeError && error.code === 'port_in_use') throw receiverPortTaken(address.port, env, error)
    throw error
  }
}
