import { DEFAULT_CONCURRENCY, type Endpoint } from '../../../shared/domain/endpoint.ts'
import { endpointProblems } from '../../../shared/domain/endpoint-problems.ts'
import { HookscopeError, type FieldError } from '../../../shared/domain/errors.ts'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import { PROFILE_IDS, PROFILES, type ProfileId } from '../../../shared/domain/profiles/profiles.ts'
import { CRM_POLICY, type Speed } from '../../../shared/domain/retry-policy.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import type { EndpointInput } from '../../../shared/contract/endpoint.ts'
import type { Client } from '../../../shared/contract/client.ts'
import type { EditableSource } from '../../api/editable-list.ts'
import { filledHeaders } from '../../components/header-rows.ts'
import { policyDraftOf, policyOf, type PolicyDraft } from './policy-draft.ts'

/** An endpoint as it is typed. */
export interface EndpointDraft extends PolicyDraft {
  readonly url: string
  /** Empty, for a new one: host and path of the URL. */
  readonly name: string
  readonly events: readonly string[]
  readonly isActive: boolean
  readonly scheme: SchemeChoice
  /** Replaces the present one; null: it stays, or one is made. */
  readonly secret: string | null
  readonly headers: RawHeaders
  readonly speed: Speed | null
  readonly concurrency: string
}

/** How a field is called in the form and in sentences. */
export const FIELD_LABELS: Readonly<Record<keyof EndpointDraft, string>> = {
  url: 'URL',
  name: 'Name',
  events: 'Events',
  isActive: 'Active',
  scheme: 'Scheme',
  secret: 'Secret',
  headers: 'Headers',
  speed: 'Speed',
  concurrency: 'At the same time',
  delays: 'Retry policy',
  timeout: 'Time-out',
  jitter: 'Jitter',
  retryStatuses: 'Retried',
  honourRetryAfter: 'Retry-After',
  kept: 'Further rules',
}

const POLICY_FIELDS = ['delays', 'timeout', 'jitter', 'retryStatuses', 'honourRetryAfter'] as const satisfies readonly (keyof PolicyDraft)[]

const FIELDS_BY_PATH: Readonly<Record<string, keyof EndpointDraft>> = {
  url: 'url',
  name: 'name',
  events: 'events',
  scheme: 'scheme',
  secret: 'secret',
  headers: 'headers',
  speed: 'speed',
  concurrency: 'concurrency',
  'policy.delaysMs': 'delays',
  'policy.timeoutMs': 'timeout',
  'policy.jitter': 'jitter',
  'policy.retryStatuses': 'retryStatuses',
}

/** The form of an endpoint; of a new one for null. */
export function endpointDraftOf(endpoint: Endpoint | null): EndpointDraft {
  return {
    url: endpoint?.resolvedUrl ?? '',
    name: endpoint?.name ?? '',
    events: endpoint?.events ?? ['*'],
    isActive: endpoint?.isActive ?? true,
    scheme: endpoint?.scheme ?? 'crm',
    secret: null,
    headers: endpoint?.headers ?? [],
    speed: endpoint?.speed ?? null,
    concurrency: String(endpoint?.concurrency ?? DEFAULT_CONCURRENCY),
    ...policyDraftOf(endpoint?.policy ?? CRM_POLICY),
  }
}

/** What choosing a profile puts into the form. */
export function profileChanges(id: ProfileId): Omit<EndpointDraft, 'url' | 'name' | 'events' | 'isActive' | 'secret' | 'speed'> {
  const { scheme, policy, concurrency, headers } = PROFILES[id]
  return { scheme, headers, concurrency: String(concurrency), kept: {}, ...policyDraftOf(policy) }
}

/** The profile that the form is exactly; null when it differs from each. */
export function profileOf(draft: EndpointDraft): ProfileId | null {
  return (
    PROFILE_IDS.find((id) => {
      const merged: EndpointDraft = { ...draft, ...profileChanges(id) }
      return JSON.stringify(merged) === JSON.stringify({ ...merged, ...draft, kept: draft.kept ?? {} })
    }) ?? null
  )
}

/** What the engine is asked to set: the changed fields. Throws `bad_input` with fields that are no number or duration. */
export function endpointInputOf(draft: EndpointDraft, changed: ReadonlySet<keyof EndpointDraft>): EndpointInput {
  const concurrency = Number(draft.concurrency)
  if (changed.has('concurrency') && !Number.isInteger(concurrency)) {
    const fields = [{ path: 'concurrency', message: 'is not a whole number' }]
    throw new HookscopeError('bad_input', 'The endpoint cannot be saved.', 'Correct the named fields.', { fields })
  }
  return {
    ...(changed.has('url') && { url: draft.url.trim() }),
    ...(changed.has('name') && draft.name.trim() !== '' && { name: draft.name.trim() }),
    ...(changed.has('events') && { events: [...draft.events] }),
    ...(changed.has('isActive') && { isActive: draft.isActive }),
    ...(changed.has('scheme') && { scheme: draft.scheme }),
    ...(draft.secret !== null && { secret: draft.secret }),
    ...(changed.has('headers') && { headers: filledHeaders(draft.headers) }),
    ...(changed.has('speed') && { speed: draft.speed }),
    ...(changed.has('concurrency') && { concurrency }),
    ...(POLICY_FIELDS.some((field) => changed.has(field)) && { policy: policyOf(draft) }),
  }
}

/** What can be seen to be wrong with a form. Event types are the engine's to judge: it knows those of the workspace. */
function draftProblems(draft: EndpointDraft, changed: ReadonlySet<keyof EndpointDraft>): readonly FieldError[] {
  const { url, events, headers, scheme, secret } = draft
  const wanted = { url: url.trim(), events, headers: filledHeaders(headers), scheme, concurrency: Number(draft.concurrency) }
  const fields = endpointProblems(wanted, secret ?? undefined).filter(({ path }) => !path.startsWith('events['))
  try {
    endpointInputOf(draft, changed)
    return fields
  } catch (error) {
    return [...fields, ...(error instanceof HookscopeError ? error.fields : [])]
  }
}

/** Endpoints as an editable list. */
export function endpointSource(client: Client): EditableSource<Endpoint, EndpointDraft> {
  return {
    list: () => client.endpoints.list(),
    draftOf: endpointDraftOf,
    save: async (endpoint, draft, changed) =>
      endpoint === null
        ? client.endpoints.create({ ...endpointInputOf(draft, changed), url: draft.url.trim() })
        : client.endpoints.update({ ...endpointInputOf(draft, changed), id: endpoint.id }),
    remove: (id) => client.endpoints.remove({ id }),
    check: draftProblems,
    fieldOf: (path) => FIELDS_BY_PATH[path.replace(/\[.*$/, '')] ?? (path.startsWith('scheme.') ? 'scheme' : null),
  }
}
