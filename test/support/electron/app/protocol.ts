import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { strict } from '../strict.ts'

/** `scheme://host/path` is served to Chromium from `http://host.scheme.localhost:PORT/path`, by the app's own handler. */

type ProtocolHandler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, ProtocolHandler>()
const OWN_URL = /^http:\/\/([^./]+)\.([\w-]+)\.localhost:\d+/
let port: Promise<number> | undefined

/** The address under which Chromium loads a URL of the app. */
export async function toChromiumUrl(url: string): Promise<string> {
  const [, scheme = '', host, rest] = /^([a-z][\w+-]*):\/\/([^/]*)(.*)$/.exec(url) ?? []
  return handlers.has(scheme) ? `http://${host}.${scheme}.localhost:${await listen()}${rest}` : url
}

/** The URL of the app behind an address of Chromium's. */
export function fromChromiumUrl(url: string): string {
  return url.replace(OWN_URL, (whole, host: string, scheme: string) => (handlers.has(scheme) ? `${scheme}://${host}` : whole))
}

function listen(): Promise<number> {
  port ??= new Promise((resolve) => {
    const server = createServer((request, response) => void answer(request, response))
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)).unref()
  })
  return port
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [host = '', scheme = ''] = (request.headers.host ?? '').split(/[.:]/)
  const handler = handlers.get(scheme)
  if (!handler) {
    response.writeHead(502).end()
    return
  }
  try {
    const answered = await handler(new Request(`${scheme}://${host}${request.url}`, { method: request.method ?? 'GET' }))
    response.writeHead(answered.status, Object.fromEntries(answered.headers))
    if (answered.body) await pipeline(Readable.from(answered.body), response)
    else response.end()
  } catch (error) {
    console.error('The protocol handler failed', error)
    response.destroy()
  }
}

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: () => {},
  handle: (scheme: string, handler: ProtocolHandler) => {
    handlers.set(scheme, handler)
  },
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
})

type PermissionHandler = (...args: unknown[]) => unknown

/** Permissions are Chromium's own matter here; the handlers are kept so that a spec can ask them. */
export const session = {
  defaultSession: strict('session', {
    protocol,
    permissionRequestHandler: undefined as PermissionHandler | undefined,
    permissionCheckHandler: undefined as PermissionHandler | undefined,
    setPermissionRequestHandler(handler: PermissionHandler) {
      this.permissionRequestHandler = handler
    },
    setPermissionCheckHandler(handler: PermissionHandler) {
      this.permissionCheckHandler = handler
    },
    setDevicePermissionHandler: () => {},
    setSpellCheckerEnabled: () => {},
  }),
}
