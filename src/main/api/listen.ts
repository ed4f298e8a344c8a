import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { urlHost } from './access.ts'

/** Path that says, to anyone on this machine, that a Hookscope answers here and which. */
export const HELLO_PATH = '/hello'

const hello = z.object({ product: z.literal('hookscope'), version: z.string(), workspace: z.string(), receiverUrl: z.string().nullable() })
/** What it says. */
export type Hello = z.infer<typeof hello>

const MAX_MOVES = 100
const HELLO_TIMEOUT_MS = 500
const LAST_PORT = 65_535

/** Where to listen; a port that somebody asked for is not exchanged for another. */
export interface ControlAddress {
  readonly host: string
  readonly port: number
  readonly isPortFixed: boolean
}

/** Listens, on the next free port when the wished one is taken and not fixed. Gives the port. */
export async function listenNear(server: Server, { host, port, isPortFixed }: ControlAddress): Promise<number> {
  const last = isPortFixed ? port : Math.min(port + MAX_MOVES, LAST_PORT)
  for (let tried = port; ; tried++) {
    try {
      server.listen(tried, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code !== 'EADDRINUSE') throw addressUnavailable(host, tried, code, error)
      if (tried >= last) throw await portInUse(host, port, error)
    }
  }
}

async function portInUse(host: string, port: number, cause: unknown): Promise<HookscopeError> {
  const other = await whoAnswers(`http://${urlHost(host)}:${port}`)
  const holder = other === null ? 'another program' : `the Hookscope of workspace "${other.workspace}"`
  return new HookscopeError(
    'port_in_use',
    `Port ${port} of ${host} is held by ${holder}.`,
    'Give another with --port, or stop what holds it.',
    { cause },
  )
}

function addressUnavailable(host: string, port: number, code: unknown, cause: unknown): HookscopeError {
  return new HookscopeError(
    'address_unavailable',
    `Nothing can listen on port ${port} of ${host}${typeof code === 'string' ? ` (${code})` : ''}.`,
    'Give another port with --port, or another address with --control-host.',
    { cause },
  )
}

/** The Hookscope at a control address; null when none answers there. */
export async function whoAnswers(url: string): Promise<Hello | null> {
  try {
    const response = await fetch(url + HELLO_PATH, { signal: AbortSignal.timeout(HELLO_TIMEOUT_MS) })
    return hello.parse(await response.json())
  } catch {
    return null
  }
}
