import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { headerProblems } from '../../../shared/domain/endpoint-problems.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { matchesEvents } from '../../../shared/domain/event.ts'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import { parseId } from '../../../shared/domain/ids.ts'
import { CRM_POLICY, type RetryPolicy, type Speed } from '../../../shared/domain/retry-policy.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { assertSecret } from '../../../shared/domain/signature/secret.ts'
import { targetUrlProblem } from '../../../shared/domain/url.ts'
import type { Core } from '../core.ts'
import type { Endpoints } from '../services.ts'
import { signingKeys } from './claiming.ts'

/** Where one delivery of an event goes, checked. */
export interface Destination {
  readonly endpoint: Endpoint | null
  /** Primary key of the endpoint; null with a url. */
  readonly endpointSeq: number | null
  readonly url: string | null
  readonly scheme: SchemeChoice | null
  readonly headers: RawHeaders
  /** A secret of its own, to be sealed with the delivery; null: the endpoint's or the workspace's. */
  readonly secret: string | null
  readonly policy: RetryPolicy
  /** To a url: attempts at the same time; null: as many as usual, or as the endpoint says. */
  readonly concurrency: number | null
  readonly speed: Speed
}

/** What the ladder of a workspace runs at unless something else is said. */
const WORKSPACE_SPEED: Speed = 1

/** The destinations that were named. Naming an endpoint overrides its event filter, not its being inactive. */
export function namedDestinations(endpoints: Endpoints, targets: readonly Target[], speed: Speed | undefined): Destination[] {
  return targets.map((target) => {
    if (target.kind === 'url') return urlDestination(target, speed)
    const endpoint = endpoints.get(target.endpointId)
    if (endpoint.isActive) return endpointDestination(endpoint, speed)
    throw new HookscopeError('conflict', `The endpoint ${endpoint.name} is inactive.`, 'Switch it on first.')
  })
}

/** The destinations the CRM would choose: every active endpoint whose events and tenant match. It may be none. */
export function matchingDestinations(
  endpoints: Endpoints,
  event: { readonly type: string | null; readonly tenantId: string | null },
  speed: Speed | undefined,
): Destination[] {
  return endpoints
    .list()
    .filter(
      (each) =>
        each.isActive && matchesEvents(each.events, event.type ?? '') && (each.tenantId === null || each.tenantId === event.tenantId),
    )
    .map((each) => endpointDestination(each, speed))
}

function endpointDestination(endpoint: Endpoint, speed: Speed | undefined): Destination {
  return {
    endpoint,
    endpointSeq: parseId(endpoint.id)?.seq ?? 0,
    url: null,
    scheme: endpoint.scheme,
    headers: [],
    secret: null,
    policy: endpoint.policy,
    concurrency: null,
    speed: speed ?? endpoint.speed ?? WORKSPACE_SPEED,
  }
}

function urlDestination(target: Extract<Target, { kind: 'url' }>, speed: Speed | undefined): Destination {
  const problem = targetUrlProblem(target.url)
  if (problem !== null) {
    throw new HookscopeError('bad_input', `The target url ${problem}.`, 'Give a url such as http://localhost:3000/webhooks/crm.', {
      fields: [{ path: 'url', message: problem }],
    })
  }
  const headers = target.headers ?? []
  const fields = headerProblems(headers)
  if (fields.length > 0)
    throw new HookscopeError('bad_input', `A header cannot be sent: ${fields[0]?.message}.`, 'Correct the named header.', { fields })
  if (target.scheme !== null && target.secret !== undefined) assertSecret(target.scheme, target.secret)
  return {
    endpoint: null,
    endpointSeq: null,
    url: target.url,
    scheme: target.scheme,
    headers,
    secret: target.scheme === null ? null : (target.secret ?? null),
    policy: target.policy ?? CRM_POLICY,
    concurrency: target.concurrency ?? null,
    speed: speed ?? WORKSPACE_SPEED,
  }
}

/** The keys that would sign for a destination now. */
export function keysFor(core: Core, destination: Destination): readonly KeyObject[] {
  if (destination.secret !== null) return [createSecretKey(destination.secret, 'utf8')]
  return signingKeys(core, destination.endpoint?.id ?? 'workspace')
}
