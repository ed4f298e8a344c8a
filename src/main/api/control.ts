import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import { RPC_PATH } from '../../shared/contract/entrance.ts'
import type { Clock, Log, Random } from '../engine/clock.ts'
import type { Engine } from '../engine/engine-rooms.ts'
import { createAccess, servedNames, strangerProblem, urlHost } from './access.ts'
import type { ShellServices } from './context.ts'
import { ownFault } from './failures.ts'
import { HELLO_PATH, listenNear, type ControlAddress, type Hello } from './listen.ts'
import { sendPageFile } from './page-files.ts'
import { httpProblem, sendJson, sendProblem, type HttpProblem } from './problem-document.ts'
import { createRest, REST_PREFIX } from './rest.ts'
import { createRpcSockets } from './rpc-socket.ts'

/** What the control listener needs; `token` is what REST takes. */
export interface ControlOptions extends ControlAddress {
  readonly engine: Engine
  /** The built page. */
  readonly pageDirectory: string
  readonly token: string
  readonly version: string
  readonly log: Log
  readonly random: Random
  readonly clock: Clock
}

/** A running control listener. */
export interface Control {
  /** `http://127.0.0.1:5881`, no slash at the end. */
  readonly url: string
  /** Page address with an entry code in its fragment, good while this engine runs. */
  readonly newPageUrl: () => string
  /** Resolves once no command is attached. */
  readonly commandsLeft: () => Promise<void>
  /** Ends streams, sockets and requests. The engine stays. */
  readonly close: () => Promise<void>
}

const SAFETY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * Starts the second listener: the page, its WebSocket and REST. Throws `port_in_use` (only for a fixed port, or when none
 * is free nearby) or `address_unavailable`.
 */
export async function startControl(options: ControlOptions): Promise<Control> {
  const { engine, host, token, version, log, clock } = options
  const pageDirectory = resolve(options.pageDirectory)
  const names = servedNames(host)
  const access = createAccess(token, options.random)
  const server = createServer((request, response) => void answer(request, response))
  server.on('upgrade', upgrade)

  const port = await listenNear(server, options)
  server.on('error', (error) => log('error', 'The control listener has a fault', error))
  const isAny = host === '0.0.0.0' || host === '::'
  const url = `http://${isAny ? '127.0.0.1' : urlHost(host)}:${port}`
  const newPageUrl = (): string => `${url}/#code=${access.code}`
  const shell: ShellServices = { controlUrl: url, token, newPageUrl, log }
  const sockets = createRpcSockets({ context: { engine, shell }, access, version, clock })
  const rest = createRest({ engine, shell, congested: () => false, isPage: false }, access, version)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SAFETY_HEADERS)) response.setHeader(name, value)
    try {
      await route(request, response)
    } catch (error) {
      // A caller that left in the middle is nobody's fault.
      if (response.destroyed) return
      log('error', `${request.method} ${pathOf(request)} failed`, error)
      if (response.headersSent) response.destroy()
      else sendProblem(response, httpProblem(ownFault()))
    }
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const stranger = strangerProblem(request, names, port)
    if (stranger !== null) return sendProblem(response, forbidden(stranger))
    const path = pathOf(request)
    if (path === HELLO_PATH) return sendJson(response, 200, hello())
    if (path === REST_PREFIX || path.startsWith(`${REST_PREFIX}/`)) return rest(path, request, response)
    return sendPageFile(pageDirectory, path, request, response)
  }

  function hello(): Hello {
    return { product: 'hookscope', version, workspace: engine.workspace.name, receiverUrl: engine.receiver.url() }
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const stranger = strangerProblem(request, names, port)
    if (stranger !== null) return refuseUpgrade(socket, '403 Forbidden', stranger)
    if (pathOf(request) !== RPC_PATH) return refuseUpgrade(socket, '404 Not Found', `The WebSocket is at ${RPC_PATH}.`)
    sockets.upgrade(request, socket, head)
  }

  async function close(): Promise<void> {
    const closed = new Promise((done) => server.close(done))
    await sockets.close()
    server.closeAllConnections()
    await closed
  }

  return { url, newPageUrl, commandsLeft: sockets.commandsLeft, close }
}

/** The path as it came: neither decoded nor put right. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

function refuseUpgrade(socket: Duplex, status: string, sentence: string): void {
  const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${sentence.length}\r\n\r\n`
  socket.end(head + sentence)
}

function forbidden(message: string): HttpProblem {
  return { status: 403, code: 'forbidden', message, remedy: 'Use the address that hookscope status prints.' }
}
