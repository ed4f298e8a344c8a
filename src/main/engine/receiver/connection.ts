import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { KIB } from '../../../shared/domain/units.ts'
import type { PreparedAnswer } from './answers.ts'
import { afterRequest, type ConnectionError } from './malformed.ts'

const EMPTY = Buffer.alloc(0)

/** The longest head and the packet it ends in; only blank lines before a head, which the parser skips without end, are ever more. */
const KEPT_BYTES = 128 * KIB

/** A request to which a connection still owes something: its body, its commit or its answer. */
export interface OpenRequest {
  readonly req: IncomingMessage
  /** No more of the body will come; with an `answer` the sender may still listen. */
  interrupt(reason: string, answer: PreparedAnswer | null): void
  /** The socket is closed: no more bytes, no way to answer. */
  abandon(): void
}

/**
 * One socket of the receiver: who it is, which of its requests are open, and the bytes of a head that is still incomplete.
 *
 * 1. Node shows a request only once its head is complete, and of a head that never gets complete only the last packet, if
 *    any. So packets between two requests are kept until the next head is there: a cut or malformed head is shown whole.
 *    After the first error nothing is kept.
 * 2. Pipelined requests are read one after the other (`takeTurn`), so they are captured in the order they came.
 * 3. One connection error is one capture: after the first, `hasFailed` is set and whatever follows belongs to it.
 */
export interface Connection {
  readonly socket: Socket
  /** `127.0.0.1:51324` */
  readonly remote: string
  /** In the order of arrival. */
  readonly open: Set<OpenRequest>
  hasFailed: boolean
  /** A head has been read completely: the packets kept until now belong to it. */
  headRead(req: IncomingMessage): void
  /** The request whose body is still on the wire; null between requests. */
  unfinished(): IncomingMessage | null
  /** Takes out the bytes since the last request, which are no head (yet); empty when there are none. */
  headBytes(error: ConnectionError): Buffer
  /** Calls `read` once every earlier request of this connection has called `endTurn`. */
  takeTurn(read: () => void): void
  endTurn(): void
  /** An open request is done with. */
  settle(request: OpenRequest): void
  /** Calls `then` once no request is open: at once, or after the last one has settled. */
  whenSettled(then: () => void): void
}

export function createConnection(socket: Socket): Connection {
  const open = new Set<OpenRequest>()
  const turns: (() => void)[] = []
  let isReading = false
  let packets: Buffer[] = []
  let keptBytes = 0
  /** The packet in which the last head ended: a pipelined one may begin in it. */
  let shared: Buffer | null = null
  let last: IncomingMessage | null = null
  let onSettled: (() => void)[] = []

  function unfinished(): IncomingMessage | null {
    return last !== null && !last.complete ? last : null
  }

  function drop(): void {
    packets = []
    keptBytes = 0
  }

  const connection: Connection = {
    socket,
    // A dual-stack listener shows IPv4 peers mapped; our own sockets know themselves by the plain address.
    remote: `${(socket.remoteAddress ?? '').replace(/^::ffff:/, '')}:${socket.remotePort ?? 0}`,
    open,
    hasFailed: false,
    headRead: (req) => {
      last = req
      shared = packets.at(-1) ?? null
      drop()
    },
    unfinished,
    headBytes: (error) => {
      const refused = error.rawPacket
      const isKnown = refused === undefined || refused === shared || refused === packets.at(-1)
      const begun = shared && last ? afterRequest(shared, last, error) : EMPTY
      const bytes = Buffer.concat(isKnown ? [begun, ...packets] : [begun, ...packets, refused])
      drop()
      shared = null
      return bytes
    },
    takeTurn: (read) => {
      if (isReading) {
        turns.push(read)
        return
      }
      isReading = true
      read()
    },
    endTurn: () => {
      const next = turns.shift()
      isReading = next !== undefined
      next?.()
    },
    settle: (request) => {
      open.delete(request)
      if (open.size > 0 || onSettled.length === 0) return
      const waiting = onSettled
      onSettled = []
      for (const then of waiting) then()
    },
    whenSettled: (then) => {
      if (open.size === 0) then()
      else onSettled.push(then)
    },
  }

  // Before Node's own listener, so that a packet is known when the parser speaks of it.
  socket.prependListener('data', (packet: Buffer) => {
    if (connection.hasFailed || unfinished() !== null) return
    packets.push(packet)
    keptBytes += packet.length
    while (keptBytes > KEPT_BYTES) keptBytes -= packets.shift()?.length ?? keptBytes
  })
  return connection
}
