import type { IncomingMessage } from 'node:http'
import { answerHandshake } from '../../../shared/domain/handshake/answer-handshake.ts'
import { HANDSHAKE_LABELS } from '../../../shared/domain/handshake/handshake.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import { prepareAnswer, type PreparedAnswer } from './answers.ts'
import { refusalOf } from './judge.ts'
import type { Route } from './routes.ts'

/** The answer to a provider's handshake, and what the capture says of it; null when the inbox answers none, or this is none. */
export function shakeHands(
  route: Route | undefined,
  req: IncomingMessage,
  body: Buffer,
  verification: Verification,
): { readonly answer: PreparedAnswer; readonly note: string } | null {
  if (!route || route.handshake === null) return null
  const answer = answerHandshake(route.handshake, {
    method: req.method ?? '',
    target: req.url ?? '',
    body,
    verdict: verification.verdict,
    secret: route.keys()[0] ?? null,
    verifyToken: route.inbox.verifyToken,
  })
  if (!answer || (answer.isSigned && refusalOf(route, verification))) return null
  const verb = answer.status < 300 ? 'answered' : 'refused'
  return {
    answer: prepareAnswer({ ...answer, delayMs: route.inbox.answer.delayMs }),
    note: `Handshake ${verb}: ${HANDSHAKE_LABELS[route.handshake]}.`,
  }
}
