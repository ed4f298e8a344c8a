import { connect } from 'node:net'
import { onTestFinished } from 'vitest'

/** A response as text: body latin1, so that every byte is one character. */
export interface RawResponse {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** A socket that sends exactly the bytes it is given. */
export interface RawClient {
  /** `address:port` of this end. */
  readonly address: string
  /** Resolves once the bytes have been handed to the system. Texts are latin1. */
  send(bytes: string | Buffer): Promise<void>
  /** Half-closes: no more bytes from here. */
  end(): void
  /** Ends the connection with a reset. */
  reset(): void
  /** The next response; `hasBody` false for answers to HEAD. */
  response(hasBody?: boolean): Promise<RawResponse>
  /** All that came and was not taken as a response, once the other side has closed. */
  closed(): Promise<string>
}

/** Connects to a port of 127.0.0.1; the socket is destroyed when the test ends. */
export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let received = ''
  let isClosed = false
  let wake = (): void => {}
  const change = (): void => wake()
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    received += text
    change()
  })
  // A reset shows as `close`; tests look at what came before it.
  socket.on('error', change)
  socket.on('end', () => {
    isClosed = true
    change()
  })
  socket.on('close', () => {
    isClosed = true
    change()
  })
  onTestFinished(() => {
    socket.destroy()
  })
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve)
  })

  async function until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  return {
    address: `${socket.localAddress ?? ''}:${socket.localPort ?? 0}`,
    send: (bytes) =>
      new Promise((resolve) => {
        socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, () => resolve())
      }),
    end: () => {
      socket.end()
    },
    reset: () => {
      socket.resetAndDestroy()
    },
    response: (hasBody = true) =>
      until(() => {
        const headEnd = received.indexOf('\r\n\r\n')
        if (headEnd < 0) {
          if (isClosed) throw new Error(`The connection was closed without a response: ${JSON.stringify(received)}`)
          return undefined
        }
        const head = received.slice(0, headEnd)
        const length = hasBody ? Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0) : 0
        const end = headEnd + 4 + length
        if (received.length < end) return undefined
        const body = received.slice(headEnd + 4, end)
        received = received.slice(end)
        return { status: Number(head.split(' ')[1]), head, body }
      }),
    closed: () => until(() => (isClosed ? received : undefined)),
  }
}
