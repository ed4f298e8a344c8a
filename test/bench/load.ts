import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a load run measured. */
export interface LoadResult {
  readonly requestsPerSecond: number
  readonly p99Ms: number
}

/** A load that runs until it is stopped. */
export interface Load {
  /** Latencies of what was answered since it was last called (or since the start), ms. */
  take(): number[]
  /** Ends it once all is answered: what was sent in all, and the p99 of what was not taken. */
  stop(): Promise<LoadResult>
}

/** Posts the same request over `connections` keep-alive sockets for `seconds`, one at a time on each. */
export async function load(url: URL, request: Buffer, connections: number, seconds: number): Promise<LoadResult> {
  const running = fullLoad(url, request, connections)
  await sleep(seconds * 1_000)
  return running.stop()
}

/**
 * The same until it is stopped. Raw sockets and a parser that only looks for Content-Length, so that the client stays
 * cheaper than any server it measures.
 */
export function fullLoad(url: URL, request: Buffer, connections: number): Load {
  const latencies = new Latencies()
  const startedAt = performance.now()
  let isRunning = true
  const ends = Array.from({ length: connections }, () => drive(url, request, latencies, () => isRunning))
  return {
    take: () => latencies.take(),
    stop: async () => {
      isRunning = false
      await Promise.all(ends)
      return latencies.result(performance.now() - startedAt)
    },
  }
}

/** Collects latencies, ms. */
export class Latencies {
  #count = 0
  #kept: number[] = []

  add(ms: number): void {
    this.#count++
    this.#kept.push(ms)
  }

  take(): number[] {
    const taken = this.#kept
    this.#kept = []
    return taken
  }

  result(elapsedMs: number): LoadResult {
    return { requestsPerSecond: (this.#count * 1_000) / elapsedMs, p99Ms: p99(this.#kept) }
  }
}

function drive(url: URL, request: Buffer, latencies: Latencies, goesOn: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(url.port), url.hostname)
    let sentAt = 0
    const send = (): void => {
      sentAt = performance.now()
      socket.write(request)
    }
    socket.setNoDelay(true)
    socket.on('connect', send)
    onAnswers(socket, () => {
      latencies.add(performance.now() - sentAt)
      if (goesOn()) send()
      else socket.end()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
}

/** Calls `answered` for each answer that comes; one that is not 200 breaks the socket. */
export function onAnswers(socket: Socket, answered: () => void): void {
  let buffered = ''
  socket.on('data', (piece) => {
    buffered += piece.toString('latin1')
    for (let end = responseEnd(buffered); end !== null; end = responseEnd(buffered)) {
      const status = buffered.slice(9, 12)
      buffered = buffered.slice(end)
      if (status !== '200') return void socket.destroy(new Error(`The server answered ${status}.`))
      answered()
    }
  })
}

/** What 99 of 100 took at most. */
export function p99(latencies: readonly number[]): number {
  return latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length * 0.99)] ?? Number.NaN
}

/** Where the first response in the text ends; null while it is incomplete. */
function responseEnd(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd))?.[1]
  if (length === undefined) throw new Error('The server answered without Content-Length.')
  const end = headEnd + 4 + Number(length)
  return text.length >= end ? end : null
}

/** A signed POST as bytes on the wire. */
export function postRequest(url: URL, body: Buffer, signature: string): Buffer {
  const head = [
    `POST ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Content-Type: application/json',
    'User-Agent: CRM-SaaS-Webhooks/1.0',
    `X-Webhook-Signature: ${signature}`,
    `Content-Length: ${body.length}`,
    'Connection: keep-alive',
  ].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), body])
}
