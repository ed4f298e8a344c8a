import { join } from 'node:path'
import { startControl, type Control } from '../api/control.ts'
import { createRpcPorts, type RpcPort } from '../api/rpc-port.ts'
import type { Log } from '../engine/clock.ts'
import { createEngine } from '../engine/engine.ts'
import type { Engine } from '../engine/services.ts'
import { systemClock, systemRandom } from '../engine/system.ts'
import { publishInstance } from '../engine/workspace.ts'
import { VERSION } from '../version.ts'
import type { EngineSetup } from './engine-messages.ts'

/** The desktop's engine with what listens in front of it. */
export interface EngineServer {
  readonly engine: Engine
  /** Of the page that commands and browsers get, with an entry code. */
  readonly pageUrl: string
  /** Serves the contract over a port. */
  readonly connect: (port: RpcPort) => void
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'
// Built, this file lies in out/main and the page in out/renderer.
const PAGE_DIRECTORY = join(import.meta.dirname, '../renderer')

/** Opens a workspace. A receiver that cannot listen stays off and says why: the window is of use without it. */
export async function startEngineServer(setup: EngineSetup, log: Log): Promise<EngineServer> {
  const { directory, receiverPort, controlPort } = setup
  const parts = { clock: systemClock, random: systemRandom, version: VERSION, log }
  const given = { ...(setup.token !== undefined && { token: setup.token }), ...(setup.key && { key: setup.key }) }
  const engine = createEngine({ ...parts, directory, deliver: 'all', ...given })
  const { token } = engine
  let control: Control | undefined
  try {
    await engine.receiver
      .listen({ host: LOOPBACK, port: receiverPort })
      .catch((error: unknown) => log('warn', 'The receiver is off', error))
    const address = { host: LOOPBACK, port: controlPort.port, isPortFixed: controlPort.isFixed }
    const listening = (control = await startControl({ ...parts, ...address, engine, token, pageDirectory: PAGE_DIRECTORY }))
    publishInstance(directory, { pid: process.pid, version: VERSION, controlUrl: control.url, receiverUrl: engine.receiver.url(), token })
    const shell = { controlUrl: listening.url, token, newPageUrl: listening.newPageUrl, log }
    return {
      engine,
      pageUrl: listening.newPageUrl(),
      connect: createRpcPorts({ engine, shell }),
      close: async () => {
        await listening.close()
        await engine.close()
      },
    }
  } catch (error) {
    await control?.close()
    await engine.close()
    throw error
  }
}
