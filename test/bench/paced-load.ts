import { connect, type Socket } from 'node:net'
import { type LoadResult, onAnswers, p99 } from './load.ts'

/** Captures a second that a workspace is asked to take beside anything else. */
export const PACE = 2_000

/** A load that runs until it is stopped. */
export interface PacedLoad {
  /** Ends it once all is answered: what was really sent, and latencies from when each request was due. */
  stop(): Promise<LoadResult>
}

/** Sends the same request so many times a second over `connections` keep-alive sockets, whether or not the others are answered. */
export async function pacedLoad(url: URL, request: Buffer, perSecond: number, { connections = 8, tickMs = 1 } = {}): Promise<PacedLoad> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(url)))
  const latencies: number[] = []
  /** When what has no answer yet was due, by socket. */
  const due = sockets.map(() => [] as number[])
  for (const [i, socket] of sockets.entries()) onAnswers(socket, () => latencies.push(performance.now() - (due[i]?.shift() ?? Number.NaN)))
  const startedAt = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    // What a late tick has missed is sent with the next, so that the rate holds.
    const until = Math.floor(((performance.now() - startedAt) * perSecond) / 1_000)
    for (; sent < until; sent++) {
      due[sent % connections]?.push(startedAt + (sent * 1_000) / perSecond)
      sockets[sent % connections]?.write(request)
    }
  }, tickMs)
  return {
    stop: async () => {
      clearInterval(timer)
      const elapsedMs = performance.now() - startedAt
      await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.on('close', () => resolve()).end())))
      return { requestsPerSecond: (sent * 1_000) / elapsedMs, p99Ms: p99(latencies) }
    },
  }
}

function opened(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(url.port), url.hostname)
    socket.setNoDelay(true)
    socket.on('connect', () => resolve(socket))
    socket.on('error', reject)
  })
}
