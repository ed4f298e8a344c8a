import { assertNever } from '../../../shared/domain/assert.ts'
import type { AttemptView, DeliveryView } from '../../../shared/domain/exchange.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/domain/units.ts'

/** What is known about a delivery beside its view. */
export interface Circumstances {
  readonly now: number
  /** null: it goes to a url. */
  readonly endpoint: { readonly name: string; readonly isActive: boolean; readonly isDeleted: boolean } | null
  readonly isCancelAsked: boolean
  /** It came from a file. */
  readonly isImported: boolean
}

/** Why a delivery is in its state and what comes next, in sentences; the same for page, CLI and REST. */
export function explainDelivery(view: Omit<DeliveryView, 'explanation'>, around: Circumstances): string[] {
  const running = view.history.find((each) => each.state === 'running')
  return [...history(view), ...stateOf(view, around), ...next(view, running, around)]
}

function history({ history: attempts }: Omit<DeliveryView, 'explanation'>): string[] {
  return attempts.flatMap((each) => {
    const who = `Attempt ${each.number}${each.manual ? ', asked for by hand,' : ''}`
    switch (each.state) {
      case 'settled':
        return [`${who} ${resultOf(each)}.`]
      case 'interrupted':
        return [`${who} was interrupted when Hookscope ended; it does not count.`]
      case 'planned':
      case 'running':
      case 'cancelled':
        return []
      default:
        return assertNever(each.state)
    }
  })
}

const FAILED: Readonly<Record<NonNullable<AttemptView['error']>, string>> = {
  timeout: 'had no answer in time',
  refused: 'was refused the connection',
  reset: 'lost its connection before an answer came',
  dns: 'could not look up the name of the target',
  tls: 'found no secure connection',
  unreachable: 'found no way to the target',
  unreadable: 'got an answer that is not HTTP',
  unsendable: 'could not be sent',
  network: 'failed on the network',
}

function resultOf(attempt: AttemptView): string {
  const took = attempt.tookMs === null ? '' : ` after ${lengthOf(attempt.tookMs)}`
  if (attempt.status !== null) return `was answered ${attempt.status}${took}`
  return `${attempt.error === null ? 'ended without an answer' : FAILED[attempt.error]}${took}`
}

function stateOf(view: Omit<DeliveryView, 'explanation'>, { endpoint }: Circumstances): string[] {
  switch (view.state) {
    case 'pending':
      return []
    case 'success':
      return [
        view.status === null || view.status < 300
          ? 'It succeeded: an attempt was answered with a 2xx status.'
          : `It succeeded: ${view.status} is the answer that was asked for.`,
      ]
    case 'cancelled':
      return [endpoint?.isDeleted === true ? 'It was cancelled because its endpoint was deleted.' : 'It was cancelled.']
    case 'failed':
      return [failureOf(view)]
    default:
      return assertNever(view.state)
  }
}

/** Attempts of the ladder; those by hand do not climb it. */
function climbed({ history }: Omit<DeliveryView, 'explanation'>): number {
  return history.filter((each) => each.state === 'settled' && !each.manual).length
}

function failureOf(view: Omit<DeliveryView, 'explanation'>): string {
  const { status, error, maxAttempts } = view
  const isLeft = climbed(view) < maxAttempts
  const last = error === null ? '' : ` (${error})`
  if (status !== null && status >= 300 && status <= 399) return `It failed: ${status} is a redirect, and redirects are never followed.`
  if (status !== null && status < 500 && isLeft) return `It failed: ${status} is not tried again${last}.`
  if (status === null && isLeft) return `It failed and is not tried again${last}.`
  return `It failed: all ${maxAttempts === 1 ? 'attempts (one)' : `${maxAttempts} attempts`} of its policy are used up${last}.`
}

function next(
  view: Omit<DeliveryView, 'explanation'>,
  running: AttemptView | undefined,
  { now, endpoint, isCancelAsked, isImported }: Circumstances,
): string[] {
  if (running) {
    const sentence = `Attempt ${running.number} is on the wire.`
    return isCancelAsked
      ? [sentence, 'Cancelling was asked for: if it succeeds, success wins; else the delivery is cancelled.']
      : [sentence]
  }
  if (view.state === 'failed' || view.state === 'cancelled') {
    if (isImported) return ['It was imported, so nothing more happens here; replay it to send it once more.']
    if (endpoint?.isDeleted === true) return ['Nothing more happens; replay it to another endpoint or url to send it once more.']
    return ['Nothing more happens by itself; "attempt now" tries once more.']
  }
  if (view.state === 'success' || view.nextAttemptAt === null) return []
  if (endpoint && !endpoint.isActive && !endpoint.isDeleted) return [`It waits because the endpoint ${endpoint.name} is inactive.`]
  const waitMs = view.nextAttemptAt - now
  if (waitMs <= 0) return ['It is due and waits for its turn.']
  const faster = view.speed === 1 ? '' : ` (speed ${view.speed})`
  return [`The next attempt is in ${inWords(waitMs)}${faster}, ${climbed(view) + 1} of ${view.maxAttempts}.`]
}

function lengthOf(ms: number): string {
  return ms < SECOND_MS ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`
}

function inWords(ms: number): string {
  if (ms < SECOND_MS) return `${ms} ms`
  if (ms < MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`
  return `${Math.round(ms / HOUR_MS)} h`
}
