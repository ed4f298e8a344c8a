import { join } from 'node:path'
import { createRpcPorts, type RpcPort } from '../api/rpc-port.ts'
import { startServer, type Server } from '../api/server.ts'
import type { Log } from '../engine/clock.ts'
import { systemClock, systemRandom } from '../engine/system.ts'
import { VERSION } from '../version.ts'
import type { EngineSetup } from './engine-messages.ts'

/** The desktop's engine with what listens in front of it. */
export interface EngineServer extends Pick<Server, 'engine' | 'close'> {
  /** Of the page that commands and browsers get, with an entry code. */
  readonly pageUrl: string
  /** Serves the contract over a port. */
  readonly connect: (port: RpcPort) => void
}

const LOOPBACK = '127.0.0.1'
// Built, this file lies in out/main and the page in out/renderer.
const PAGE_DIRECTORY = join(import.meta.dirname, '../renderer')

/** Opens a workspace. A receiver that cannot listen stays off and says why: the window is of use without it. */
export async function startEngineServer(setup: EngineSetup, log: Log): Promise<EngineServer> {
  const { receiverPort, controlPort, directory, token, key } = setup
  const { engine, shell, close } = await startServer({
    directory,
    ...(token !== undefined && { token }),
    ...(key && { key }),
    clock: systemClock,
    random: systemRandom,
    log,
    version: VERSION,
    deliver: 'all',
    pageDirectory: PAGE_DIRECTORY,
    receiver: { host: LOOPBACK, port: receiverPort },
    control: { host: LOOPBACK, port: controlPort.port, isPortFixed: controlPort.isFixed },
    receiverFailed: async (error) => {
      log('warn', 'The receiver is off', error)
      return null
    },
  })
  return { engine, pageUrl: shell.newPageUrl() ?? '', connect: createRpcPorts({ engine, shell }), close }
}
