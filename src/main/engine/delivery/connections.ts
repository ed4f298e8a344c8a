import { Agent as HttpAgent, type AgentOptions } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import { SECOND_MS } from '../../../shared/domain/units.ts'

/** Connections that attempts share. */
export interface Connections {
  /** Keeps an idle connection for at most a second. */
  readonly reusing: Pool
  /** A new connection for each attempt. */
  readonly fresh: Pool
  close(): void
}

interface Pool {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

const IDLE_MS = SECOND_MS
const KEEP: AgentOptions = { keepAlive: true, timeout: IDLE_MS }

export function createConnections(): Connections {
  const reusing = { http: new LeanAgent(KEEP), https: new HttpsAgent(KEEP) }
  const fresh = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) }
  return {
    reusing,
    fresh,
    close: () => {
      for (const agent of [reusing.http, reusing.https, fresh.http, fresh.https]) agent.destroy()
    },
  }
}

/** What a pooled socket can do; the type of Node's agent says `Duplex`. */
type PooledSocket = Duplex & { unref(): void }

/**
 * Node's agent without what these connections never need, through the methods it documents for overriding: its pool's
 * name is made of a dozen options, and its keeping alive sets TCP options again for each request.
 */
class LeanAgent extends HttpAgent {
  override getName(options: { readonly host?: string | undefined; readonly port?: number | string | null | undefined } = {}): string {
    return `${options.host}:${options.port}`
  }

  override keepSocketAlive(socket: Duplex): boolean {
    ;(socket as PooledSocket).unref()
    return true
  }
}
