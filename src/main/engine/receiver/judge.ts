import { identifyEvent, type EventIdentity } from '../../../shared/domain/event-identity.ts'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import { unchecked, UNSIGNED } from '../../../shared/domain/signature/verify.ts'
import { KIB } from '../../../shared/domain/units.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import type { PreparedAnswer } from './answers.ts'
import { CIRCLE } from './forward.ts'
import { REFUSE_INVALID, REFUSE_MISSING, type Route, type Routes } from './routes.ts'

/** Larger bodies are read for type and event id off the hot path. */
export const IDENTIFIED_BYTES = 64 * KIB

const UNMATCHED: Verification = { ...UNSIGNED, reason: 'No inbox takes this path.' }
/** Of a body that is not read, or names nothing. */
export const UNKNOWN_EVENT: EventIdentity = { type: null, eventId: null }

/** The verification of a request that no signature is expected of, or, with the reason why, of a body that never came whole. */
export function notVerified(route: Route | undefined, headers: RawHeaders, reason: string): Verification {
  if (!route) return UNMATCHED
  if (route.scheme === null) return UNSIGNED
  return unchecked(route.scheme, headers, reason)
}

/** An inbox answers the same whatever the verdict, unless it refuses bad signatures. `isForwarded`: an own forward made the request. */
export function chooseAnswer(routes: Routes, route: Route | undefined, verification: Verification, isForwarded: boolean): PreparedAnswer {
  if (!route) return routes.unmatched
  const refused = refusalOf(route, verification)
  if (refused) return refused
  return route.isForwarding && isForwarded ? CIRCLE : route.answer
}

/** What an inbox that refuses bad signatures answers this one; null when it does not refuse. */
export function refusalOf(route: Route, { verdict }: Verification): PreparedAnswer | null {
  if (!route.refusesBadSignatures) return null
  if (verdict === 'missing') return REFUSE_MISSING
  return verdict === 'invalid' || verdict === 'stale' ? REFUSE_INVALID : null
}

/** Type and event id of a whole body. */
export function identify(headers: RawHeaders, body: Buffer): EventIdentity {
  return body.length > IDENTIFIED_BYTES ? UNKNOWN_EVENT : identifyEvent(headers, parseObject(body))
}

const OPENING_BRACE = 0x7b
const SPACE = 0x20

function parseObject(body: Buffer): unknown {
  let at = 0
  while (at < body.length && (body[at] as number) <= SPACE) at++
  if (body[at] !== OPENING_BRACE) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
