import { DEFAULT_CONCURRENCY, INBOX_URL_PREFIX, type Endpoint } from '../../shared/domain/endpoint.ts'
import { endpointProblems } from '../../shared/domain/endpoint-problems.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { formatId } from '../../shared/domain/ids.ts'
import { CRM_POLICY } from '../../shared/domain/retry-policy.ts'
import { createSecretText } from './secret-text.ts'
import type { Core, EndpointInput, Endpoints, Inboxes } from './services.ts'
import { markEndpointDeleted, saveEndpoint, selectEndpoints, type StoredEndpoint } from './store/endpoints.ts'

interface Neighbours {
  readonly inboxes: Inboxes
  /** Cancels what is pending for a deleted endpoint; called inside the write that deletes it. */
  readonly cancelPendingOf: (endpointSeq: number) => void
  /** Something may be due now: an endpoint was switched on or changed. */
  readonly wake: () => void
}

const BUILT_IN_NAME = 'Local loop'
const SWITCHED_OFF = 'Switched off when you registered an endpoint of your own.'

/** The registered endpoints, held in memory and written through. */
export function createEndpoints(core: Core, neighbours: Neighbours): Endpoints {
  let stored = selectEndpoints(core.db)

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

  function find(id: string): StoredEndpoint {
    const endpoint = stored.find((each) => each.id === id)
    if (!endpoint) throw new HookscopeError('not_found', `There is no endpoint ${id}.`, 'List them with hookscope endpoints.')
    return endpoint
  }

  function assertSavable(endpoint: StoredEndpoint, secret: string | undefined): void {
    const fields = endpointProblems(endpoint, secret)
    if (fields.length === 0) return
    const [first] = fields
    throw new HookscopeError('bad_input', `The endpoint cannot be saved: ${first?.path} ${first?.message}.`, 'Correct the named fields.', {
      fields,
    })
  }

  async function save(
    endpoint: StoredEndpoint,
    tail: string,
    secret: string | undefined,
    others: readonly StoredEndpoint[] = [],
  ): Promise<Endpoint> {
    await core.writer.commit(() => {
      for (const other of others) saveEndpoint(core.db, { seq: other.seq, tail: other.id.slice(-13) }, other)
      saveEndpoint(core.db, { seq: endpoint.seq, tail }, endpoint)
      if (secret !== undefined) core.secrets.put(endpoint.id, secret)
    })
    stored = selectEndpoints(core.db)
    core.changes.emit('endpoints')
    neighbours.wake()
    return view(endpoint)
  }

  return {
    list: () => stored.map(view),
    get: (id) => view(find(id)),
    secret: (id) => core.secrets.reveal(find(id).id) ?? '',

    create: async (input) => {
      const id = core.ids()
      const now = core.clock.now()
      const url = ownInboxUrl(input.url)
      const endpoint: StoredEndpoint = {
        seq: id.seq,
        id: formatId('webhook', id),
        name: input.name ?? defaultName(input.url),
        url,
        events: input.events ?? ['*'],
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
      assertSavable(endpoint, input.secret)
      const builtIn = stored.filter((each) => each.isBuiltIn && each.isActive)
      const isFirst = !stored.some((each) => !each.isBuiltIn)
      const switchedOff = isFirst ? builtIn.map((each) => ({ ...each, isActive: false, note: SWITCHED_OFF, updatedAt: now })) : []
      return save(endpoint, id.tail, input.secret ?? createSecretText(core.random), switchedOff)
    },

    update: async (id, input) => {
      const before = find(id)
      const changed: StoredEndpoint = {
        ...before,
        ...withoutSecret(input),
        url: input.url === undefined ? before.url : ownInboxUrl(input.url),
        // The reason why Hookscope switched it off is history once a person decides.
        note: input.isActive === undefined ? before.note : null,
        updatedAt: core.clock.now(),
      }
      assertSavable(changed, input.secret)
      return save(changed, before.id.slice(-13), input.secret)
    },

    remove: async (id) => {
      const endpoint = find(id)
      await core.writer.commit(() => {
        markEndpointDeleted(core.db, endpoint.seq, core.clock.now())
        neighbours.cancelPendingOf(endpoint.seq)
        core.secrets.put(endpoint.id, null)
      })
      stored = selectEndpoints(core.db)
      core.changes.emit('endpoints')
      neighbours.wake()
    },
  }
}

/** The endpoint made at first start: to the built-in inbox, so that one click shows both sides of a delivery. */
export function insertBuiltInEndpoint(core: Pick<Core, 'db' | 'ids' | 'clock'>, inboxId: string): void {
  const id = core.ids()
  const now = core.clock.now()
  saveEndpoint(core.db, id, {
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

function withoutSecret(input: EndpointInput): Omit<EndpointInput, 'secret'> {
  const { secret: _, ...rest } = input
  return rest
}
