import { connect, type Socket } from 'node:net'
import { Latencies, onAnswers, type Load } from './load.ts'

/** Captures a second that a workspace is asked to take beside anything else. */
export const PACE = 2_000

/**
 * Sends the same request so many times a second over `connections` keep-alive sockets, whether or not the others are answered.
 * Latencies count from when each was due.
 */
export async function pacedLoad(url: URL, request: Buffer, perSecond: number, { connections = 8, tickMs = 1 } = {}): Promise<Load> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(url)))
  const latencies = new Latencies()
  /** When what has no answer yet was due, by socket. */
  const due = sockets.map(() => [] as number[])
  for (const [i, socket] of sockets.entries()) onAnswers(socket, () => latencies.add(performance.now() - (due[i]?.shift() ?? Number.NaN)))
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
    take: () => latencies.take(),
    stop: async () => {
      clearInterval(timer)
      const elapsedMs = performance.now() - startedAt
      await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.on('close', () => resolve()).end())))
      return latencies.result(elapsedMs)
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
