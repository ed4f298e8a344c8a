import type { IncomingMessage } from 'node:http'
import { pairHeaders, type RawHeaders } from '../../../shared/domain/http-message.ts'
import type { Arrived } from '../../../shared/domain/signature/verify.ts'
import { ArrivedRequest } from './arrived-request.ts'
import type { IntakeContext } from './intake-context.ts'
import type { Route, Routes } from './routes.ts'

/** What is known of a request once its head is there. */
export interface Arrival {
  readonly req: IncomingMessage
  /** ms since 1970 */
  readonly at: number
  readonly remote: string
  readonly headers: RawHeaders
  /** The request as its signature is checked. */
  readonly arrived: Arrived
  /** The inboxes as they were then. */
  readonly routes: Routes
  /** undefined: no inbox takes it. */
  readonly route: Route | undefined
  readonly inboxSeq: number | null
  /** The attempt of our own that made it; null: a stranger did. */
  readonly attemptSeq: number | null
  /** An own forward made it. */
  readonly isForwarded: boolean
}

/** `remote`: `address:port` of its sender. */
export function arrivalOf({ core, loopback, routes }: IntakeContext, remote: string, req: IncomingMessage): Arrival {
  const headers = pairHeaders(req.rawHeaders)
  const inboxes = routes()
  const route = inboxes.match(req.url ?? '')
  const own = loopback.attemptAt(remote)
  const at = core.clock.now()
  return {
    req,
    at,
    remote,
    headers,
    arrived: new ArrivedRequest(req, headers, at, route?.inbox ?? null),
    routes: inboxes,
    route,
    inboxSeq: route?.seq ?? null,
    attemptSeq: own?.seq ?? null,
    isForwarded: own?.isForward === true,
  }
}
