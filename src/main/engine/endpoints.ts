import { DEFAULT_CONCURRENCY, INBOX_URL_PREFIX, type Endpoint } from '../../shared/domain/endpoint.ts'
import { endpointProblems } from '../../shared/domain/endpoint-problems.ts'
import { type FieldError, HookscopeError, wrongFields } from '../../shared/domain/errors.ts'
import { formatId } from '../../shared/domain/ids.ts'
import { profilePreset } from '../../shared/domain/profiles/profiles.ts'
import { CRM_POLICY } from '../../shared/domain/retry-policy.ts'
import { schemeOf } from '../../shared/domain/signature/scheme.ts'
import { assertSecret } from '../../shared/domain/signature/secret.ts'
import { createRemovedThings } from './removed-things.ts'
import { rotateSecret } from './rotate-secret.ts'
import { createSecretText } from './secret-text.ts'
import type { Inboxes } from './inboxes.ts'
import type { Core } from './core.ts'
import type { EndpointInput, Endpoints } from './services.ts'
import { markEndpointDeleted, saveEndpoint, selectEndpoints, unmarkEndpointDeleted, type StoredEndpoint } from './store/endpoints.ts'
import { createWrittenThrough } from './written-through.ts'

interface Neighbours {
  readonly inboxes: Inboxes
  /** Names of all event types, the workspace's own included. */
  readonly eventTypes: () => readonly string[]
  /** Cancels what is pending for a deleted endpoint; called inside the write that deletes it. */
  readonly cancelPendingOf: (endpointSeq: number) => void
  /** Something may be due now: an endpoint was switched on or changed. */
  readonly wake: () => void
}

const BUILT_IN_NAME = 'Local loop'
const SWITCHED_OFF = 'Switched off when you registered an endpoint of your own.'

