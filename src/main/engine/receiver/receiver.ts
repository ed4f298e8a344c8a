import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { ReceiverStatus } from '../../../shared/domain/status.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { Core, Inboxes, Loopback, Receiver } from '../services.ts'
import { KEEP_ALIVE_SECONDS, PAUSED } from './answers.ts'
import { createConnection, type Connection } from './connection.ts'
import { handleConnect, handleConnectionError } from './connection-errors.ts'
import { CIRCLE, wouldCircle, type Forward } from './forward.ts'
import { Intake, type IntakeContext } from './intake.ts'
import { DEFAULT_LIMITS, type ReceiverLimits } from './limits.ts'
import type { ConnectionError } from './malformed.ts'
import { createMemoryGate } from './memory-gate.ts'
import { createRecorder } from './recorder.ts'
import { createRoutes, type Routes } from './routes.ts'

/** Answers under way are waited for so long when the receiver closes. */
const CLOSE_GRACE_MS = 2 * SECOND_MS

/** The receiver: captures anything that comes to its port. See README.md beside this file. */
export function createReceiver(
  core: Core,
  parts: { readonly inboxes: Inboxes; readonly loopback: Loopback; readonly forward: Forward; readonly limits?: Partial<ReceiverLimits> },
): Receiver {
  const limits = { ...DEFAULT_LIMITS, ...parts.limits }
  const recorder = createRecorder(core)
  const connections = new Map<Socket, Connection>()
  let routes: Routes | null = null
  let server: Server | null = null
  let url: string | null = null
  let isPaused = false
  let offReason = 'The receiver has not been started.'
  core.changes.on('inboxes', () => {
    routes = null
  })

  const context: IntakeContext = {
    core,
    loopback: parts.loopback,
    limits,
    gate: createMemoryGate(limits.memoryBytes),
    recorder,
    forward: (capture) =>
      url !== null && wouldCircle(capture.forwardTo, url, context.routes()) ? Promise.resolve(CIRCLE) : parts.forward(capture),
    routes: () => (routes ??= createRoutes(parts.inboxes.list(), core.secrets)),
  }

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
    if (isPaused) {
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

  function createListener(): Server {
    const listener = createServer({
      requireHostHeader: false,
      maxHeaderSize: limits.headBytes,
      headersTimeout: limits.headTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.timeoutCheckMs,
      keepAliveTimeout: KEEP_ALIVE_SECONDS * SECOND_MS,
    })
    listener.maxHeadersCount = 0
    listener.on('connection', (socket) => {
      connectionOf(socket)
      socket.on('close', () => closed(socket))
    })
    listener.on('request', (req, res) => begin(req, res, false))
    listener.on('checkContinue', (req, res) => begin(req, res, true))
    // An expectation nobody knows is no reason not to capture.
    listener.on('checkExpectation', (req, res) => begin(req, res, false))
    // No `upgrade` handler: without one Node treats a request that offers an upgrade as the ordinary request it also is.
    listener.on('connect', (req, socket) => {
      const connection = connectionOf(socket as Socket)
      connection.headRead(req)
      if (isPaused) socket.destroy()
      else handleConnect(context, connection, req)
    })
    listener.on('clientError', (error: ConnectionError, socket) => {
      handleConnectionError(context, connectionOf(socket as Socket), error, !isPaused)
    })
    return listener
  }

  async function close(reason: string): Promise<void> {
    const closing = server
    server = null
    url = null
    offReason = reason
    if (!closing) return
    const ended = new Promise<void>((resolve) => {
      closing.close(() => resolve())
    })
    for (const connection of connections.values()) endWhenSettled(connection)
    const stopGrace = core.clock.after(CLOSE_GRACE_MS, () => {
      for (const socket of connections.keys()) socket.destroy()
    })
    await ended
    stopGrace()
    // What the last connections left behind is stored before the mark says that it was answered.
    await core.writer.commit(() => {})
    recorder.close()
    await core.writer.commit(() => {})
    core.changes.emit('receiver')
  }

  function setPaused(value: boolean): void {
    if (isPaused === value) return
    isPaused = value
    core.changes.emit('receiver')
  }

  return {
    status: (): ReceiverStatus => (url === null ? { state: 'off', reason: offReason } : { state: isPaused ? 'paused' : 'listening', url }),
    url: () => url,
    listen: async (address) => {
      await close('The receiver is being moved to another address.')
      const listener = createListener()
      try {
        await listenOn(listener, address)
      } catch (error) {
        const worded = listenError(address, error)
        offReason = `${worded.message} ${worded.remedy}`
        core.changes.emit('receiver')
        throw worded
      }
      listener.on('error', (error) => core.log('error', 'The receiver could not take a connection.', error))
      server = listener
      url = `http://${hostForPeople(address.host)}:${(listener.address() as AddressInfo).port}`
      core.changes.emit('receiver')
    },
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    close: () => close('The receiver was closed.'),
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
      `Port ${port} is taken by another program.`,
      'Choose another port with --receiver-port (0 picks a free one), or end that program.',
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
