import { RPCHandler } from '@orpc/server/ws'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { CLOSE_REFUSED, entrance, type Welcome } from '../../shared/contract/entrance.ts'
import { KIB, MIB, SECOND_MS } from '../../shared/domain/units.ts'
import type { Clock } from '../engine/clock.ts'
import type { Access, Entered } from './access.ts'
import type { ApiContext } from './context.ts'
import { router } from './router.ts'

/**
 * A socket's life: opened → (entrance within five seconds) → entered → closed; refused sockets go from opened to closed.
 * Nothing but the entrance is read before it is entered, and it ends all its calls and streams when it closes.
 */

/** The entrance's frame and whatever comes with it: a stranger must not have more than that kept in memory. */
const MAX_ENTRANCE_BYTES = 4 * KIB
const MAX_MESSAGE_BYTES = 64 * MIB
const CONGESTED_BYTES = MIB
const ENTRANCE_TIMEOUT_MS = 5 * SECOND_MS
const CLOSE_TIMEOUT_MS = SECOND_MS
const CLOSE_GOING_AWAY = 1001

/** The WebSocket side of the control listener. */
export interface RpcSockets {
  /** Takes over a request to upgrade that may come in. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Resolves once no command is attached; pages do not count. */
  commandsLeft(): Promise<void>
  /** Says goodbye to all and waits until they are gone. */
  close(): Promise<void>
}

interface RpcSocketParts {
  readonly context: Omit<ApiContext, 'congested' | 'gone' | 'isPage'>
  readonly access: Access
  readonly version: string
  readonly clock: Clock
}

/** Carries the whole contract over WebSockets. */
export function createRpcSockets({ context, access, version, clock }: RpcSocketParts): RpcSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  const handler = new RPCHandler<ApiContext>(router)
  const commands = new Set<WebSocket>()
  let onLeft: (() => void)[] = []

  function count(command: WebSocket): void {
    commands.add(command)
    command.once('close', () => {
      commands.delete(command)
      if (commands.size > 0) return
      for (const left of onLeft) left()
      onLeft = []
    })
  }

  function admit(socket: WebSocket, connection: Duplex): void {
    // A frame that breaks the protocol: ws closes the socket itself.
    socket.on('error', (error) => context.shell.log('warn', 'A WebSocket broke off', error))
    const cancelTimeout = clock.after(ENTRANCE_TIMEOUT_MS, () => socket.close(CLOSE_REFUSED, 'Nothing was said to get in.'))
    socket.once('close', cancelTimeout)
    let heardBytes = 0
    const hear = (chunk: Buffer): void => {
      heardBytes += chunk.length
      if (heardBytes <= MAX_ENTRANCE_BYTES) return
      socket.off('message', read)
      socket.terminate()
    }
    const read = (message: RawData): void => {
      cancelTimeout()
      connection.off('data', hear)
      const entered = enter(access, message)
      if (entered === null) return socket.close(CLOSE_REFUSED, 'That is not the way in, or no longer.')
      const { isPage, session } = entered
      if (!isPage) count(socket)
      socket.send(JSON.stringify({ version, session } satisfies Welcome))
      const congested = (): boolean => socket.bufferedAmount > CONGESTED_BYTES
      const gone = new AbortController()
      socket.once('close', () => gone.abort())
      void handler.upgrade(socket, { context: { ...context, congested, gone: gone.signal, isPage } })
    }
    // Before the listener of ws, which collects a message until it is whole.
    connection.prependListener('data', hear)
    socket.once('message', read)
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
    upgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head, (entering) => admit(entering, socket)),
    commandsLeft: () => new Promise((resolve) => (commands.size === 0 ? resolve() : onLeft.push(resolve))),
    close: async () => {
      await Promise.all([...sockets.clients].map(dismiss))
    },
  }
}

function enter(access: Access, message: RawData): Entered | null {
  try {
    return Buffer.isBuffer(message) ? access.enter(entrance.parse(JSON.parse(message.toString()))) : null
  } catch {
    return null
  }
}
