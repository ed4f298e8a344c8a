import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import { KEEP_ALIVE_SECONDS, PAUSED } from './answers.ts'
import { createConnection, type Connection } from './connection.ts'
import { handleConnect, handleConnectionError } from './connection-errors.ts'
import { Intake } from './intake.ts'
import type { IntakeContext } from './intake-context.ts'
import type { ConnectionError } from './malformed.ts'

/** Answers under way are waited for so long when a listener closes. */
const CLOSE_GRACE_MS = 2 * SECOND_MS

/** One open port and its connections. */
export interface Listener {
  readonly host: string
  readonly port: number
  /** For senders on this machine; no slash at the end. */
  readonly url: string
  /** Takes no more connections; resolves once those there are have ended, at the latest after their grace. */
  close(): Promise<void>
}

/** Throws `port_in_use` or `address_unavailable`. While `isPaused`, nothing is captured. */
export async function openListener(
  context: IntakeContext,
  address: { readonly host: string; readonly port: number },
  isPaused: () => boolean,
): Promise<Listener> {
  const { core, limits } = context
  const connections = new Map<Socket, Connection>()

  function connectionOf(socket: Socket): Connection {
    let connection = connections.get(socket)
    if (!connection) {
      connection = createConnection(socket)
      connections.set(socket, connection)
    }
    return connection
  }

  function begin(req: IncomingMessage, res: ServerResponse, expectsContinue: boolean): void {
    const connection = connectionOf(req.socket)
    connection.headRead(req)
    if (isPaused()) {
      res.writeHead(PAUSED.status, PAUSED.reason, PAUSED.head(core.clock.now(), res.shouldKeepAlive).flat as string[])
      res.end(PAUSED.body)
      return
    }
    // It lives on in the connection until it is answered.
    void new Intake(context, connection, req, res, expectsContinue)
  }

  function closed(socket: Socket): void {
    const connection = connections.get(socket)
    connections.delete(socket)
    if (!connection) return
    connection.hasFailed = true
    for (const request of connection.open) request.abandon()
  }

  const server = createServer({
    requireHostHeader: false,
    maxHeaderSize: limits.headBytes,
    headersTimeout: limits.headTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.timeoutCheckMs,
    keepAliveTimeout: KEEP_ALIVE_SECONDS * SECOND_MS,
  })
  server.maxHeadersCount = 0
  server.on('connection', (socket) => {
    connectionOf(socket)
    socket.on('close', () => closed(socket))
  })
  server.on('request', (req, res) => begin(req, res, false))
  server.on('checkContinue', (req, res) => begin(req, res, true))
  // An expectation nobody knows is no reason not to capture.
  server.on('checkExpectation', (req, res) => begin(req, res, false))
  // No `upgrade` handler: without one Node treats a request that offers an upgrade as the ordinary request it also is.
  server.on('connect', (req, socket) => {
    const connection = connectionOf(socket as Socket)
    connection.headRead(req)
    if (isPaused()) socket.destroy()
    else handleConnect(context, connection, req)
  })
  server.on('clientError', (error: ConnectionError, socket) => {
    handleConnectionError(context, connectionOf(socket as Socket), error, !isPaused())
  })

  try {
    await listenOn(server, address)
  } catch (error) {
    throw listenError(address, error)
  }
  server.on('error', (error) => core.log('error', 'The receiver could not take a connection.', error))
  const { port } = server.address() as AddressInfo

  return {
    host: address.host,
    port,
    url: `http://${hostForPeople(address.host)}:${port}`,
    close: async () => {
      const ended = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      for (const connection of connections.values()) endWhenSettled(connection)
      const stopGrace = core.clock.after(CLOSE_GRACE_MS, () => {
        for (const socket of connections.keys()) socket.destroy()
      })
      await ended
      stopGrace()
    },
  }
}

/** Requests under way get their answer; everything else ends now. */
function endWhenSettled(connection: Connection): void {
  if (connection.unfinished() === null) connection.whenSettled(() => connection.socket.destroySoon())
}

function listenOn(server: Server, address: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address.port, address.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function listenError({ host, port }: { host: string; port: number }, cause: unknown): HookscopeError {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE') {
    return new HookscopeError(
      'port_in_use',
      `Port ${port} for the receiver is taken.`,
      'Choose another port with --receiver-port (0 picks a free one), or end what holds it.',
      { cause },
    )
  }
  return new HookscopeError(
    'address_unavailable',
    `The receiver cannot listen on ${host}, port ${port} (${code ?? 'unknown error'}).`,
    'Choose an address of this machine with --host, and a port that you may use with --receiver-port.',
    { cause },
  )
}

/** An address that a sender on this machine can use. */
function hostForPeople(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
