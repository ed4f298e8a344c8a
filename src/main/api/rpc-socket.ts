import { RPCHandler } from '@orpc/server/ws'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { CLOSE_REFUSED, entrance, type Welcome } from '../../shared/contract/entrance.ts'
import { MIB, SECOND_MS } from '../../shared/domain/units.ts'
import type { Clock } from '../engine/clock.ts'
import type { Access } from './access.ts'
import type { ApiContext } from './context.ts'
import { router } from './router.ts'

/**
 * A socket's life: opened → (entrance within five seconds) → entered → closed; refused sockets go from opened to closed.
 * Nothing but the entrance is read before it is entered, and it ends all its calls and streams when it closes.
 */

const MAX_MESSAGE_BYTES = 64 * MIB
const CONGESTED_BYTES = MIB
const ENTRANCE_TIMEOUT_MS = 5 * SECOND_MS
const CLOSE_TIMEOUT_MS = SECOND_MS
const CLOSE_GOING_AWAY = 1001

/** The WebSocket side of the control listener. */
export interface RpcSockets {
  /** Takes over a request to upgrade that may come in. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Says goodbye to all and waits until they are gone. */
  close(): Promise<void>
}

interface RpcSocketParts {
  readonly context: Omit<ApiContext, 'congested'>
  readonly access: Access
  readonly version: string
  readonly clock: Clock
}

/** Carries the whole contract over WebSockets. */
export function createRpcSockets({ context, access, version, clock }: RpcSocketParts): RpcSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  const handler = new RPCHandler<ApiContext>(router)

  function admit(socket: WebSocket): void {
    // A frame that breaks the protocol: ws closes the socket itself.
    socket.on('error', (error) => context.shell.log('warn', 'A WebSocket broke off', error))
    const cancelTimeout = clock.after(ENTRANCE_TIMEOUT_MS, () => socket.close(CLOSE_REFUSED, 'Nothing was said to get in.'))
    socket.once('close', cancelTimeout)
    socket.once('message', (message) => {
      cancelTimeout()
      const session = enter(access, message)
      if (session === undefined) return socket.close(CLOSE_REFUSED, 'That is not the way in, or no longer.')
      socket.send(JSON.stringify({ version, session } satisfies Welcome))
      const congested = (): boolean => socket.bufferedAmount > CONGESTED_BYTES
      void handler.upgrade(socket, { context: { ...context, congested } })
    })
  }

  function dismiss(socket: WebSocket): Promise<void> {
    return new Promise((resolve) => {
      const cancelTimeout = clock.after(CLOSE_TIMEOUT_MS, () => socket.terminate())
      socket.once('close', () => {
        cancelTimeout()
        resolve()
      })
      socket.close(CLOSE_GOING_AWAY, 'Hookscope is stopping.')
    })
  }

  return {
    upgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head, admit),
    close: async () => {
      await Promise.all([...sockets.clients].map(dismiss))
    },
  }
}

function enter(access: Access, message: RawData): string | null | undefined {
  try {
    return Buffer.isBuffer(message) ? access.enter(entrance.parse(JSON.parse(message.toString()))) : undefined
  } catch {
    return undefined
  }
}
