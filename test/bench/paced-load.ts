import { connect, type Socket } from 'node:net'

const TICK_MS = 10

/** A load that runs until it is stopped. */
export interface PacedLoad {
  /** Ends it; requests a second that were really sent. */
  stop(): Promise<number>
}

/** Sends the same request so many times a second over `connections` keep-alive sockets; answers are read and dropped. */
export async function pacedLoad(url: URL, request: Buffer, perSecond: number, connections = 8): Promise<PacedLoad> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(url)))
  const startedAt = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    // What a late tick has missed is sent with the next, so that the rate holds.
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1_000)
    for (; sent < due; sent++) sockets[sent % connections]?.write(request)
  }, TICK_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      const elapsedMs = performance.now() - startedAt
      await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.end(() => resolve()))))
      return (sent * 1_000) / elapsedMs
    },
  }
}

function opened(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(url.port), url.hostname)
    socket.setNoDelay(true)
    socket.on('connect', () => resolve(socket))
    socket.on('error', reject)
    socket.resume()
  })
}
