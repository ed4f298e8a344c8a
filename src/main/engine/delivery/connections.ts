import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { Clock } from '../clock.ts'
import type { Address } from './request-bytes.ts'

/** Connections that attempts share, kept idle for at most a second. */
export interface Connections {
  /** An idle one to this address, else a new one. Throws what cannot be connected to. */
  take(address: Address, user: ConnectionUser): Connection
  /** A new one. */
  open(address: Address, user: ConnectionUser): Connection
  /** After an exchange that left it as it was before: for the next one. */
  giveBack(connection: Connection): void
  close(): void
}

/** Whoever has a connection hears of it. */
export interface ConnectionUser {
  onBytes(bytes: Buffer): void
  /** Once: the other side has ended it (null), or why it broke. */
  onClosed(error: Error | null): void
}

const IDLE_MS = SECOND_MS
const SWEEP_MS = IDLE_MS / 2
/** Of TLS, by origin: with one a connection begins sooner. */
const MAX_SESSIONS = 100

/** For one exchange at a time. */
export class Connection {
  readonly socket: Socket
  /** Connections to the same one are as good as each other. */
  readonly origin: string
  /** It was idle before this exchange: the other side may have ended it, and we have not heard of that yet. */
  isReused = false
  /** Null while it is idle. */
  user: ConnectionUser | null
  /** Monotonic, ms; null while it is in use. */
  idleSince: number | null = null

  constructor(socket: Socket, origin: string, user: ConnectionUser) {
    this.socket = socket
    this.origin = origin
    this.user = user
  }
}

export function createConnections(clock: Clock): Connections {
  const idle = new Map<string, Connection[]>()
  const all = new Set<Connection>()
  const sessions = new Map<string, Buffer>()
  let cancelSweep: (() => void) | null = null

  function open(address: Address, user: ConnectionUser): Connection {
    const origin = originOf(address)
    const connection = new Connection(address.isTls ? openTls(address, origin) : connectTcp(optionsOf(address)), origin, user)
    all.add(connection)
    listen(connection)
    return connection
  }

  function openTls(address: Address, origin: string): Socket {
    const session = sessions.get(origin)
    const socket = connectTls({
      ...optionsOf(address),
      ALPNProtocols: ['http/1.1'],
      ...(isIP(address.hostname) === 0 && { servername: address.hostname }),
      ...(session && { session }),
    })
    return socket.on('session', (made: Buffer) => remember(origin, made))
  }

  function remember(origin: string, session: Buffer): void {
    sessions.delete(origin)
    const [oldest] = sessions.keys()
    if (sessions.size >= MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest)
    sessions.set(origin, session)
  }

  function listen(connection: Connection): void {
    const { socket } = connection
    const close = (error: Error | null): void => {
      const { user } = connection
      connection.user = null
      // What is still being written would keep it open as long as the other side does not read.
      end(connection)
      user?.onClosed(error)
    }
    socket.on('data', (bytes) => {
      if (connection.user) return connection.user.onBytes(bytes)
      // Nobody asked for it.
      end(connection)
    })
    socket.on('end', () => close(null))
    socket.on('error', (error) => {
      // A session may be why.
      sessions.delete(connection.origin)
      close(error)
    })
    socket.on('close', () => close(null))
  }

  /** It is not lent out again. */
  function end(connection: Connection): void {
    connection.socket.destroy()
    all.delete(connection)
    if (connection.idleSince === null) return
    const others = idle.get(connection.origin)?.filter((each) => each !== connection) ?? []
    if (others.length > 0) idle.set(connection.origin, others)
    else idle.delete(connection.origin)
  }

  /** Looks twice in that time, and so ends what has been idle for half of it. */
  function sweep(): void {
    cancelSweep = null
    const before = clock.monotonic() - SWEEP_MS
    for (const connections of idle.values()) {
      for (const connection of connections) if (connection.idleSince !== null && connection.idleSince <= before) end(connection)
    }
    if (idle.size > 0) soon()
  }

  function soon(): void {
    cancelSweep ??= clock.after(SWEEP_MS, sweep)
  }

  return {
    take: (address, user) => {
      // The one that was used last is the least likely to have been ended by the other side.
      const connection = idle.get(originOf(address))?.pop()
      if (!connection) return open(address, user)
      connection.user = user
      connection.isReused = true
      connection.idleSince = null
      connection.socket.ref()
      return connection
    },
    open,
    giveBack: (connection) => {
      if (!all.has(connection)) return
      connection.user = null
      connection.idleSince = clock.monotonic()
      connection.socket.unref()
      const held = idle.get(connection.origin)
      if (held) held.push(connection)
      else idle.set(connection.origin, [connection])
      soon()
    },
    close: () => {
      cancelSweep?.()
      for (const { socket } of all) socket.destroy()
    },
  }
}

function originOf({ isTls, hostname, port }: Address): string {
  return `${isTls ? 'https' : 'http'}://${hostname}:${port}`
}

function optionsOf({ hostname, port }: Address): { host: string; port: number; noDelay: true } {
  return { host: hostname, port, noDelay: true }
}
