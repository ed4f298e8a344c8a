import { createORPCClient, ORPCError, type ClientContext, type ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { HookscopeError } from '../domain/errors.ts'
import type { contract } from './contract.ts'
import { CLOSE_REFUSED, welcome, type Entrance, type Welcome } from './entrance.ts'

/** The API as its callers see it, whatever carries it. */
export type Client = ContractRouterClient<typeof contract>

/** Carries calls to an engine. */
export type Link = ClientLink<ClientContext>

/** A client of whatever link is given; it may itself choose one for each call. */
export function createClientOver(link: Link): Client {
  return createORPCClient(link)
}

/** A WebSocket that was let in. */
export interface EnteredSocket {
  readonly link: Link
  readonly welcome: Welcome
  /** Resolves when the socket has closed, by whichever side. */
  readonly closed: Promise<void>
}

/**
 * Speaks the opening of the protocol (see `entrance`) on a new socket. Rejects with `engine_gone` when nobody answers
 * and with `unauthorized` when the entrance is refused. Calls and streams that the socket's death cuts off fail with
 * `engine_gone`.
 */
export async function enterSocket(socket: WebSocket, entrance: Entrance): Promise<EnteredSocket> {
  const { promise: closed, resolve: close } = Promise.withResolvers<CloseEvent>()
  // Before the link's own listener: whoever restarts a cut stream must already know that the socket is gone.
  socket.addEventListener('close', close, { once: true })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    closed.then(() => reject(gone(socket)), reject)
  })
  const answer = new Promise<unknown>((resolve, reject) => {
    socket.addEventListener('message', (event) => resolve(event.data), { once: true })
    closed.then(({ code, reason }) => reject(code === CLOSE_REFUSED ? refused(reason) : gone(socket)), reject)
  })
  socket.send(JSON.stringify(entrance))
  const greeting = readWelcome(socket, await answer)
  const rpc = new RPCLink({ websocket: socket })
  const link = failWhenGone(rpc, (cause) => (socket.readyState === WebSocket.OPEN ? null : gone(socket, cause)))
  return { link, welcome: greeting, closed: closed.then(() => undefined) }
}

/** Another program may have taken the port. */
function readWelcome(socket: WebSocket, answer: unknown): Welcome {
  try {
    return welcome.parse(JSON.parse(String(answer)))
  } catch (error) {
    socket.close()
    throw gone(socket, error)
  }
}

/** The same link, but what its other end's death cuts off fails with what `gone` says; null: it is there. */
export function failWhenGone(rpc: Link, gone: (cause: unknown) => HookscopeError | null): Link {
  const worded = (error: unknown): unknown => (error instanceof ORPCError ? error : (gone(error) ?? error))
  return {
    call: async (path, input, options) => {
      try {
        const output = await rpc.call(path, input, options)
        return isStream(output) ? wordStream(output, worded) : output
      } catch (error) {
        throw worded(error)
      }
    },
  }
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

/** Not a generator: `return` must reach the stream also while `next` is pending. */
function wordStream(stream: AsyncIterator<unknown>, worded: (error: unknown) => unknown): AsyncIterableIterator<unknown> {
  return {
    next: () =>
      stream.next().catch((error: unknown) => {
        throw worded(error)
      }),
    return: async () => (await stream.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function gone(socket: WebSocket, cause?: unknown): HookscopeError {
  const { origin } = new URL(socket.url.replace(/^ws/, 'http'))
  return new HookscopeError('engine_gone', `The engine at ${origin} does not answer.`, 'Start it again with hookscope serve.', { cause })
}

function refused(reason: string): HookscopeError {
  return new HookscopeError('unauthorized', reason, 'Run hookscope open to get in.')
}
