import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { secretProblem } from '../../../shared/domain/signature/secret.ts'
import { matchesEvents } from '../../../shared/domain/event.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import { schemeProblems } from '../../../shared/domain/signature/scheme-problems.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { targetUrlProblem } from '../../../shared/domain/url.ts'

/** A URL that is no endpoint, as it is typed. */
export interface UrlTarget {
  readonly isOn: boolean
  readonly url: string
  readonly scheme: SchemeChoice | 'none'
  /** Empty: the workspace's. */
  readonly secret: string
}

export const NO_URL: UrlTarget = { isOn: false, url: '', scheme: 'crm', secret: '' }

/** Where it will be sent, in the order of the list; a URL that is not typed or wrong is left out. */
export function targetsOf(endpointIds: readonly string[], url: UrlTarget): Target[] {
  const endpoints = endpointIds.map((endpointId): Target => ({ kind: 'endpoint', endpointId }))
  if (!isTyped(url) || isUrlWrong(url)) return endpoints
  const signing = url.scheme === 'none' ? { scheme: null } : { scheme: url.scheme, ...(url.secret !== '' && { secret: url.secret }) }
  return [...endpoints, { kind: 'url', url: url.url.trim(), ...signing }]
}

/** One is typed that nothing can be sent to as it stands; its fields say why. */
export function isUrlWrong(url: UrlTarget): boolean {
  return isTyped(url) && (urlProblem(url) !== null || urlSecretProblem(url) !== null || hasSchemeProblem(url))
}

function isTyped({ isOn, url }: UrlTarget): boolean {
  return isOn && url.trim() !== ''
}

/** What is wrong with the URL; null while nothing is, or nothing was typed. */
export function urlProblem({ url }: UrlTarget): string | null {
  return url.trim() === '' ? null : targetUrlProblem(url.trim())
}

/** What is wrong with the secret that was typed for it; null while nothing is. */
export function urlSecretProblem({ scheme, secret }: UrlTarget): string | null {
  return scheme !== 'none' && secret !== '' ? secretProblem(scheme, secret) : null
}

/** A scheme of one's own that is not whole yet; its form says what is wrong. */
function hasSchemeProblem({ scheme }: UrlTarget): boolean {
  return typeof scheme !== 'string' && schemeProblems(scheme).length > 0
}

/** The endpoints that the CRM would send this type to. */
export function subscribersOf(endpoints: readonly Endpoint[], type: string): string[] {
  return endpoints.filter(({ isActive, events }) => isActive && matchesEvents(events, type)).map(({ id }) => id)
}
