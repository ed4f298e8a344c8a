import { createSecretKey } from 'node:crypto'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { type Challenge, type ChallengeReport, type Fault, type HandshakeOrder } from '../../../shared/domain/handshake/challenge.ts'
import { challengesOf } from '../../../shared/domain/handshake/challenges.ts'
import {
  chosenHandshake,
  HANDSHAKE_IDS,
  HANDSHAKE_LABELS,
  HANDSHAKE_PROVIDERS,
  HANDSHAKE_SCHEMES,
  type HandshakeId,
} from '../../../shared/domain/handshake/handshake.ts'
import {
  describeAnswer,
  describeWanted,
  judgeAnswer,
  silenceFault,
  type ChallengeAnswer,
} from '../../../shared/domain/handshake/judge-answer.ts'
import { pairHeaders, type RawHeaders } from '../../../shared/domain/http-message.ts'
import { formatId } from '../../../shared/domain/ids.ts'
import { ONE_ATTEMPT, type RetryPolicy } from '../../../shared/domain/retry-policy.ts'
import { schemeOf, type SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { sign, withQuery } from '../../../shared/domain/signature/sign.ts'
import { targetUrlProblem } from '../../../shared/domain/url.ts'
import { secretsBeside } from '../named-secrets.ts'
import type { Core } from '../core.ts'
import type { Endpoints, Handshakes } from '../services.ts'
import type { Outcome } from './outcome.ts'
import { insertClaimed } from './claiming.ts'
import { resolveUrl } from './request.ts'
import type { Worker } from './worker.ts'

/** Where a handshake goes, checked. */
interface Receiver {
  readonly url: string
  readonly secret: string
  /** How events are signed there; null: nothing says. */
  readonly scheme: SchemeChoice | null
}

/**
 * The provider's side of handshakes. Each request is a delivery of its own with one attempt, so that it is found, shown and
 * replayed like all that is sent; an answer's judgement is noted on the attempt.
 */
export function createHandshakes(
  core: Core,
  { endpoints, worker }: { readonly endpoints: Endpoints; readonly worker: Worker },
): Handshakes {
  /** Also of an inactive endpoint: an address is asked before it is sent anything. */
  function receiverOf({ target }: HandshakeOrder): Receiver {
    if (target.kind === 'url') {
      const problem = targetUrlProblem(target.url)
      if (problem !== null)
        throw new HookscopeError('bad_input', `The target url ${problem}.`, 'Give a url such as http://localhost:3000/webhooks/zoom.', {
          fields: [{ path: 'url', message: problem }],
        })
      return { url: target.url, secret: target.secret ?? core.secrets.reveal('workspace') ?? '', scheme: null }
    }
    const { id, url, scheme } = endpoints.get(target.endpointId)
    const resolved = resolveUrl(url, worker.targets.inboxUrl)
    if (resolved === null)
      throw new HookscopeError('conflict', 'The own inbox this goes to has no address now.', 'Switch the receiver on, or name a url.')
    return { url: resolved, secret: endpoints.secret(id), scheme }
  }

  async function ask(id: HandshakeId, challenge: Challenge, receiver: Receiver): Promise<ChallengeReport> {
    const url = withQuery(receiver.url.replace(/#.*$/, ''), challenge.query)
    const rowId = core.ids()
    const at = core.clock.now()
    const scheme = HANDSHAKE_SCHEMES[id]
    const isSigned = scheme !== null && challenge.signed === 'rightly'
    const forged = scheme !== null && challenge.signed === 'wrongly' ? forgedHeaders(scheme, challenge.body, receiver, at) : []
    const { attempt, outcome } = await worker.sendNow(
      () => {
        const body = { id: core.ids(), type: `handshake.${id}`, eventId: null, tenantId: null, at, body: Buffer.from(challenge.body) }
        worker.store.events.insert(body)
        const delivery = {
          id: rowId,
          bodyOf: body.id.seq,
          type: body.type,
          eventId: null,
          endpointSeq: null,
          url,
          method: challenge.method,
          scheme: isSigned ? scheme : null,
          headers: [...challenge.headers, ...forged],
          ladder: { policy: policyOf(challenge), speed: 1 },
          sourceSeq: null,
          sourceChanges: [],
          createdAt: at,
        }
        if (isSigned) core.secrets.put(formatId('delivery', rowId), receiver.secret)
        return insertClaimed(core, worker.store, worker.targets, delivery, () => body.body)
      },
      (each) => notesOf(id, challenge, faultsOf(id, challenge, each)),
    )
    const faults = faultsOf(id, challenge, outcome)
    return {
      name: challenge.name,
      exchangeId: formatId('attempt', attempt),
      status: outcome.kind === 'answered' ? outcome.status : null,
      tookMs: outcome.timings.totalMs ?? null,
      expected: describeWanted(challenge.wanted),
      received: outcome.kind === 'answered' ? describeAnswer(answerOf(outcome)) : 'no answer',
      faults,
      code: faults.length === 0 ? null : challenge.wanted.code,
    }
  }

  return {
    send: async (order) => {
      const receiver = receiverOf(order)
      const id = order.handshake ?? chosenHandshake('scheme', receiver.scheme)
      if (id === null)
        throw new HookscopeError('bad_input', 'It must be said which handshake is sent.', `Name one of: ${HANDSHAKE_IDS.join(', ')}.`)
      if (id === 'meta' && !order.verifyToken)
        throw new HookscopeError('bad_input', `Meta's handshake names a verify token.`, 'Give the one that the receiver expects.')
      const secret = createSecretKey(receiver.secret, 'utf8')
      const parts = {
        secret,
        otherSecrets: secretsBeside(core.db, core.secrets, [secret]),
        verifyToken: order.verifyToken ?? '',
        random: core.random.bytes,
        at: core.clock.now(),
      }
      const scheme = HANDSHAKE_SCHEMES[id]
      // Refused before anything is sent: a secret that signs nothing of this kind.
      if (scheme !== null) forgedHeaders(scheme, '', receiver, parts.at)
      const challenges: ChallengeReport[] = []
      for (const challenge of challengesOf(id, parts)) challenges.push(await ask(id, challenge, receiver))
      return { handshake: id, passed: challenges.every(({ faults }) => faults.length === 0), challenges }
    },
  }
}

/** A signature that is well formed and right for another body. */
function forgedHeaders(scheme: SchemeChoice, body: string, { url, secret }: Receiver, at: number): RawHeaders {
  const message = { method: 'POST', url, headers: [], body: Buffer.from(`${body} `) }
  return sign(schemeOf(scheme), [createSecretKey(secret, 'utf8')], message, { at, id: '' }).headers
}

function policyOf({ wanted: { status, withinMs } }: Challenge): RetryPolicy {
  return { ...ONE_ATTEMPT, timeoutMs: withinMs, succeedsOn: status === 'refusal' ? [400, 499] : [status, status] }
}

function answerOf(outcome: Extract<Outcome, { kind: 'answered' }>): ChallengeAnswer {
  const { status, headers, body, timings } = outcome
  return { status, headers: pairHeaders(headers), body, tookMs: timings.totalMs ?? 0 }
}

function faultsOf(id: HandshakeId, challenge: Challenge, outcome: Outcome): readonly Fault[] {
  const provider = HANDSHAKE_PROVIDERS[id]
  switch (outcome.kind) {
    case 'answered':
      return judgeAnswer(challenge, provider, answerOf(outcome))
    case 'unanswered':
      return [silenceFault(provider, outcome.error === 'timeout', outcome.message)]
    case 'interrupted':
      return [silenceFault(provider, false, 'Hookscope ended before it came')]
  }
}

function notesOf(id: HandshakeId, { name, wanted }: Challenge, faults: readonly Fault[]): string[] {
  const what = `${HANDSHAKE_LABELS[id]}, ${name}`
  if (faults.length === 0) return [`Handshake passed: ${what}.`]
  return [`Handshake not passed: ${what}. ${faults.map(({ sentence }) => sentence).join(' ')} Right is ${describeWanted(wanted)}.`]
}
