import { RPCHandler } from '@orpc/server/message-port'
import type { ApiContext } from './context.ts'
import { router } from './router.ts'

/** A port of a message channel, as a utility process of Electron's gets it. */
export interface RpcPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  postMessage(data: unknown): void
  start(): void
}

/** Carries the whole contract over ports to pages; a port that closes ends its calls and streams. */
export function createRpcPorts(context: Omit<ApiContext, 'congested' | 'gone' | 'isPage'>): (port: RpcPort) => void {
  const handler = new RPCHandler<ApiContext>(router)
  return (port) => {
    // A port does not tell how much of what it was given is still to be read.
    const gone = new AbortController()
    port.on('close', () => gone.abort())
    handler.upgrade(port, { context: { ...context, congested: () => false, gone: gone.signal, isPage: true } })
    port.start()
  }
}