/** The registered endpoints, held in memory and written through. */
export function createEndpoints(core: Core, neighbours: Neighbours): Endpoints {
  const stored = createWrittenThrough<StoredEndpoint>(core, {
    select: selectEndpoints,
    missing: (id) => new HookscopeError('not_found', `There is no endpoint ${id}.`, 'List them with hookscope endpoints.'),
    changed: () => {
      core.changes.emit('endpoints')
      neighbours.wake()
    },
  })

  const removed = createRemovedThings<StoredEndpoint>('endpoint')

  function view(endpoint: StoredEndpoint): Endpoint {
    const { seq: _, ...rest } = endpoint
    return { ...rest, resolvedUrl: resolve(endpoint.url) }
  }

  function resolve(url: string): string {
    if (!url.startsWith(INBOX_URL_PREFIX)) return url
    const inbox = neighbours.inboxes.list().find((each) => each.id === url.slice(INBOX_URL_PREFIX.length))
    return inbox?.url ?? url
  }

  /** An address of our own receiver means the inbox, so that it goes on working when the port changes. */
  function ownInboxUrl(url: string): string {
    const inbox = neighbours.inboxes.list().find((each) => each.url === url)
    return inbox ? INBOX_URL_PREFIX + inbox.id : url
  }

  /** An endpoint whose inbox was deleted later can still be changed otherwise: only a new url is looked at. */
  function inboxProblems({ url }: StoredEndpoint, before?: StoredEndpoint): FieldError[] {
    if (!url.startsWith(INBOX_URL_PREFIX) || url === before?.url) return []
    const id = url.slice(INBOX_URL_PREFIX.length)
    if (neighbours.inboxes.list().some((each) => each.id === id)) return []
    return [{ path: 'url', message: `names an inbox that is not there: "${id}"` }]
  }

  /** Part of a write. A secret that stays is checked anew when the scheme changes. Throws `bad_input`. */
  function save(endpoint: StoredEndpoint, secret: string | undefined, before?: StoredEndpoint): void {
    const kept = before && before.scheme !== endpoint.scheme ? core.secrets.revealOwn(endpoint.id) : null
    const fields = [...inboxProblems(endpoint, before), ...endpointProblems(endpoint, secret ?? kept ?? undefined, neighbours.eventTypes())]
    if (fields.length > 0) throw wrongFields('The endpoint cannot be saved', fields)
    saveEndpoint(core.db, endpoint)
    if (secret !== undefined) core.secrets.put(endpoint.id, secret)
  }

  return {
    list: () => stored.list().map(view),
    get: (id) => view(stored.find(id)),
    secret: (id) => core.secrets.reveal(stored.find(id).id) ?? '',

    olderUntil: (id) => core.secrets.olderUntil(stored.find(id).id),
    rotateSecret: async (id, rotation) =>
      stored.change((rows) => {
        const { scheme } = rows.find(id)
        if (rotation.secret !== undefined) assertSecret(scheme, rotation.secret)
        return rotateSecret(core, id, scheme, rotation)
      }),

    create: async ({ profile, ...given }) => {
      const input = { ...(profile && profilePreset(profile)), ...given }
      const id = core.ids()
      const now = core.clock.now()
      const url = ownInboxUrl(input.url)
      const endpoint: StoredEndpoint = {
        seq: id.seq,
        id: formatId('webhook', id),
        name: input.name ?? defaultName(input.url),
        url,
        events: unique(input.events ?? ['*']),
        isActive: input.isActive ?? true,
        scheme: input.scheme ?? 'crm',
        headers: input.headers ?? [],
        policy: input.policy ?? CRM_POLICY,
        concurrency: input.concurrency ?? DEFAULT_CONCURRENCY,
        speed: input.speed ?? null,
        tenantId: input.tenantId ?? null,
        isBuiltIn: false,
        note: null,
        createdAt: now,
        updatedAt: now,
      }
      const secret = input.secret ?? createSecretText(core.random, schemeOf(endpoint.scheme))
      await stored.change(({ all }) => {
        const isFirst = all.every((each) => each.isBuiltIn)
        const switchedOff = isFirst ? all.filter((each) => each.isActive) : []
        for (const each of switchedOff) saveEndpoint(core.db, { ...each, isActive: false, note: SWITCHED_OFF, updatedAt: now })
        save(endpoint, secret)
      })
      return view(endpoint)
    },

    update: async (id, { profile, ...given }) => {
      const input = { ...(profile && profilePreset(profile)), ...given }
      const url = input.url === undefined ? undefined : ownInboxUrl(input.url)
      const updatedAt = core.clock.now()
      const changed = await stored.change((rows) => {
        const before = rows.find(id)
        const after: StoredEndpoint = {
          ...before,
          ...withoutSecret(input),
          url: url ?? before.url,
          events: unique(input.events ?? before.events),
          // The reason why Hookscope switched it off is history once a person decides.
          note: input.isActive === undefined ? before.note : null,
          updatedAt,
        }
        save(after, input.secret, before)
        return after
      })
      return view(changed)
    },

    switchOff: (seq, note) =>
      stored.change(({ all }) => {
        const before = all.find((each) => each.seq === seq)
        if (before?.isActive) saveEndpoint(core.db, { ...before, isActive: false, note, updatedAt: core.clock.now() })
      }),

    remove: async (id) => {
      const deletedAt = core.clock.now()
      await stored.change((rows) => {
        const entity = rows.find(id)
        const { seq } = entity
        markEndpointDeleted(core.db, seq, deletedAt)
        neighbours.cancelPendingOf(seq)
        removed.put(id, { entity, putSecretsBack: core.secrets.take(id) })
      })
    },

    restore: async (id) => {
      const endpoint = await stored.change(() => {
        const { entity, putSecretsBack } = removed.find(id)
        unmarkEndpointDeleted(core.db, entity.seq, entity.isActive)
        putSecretsBack()
        return entity
      })
      removed.forget(id)
      return view(endpoint)
    },
  }
}

/** The endpoint made at first start: to the built-in inbox, so that one click shows both sides of a delivery. */
export function insertBuiltInEndpoint(core: Pick<Core, 'db' | 'ids' | 'clock'>, inboxId: string): void {
  const id = core.ids()
  const now = core.clock.now()
  saveEndpoint(core.db, {
    seq: id.seq,
    id: formatId('webhook', id),
    name: BUILT_IN_NAME,
    url: INBOX_URL_PREFIX + inboxId,
    events: ['*'],
    isActive: true,
    scheme: 'crm',
    headers: [],
    policy: CRM_POLICY,
    concurrency: DEFAULT_CONCURRENCY,
    speed: null,
    tenantId: null,
    isBuiltIn: true,
    note: null,
    createdAt: now,
    updatedAt: now,
  })
}

function defaultName(url: string): string {
  if (!URL.canParse(url)) return url
  const { host, pathname } = new URL(url)
  return pathname === '/' ? host : host + pathname
}

/** Each filter once, in the order given. */
function unique(events: readonly string[]): readonly string[] {
  return [...new Set(events)]
}

function withoutSecret(input: EndpointInput): Omit<EndpointInput, 'secret'> {
  const { secret: _, ...rest } = input
  return rest
}
