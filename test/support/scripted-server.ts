import { once } from 'node:events'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What the server does with one request, in the order of the script; the last one is repeated. */
export type Act =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly phrase?: string
      readonly headers?: readonly string[]
      readonly body?: string
    }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Closes with a reset, before a byte of the answer. */
  | { readonly kind: 'reset' }
  /** These bytes, as they are; then the connection ends. */
  | { readonly kind: 'raw'; readonly bytes: string }
  /** These bytes, as they are; the connection stays open. */
  | { readonly kind: 'stall'; readonly bytes: string }

export interface SeenRequest {
  readonly line: string
  /** `Name: value` lines in wire order. */
  readonly headers: readonly string[]
  readonly body: string
  /** Which connection it came over, 0, 1, … */
  readonly connection: number
}

export interface ScriptedServer {
  readonly url: string
  readonly port: number
  readonly requests: readonly SeenRequest[]
  /** Resolves once so many requests have arrived. */
  arrived(count: number): Promise<void>
  /** Answers what hangs, with 200 unless said otherwise. */
  release(act?: Act): void
}

export const ok: Act = { kind: 'answer', status: 200, phrase: 'OK', body: '{"received":true}' }
export const hang: Act = { kind: 'hang' }
export const reset: Act = { kind: 'reset' }

export function answer(status: number, phrase = '', ...headers: readonly string[]): Act {
  return { kind: 'answer', status, phrase, headers }
}

/** A bad neighbour on demand: a TCP server on port 0 that reads HTTP with Content-Length and answers by script. */
export async function scriptedServer(...script: readonly Act[]): Promise<ScriptedServer> {
  const acts: readonly Act[] = script.length > 0 ? script : [ok]
  const requests: SeenRequest[] = []
  const sockets = new Set<Socket>()
  const hanging = new Set<Socket>()
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  let connections = 0

  const server: Server = createTcpServer((socket) => {
    const connection = connections++
    let buffered = Buffer.alloc(0)
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      hanging.delete(socket)
    })
    socket.on('data', (piece) => {
      buffered = Buffer.concat([buffered, piece])
      for (let request = takeRequest(); request; request = takeRequest()) {
        const act = acts[Math.min(requests.length, acts.length - 1)] as Act
        requests.push({ ...request, connection })
        perform(act, socket)
        for (const each of waiting) if (requests.length >= each.count) each.resolve()
      }
    })

    function takeRequest(): Omit<SeenRequest, 'connection'> | null {
      const end = buffered.indexOf('\r\n\r\n')
      if (end < 0) return null
      const [line = '', ...headers] = buffered.subarray(0, end).toString('latin1').split('\r\n')
      const length = Number(/^content-length: *(\d+)$/i.exec(headers.find((each) => /^content-length:/i.test(each)) ?? '')?.[1] ?? 0)
      if (buffered.length < end + 4 + length) return null
      const body = buffered.subarray(end + 4, end + 4 + length).toString('utf8')
      buffered = buffered.subarray(end + 4 + length)
      return { line, headers, body }
    }
  })

  function perform(act: Act, socket: Socket): void {
    switch (act.kind) {
      case 'answer':
        socket.write(head(act) + (act.body ?? ''))
        return
      case 'hang':
        hanging.add(socket)
        return
      case 'reset':
        socket.resetAndDestroy()
        return
      case 'raw':
        socket.end(act.bytes, 'latin1')
        return
      case 'stall':
        socket.write(act.bytes, 'latin1')
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })

  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    requests,
    arrived: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    release: (act = ok) => {
      const released = [...hanging]
      hanging.clear()
      for (const socket of released) perform(act, socket)
    },
  }
}

function head(act: Extract<Act, { kind: 'answer' }>): string {
  const lines = [
    `HTTP/1.1 ${act.status} ${act.phrase ?? ''}`.trimEnd(),
    ...(act.headers ?? []),
    `Content-Length: ${Buffer.byteLength(act.body ?? '')}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
