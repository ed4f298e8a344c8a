import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Entrance } from '../../shared/contract/entrance.ts'
import type { Random } from '../engine/clock.ts'

const CODE_BYTES = 32

/** Who may come in, and by what. All comparisons take the same time whatever is given. */
export interface Access {
  /** For the fragment of a page address: good while this engine runs, and only to enter as a page. */
  readonly code: string
  isToken(given: string): boolean
  /** Null: refused. */
  enter(entrance: Entrance): Entered | null
}

/** Who came in. */
export interface Entered {
  readonly isPage: boolean
  /** For a page that came with the code: what it comes with from now on. */
  readonly session: string | null
}

/**
 * A page's session token follows from the REST token, so a page that stands open gets in again after a restart; it
 * opens the WebSocket only. The REST token cannot be computed from it, and what it opens does not tell it (`isPage`).
 */
export function createAccess(token: string, random: Random): Access {
  const code = Buffer.from(random.bytes(CODE_BYTES)).toString('base64url')
  const session = createHmac('sha256', token).update('hookscope page session').digest('base64url')
  return {
    code,
    isToken: (given) => isSame(given, token),
    enter: (entrance) => {
      if ('code' in entrance) return isSame(entrance.code, code) ? { isPage: true, session } : null
      if (isSame(entrance.token, session)) return { isPage: true, session: null }
      return isSame(entrance.token, token) ? { isPage: false, session: null } : null
    },
  }
}

/** Digests have one length, which timingSafeEqual needs. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/**
 * Why a request may not come in at all, as a sentence; null when it may. A web page elsewhere must reach nothing here:
 * not as itself (Origin), and not under a name of its own that it had resolved to this machine (Host).
 */
export function strangerProblem({ headers }: Pick<IncomingMessage, 'headers'>, names: readonly string[], port: number): string | null {
  const hosts = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
  const host = headers.host?.toLowerCase() ?? ''
  if (!hosts.includes(host)) return `This address is served as ${hosts.join(', ')} only, not under the Host that was asked for.`
  const { origin } = headers
  if (origin === undefined || origin === `http://${host}` || origin.startsWith('app://')) return null
  return 'Pages of another origin may not ask here.'
}

/** Names by which the control listener is reached: loopback, and the address it was bound to, unless that is "any". */
export function servedNames(host: string): string[] {
  const loopback = ['127.0.0.1', 'localhost', '[::1]']
  const own = urlHost(host).toLowerCase()
  return host === '0.0.0.0' || host === '::' || loopback.includes(own) ? loopback : [...loopback, own]
}

/** An address as it stands in a URL. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
