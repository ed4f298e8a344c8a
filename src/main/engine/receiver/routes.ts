import type { KeyObject } from 'node:crypto'
import { chosenHandshake, type HandshakeId } from '../../../shared/domain/handshake/handshake.ts'
import { parseId } from '../../../shared/domain/ids.ts'
import { matchInbox, refusal, type Inbox } from '../../../shared/domain/inbox.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import type { Scheme } from '../../../shared/domain/signature/scheme-form.ts'
import type { Secrets } from '../store/secrets.ts'
import { prepareAnswer, prepareJson, type PreparedAnswer } from './answers.ts'

/** An inbox made ready for the hot path. */
export interface Route {
  readonly inbox: Inbox
  readonly path: string
  readonly seq: number
  /** null: no signature is expected. */
  readonly scheme: Scheme | null
  readonly keys: () => readonly KeyObject[]
  readonly answer: PreparedAnswer
  readonly refusesBadSignatures: boolean
  readonly isForwarding: boolean
  /** null: none is answered here. */
  readonly handshake: HandshakeId | null
}

export interface Routes {
  /** The route that takes this raw request target; undefined when none does. */
  match(target: string): Route | undefined
  readonly unmatched: PreparedAnswer
}

export const REFUSE_MISSING = prepareAnswer(refusal('missing'))
export const REFUSE_INVALID = prepareAnswer(refusal('invalid'))

export function createRoutes(inboxes: readonly Inbox[], secrets: Secrets): Routes {
  const routes = inboxes.map((inbox) => prepareRoute(inbox, secrets))
  const unmatched = prepareJson(404, { error: 'No inbox takes this path.', inboxes: routes.map((route) => route.path) })
  return { match: (target) => matchInbox(routes, pathOf(target)), unmatched }
}

function prepareRoute(inbox: Inbox, secrets: Secrets): Route {
  const takesPart = inbox.forwardTo === null && inbox.answer.status < 300
  return {
    inbox,
    path: inbox.path,
    seq: parseId(inbox.id)?.seq ?? 0,
    scheme: inbox.scheme === null ? null : schemeOf(inbox.scheme),
    keys: () => secrets.keys(inbox.id),
    answer: prepareAnswer(inbox.answer),
    refusesBadSignatures: inbox.refuseBadSignatures,
    isForwarding: inbox.forwardTo !== null,
    handshake: takesPart ? chosenHandshake(inbox.handshake, inbox.scheme) : null,
  }
}

/** The path of a target in absolute form (`POST http://host/path`), which RFC 9112 3.2.2 asks servers to accept. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target
  const path = /^https?:\/\/[^/?#]*(.*)$/i.exec(target)?.[1]
  if (path === undefined) return target
  return path.startsWith('/') ? path : `/${path}`
}
