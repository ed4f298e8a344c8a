import { createEngine, type EngineOptions } from '../engine/engine.ts'
import type { Engine } from '../engine/engine-rooms.ts'
import { publishInstance } from '../engine/workspace.ts'
import type { ShellServices } from './context.ts'
import { startControl, type Control } from './control.ts'
import type { ControlAddress } from './listen.ts'

export interface ServerOptions extends EngineOptions {
  /** The built page. */
  readonly pageDirectory: string
  /** Absent: nothing is received. */
  readonly receiver?: { readonly host: string; readonly port: number }
  /** Absent: no page, and commands cannot attach. */
  readonly control?: ControlAddress
  /** The receiver cannot listen: null goes on without it, anything else is thrown. */
  readonly receiverFailed: (error: unknown) => Promise<Error | null>
}

/** An engine with what listens in front of it. */
export interface Server {
  readonly engine: Engine
  readonly control: Control | null
  readonly shell: ShellServices
  /** Ends everything: nothing new is taken, what runs is given its time, files are closed. */
  close(): Promise<void>
}

/** Starts an engine on a workspace and tells others where it is once everything listens. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { directory, version, log, receiver } = options
  const engine = createEngine(options)
  const { token } = engine
  let control: Control | null = null
  const close = async (): Promise<void> => {
    await control?.close()
    await engine.close()
  }
  try {
    if (receiver) await listen(engine, receiver, options)
    if (options.control) {
      control = await startControl({ ...options, ...options.control, engine, token })
      publishInstance(directory, { pid: process.pid, version, controlUrl: control.url, receiverUrl: engine.receiver.url(), token })
    }
  } catch (error) {
    await close()
    throw error
  }
  const running = control
  const shell = { controlUrl: running?.url ?? null, token, newPageUrl: () => running?.newPageUrl() ?? null, log }
  return { engine, control: running, shell, close }
}

async function listen(engine: Engine, address: { host: string; port: number }, { receiverFailed }: ServerOptions): Promise<void> {
  try {
    await engine.receiver.listen(address)
  } catch (error) {
    const failure = await receiverFailed(error)
    if (failure !== null) throw failure
  }
}
