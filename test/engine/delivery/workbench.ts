import { onTestFinished } from 'vitest'
import { createDeliveries } from '../../../src/main/engine/delivery/deliveries.ts'
import { createPublishing, type Publishing } from '../../../src/main/engine/delivery/publishing.ts'
import { createReplays } from '../../../src/main/engine/delivery/replay.ts'
import { createSending } from '../../../src/main/engine/delivery/sending.ts'
import { createDeliveryWorker, type Worker, type WorkerParts } from '../../../src/main/engine/delivery/worker.ts'
import { createLoopback } from '../../../src/main/engine/loopback.ts'
import type { Core } from '../../../src/main/engine/core.ts'
import type { Deliveries, Endpoints, Sending } from '../../../src/main/engine/services.ts'
import { saveEndpoint } from '../../../src/main/engine/store/endpoints.ts'
import type { Endpoint } from '../../../src/shared/domain/endpoint.ts'
import { EVENT_TYPES } from '../../../src/shared/domain/catalogue/catalogue.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import type { DeliveryView } from '../../../src/shared/domain/exchange.ts'
import { formatId } from '../../../src/shared/domain/ids.ts'
import { CRM_POLICY } from '../../../src/shared/domain/retry-policy.ts'
import type { SendRequest, Target } from '../../../src/shared/domain/sending.ts'
import { testCore } from '../../support/core.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'

/** The delivery room on a real database and a clock that is walked by hand. */
export interface Workbench {
  readonly core: Core & { folder: string }
  readonly clock: FakeClock
  readonly worker: Worker
  readonly publishing: Publishing
  readonly sending: Sending
  readonly deliveries: Deliveries
  /** Endpoints as they are now; tests replace them. */
  readonly endpoints: Endpoint[]
  addEndpoint(changes: Partial<Endpoint>): Endpoint
  changeEndpoint(id: string, changes: Partial<Endpoint> | null): void
  /** Sends one `lead.created` with fixed data. */
  send(target: Target | null, more?: Partial<SendRequest>): Promise<string>
  /** Resolves with the deliveries once all are final, in the order they became so. */
  ended(ids: readonly string[]): Promise<DeliveryView[]>
  /** Resolves with the delivery once it looks as wanted. */
  until(id: string, wanted: (view: DeliveryView) => boolean): Promise<DeliveryView>
}

export function openWorkbench(parts: Partial<WorkerParts> & { core?: Core & { folder: string }; isStopped?: boolean } = {}): Workbench {
  const clock = (parts.core?.clock as FakeClock | undefined) ?? createFakeClock()
  const core = parts.core ?? testCore({ clock })
  core.changes.setMaxListeners(0)
  const endpoints: Endpoint[] = []
  const worker = createDeliveryWorker(core, {
    loopback: createLoopback(),
    inboxUrl: () => null,
    publicUrl: () => null,
    endpoints: () => endpoints,
    switchOff: () => {},
    claims: 'all',
    ...parts,
  })
  const service = {
    list: () => endpoints,
    get: (id: string) => {
      const found = endpoints.find((each) => each.id === id)
      if (!found) throw new HookscopeError('not_found', 'no', 'no')
      return found
    },
  } as unknown as Endpoints
  const publishing = createPublishing(core, { endpoints: service, worker })
  const sending = createSending(core, {
    endpoints: service,
    worker,
    publishing,
    replays: createReplays(core, { endpoints: service, worker }),
    eventTypes: { find: () => undefined, names: () => EVENT_TYPES },
    variables: { values: () => new Map([['tenant', 'tenant_7']]) },
  })
  const deliveries = createDeliveries(core, { worker })
  if (parts.isStopped !== true) worker.start()
  onTestFinished(async () => {
    const stopped = worker.stop(0)
    clock.advance(0)
    await stopped
  })

  async function until(id: string, wanted: (view: DeliveryView) => boolean): Promise<DeliveryView> {
    for (;;) {
      const changed = new Promise<void>((resolve) => core.changes.once('deliveries', () => resolve()))
      const view = await deliveries.get(id)
      if (wanted(view)) return view
      await changed
    }
  }

  return {
    core,
    clock,
    worker,
    publishing,
    sending,
    deliveries,
    endpoints,
    until,
    ended: async (ids) => {
      const views: DeliveryView[] = []
      for await (const view of deliveries.follow(ids, new AbortController().signal)) {
        if (view.state !== 'pending' && !view.history.some((each) => each.state === 'running')) views.push(view)
      }
      return views
    },
    addEndpoint: (changes) => {
      const id = core.ids()
      const endpoint: Endpoint = {
        id: formatId('webhook', id),
        name: 'Shop',
        url: 'http://127.0.0.1:9/',
        resolvedUrl: 'http://127.0.0.1:9/',
        events: ['*'],
        isActive: true,
        scheme: 'crm',
        headers: [],
        policy: CRM_POLICY,
        concurrency: 8,
        speed: null,
        tenantId: null,
        isBuiltIn: false,
        note: null,
        createdAt: clock.now(),
        updatedAt: clock.now(),
        ...changes,
      }
      endpoints.push(endpoint)
      saveEndpoint(core.db, { ...endpoint, seq: id.seq })
      core.changes.emit('endpoints')
      return endpoint
    },
    changeEndpoint: (id, changes) => {
      const index = endpoints.findIndex((each) => each.id === id)
      if (changes === null) endpoints.splice(index, 1)
      else endpoints[index] = { ...(endpoints[index] as Endpoint), ...changes }
      core.changes.emit('endpoints')
      worker.wake()
    },
    send: async (target, more = {}) => {
      const [id] = await sending.send({
        content: { kind: 'event', type: 'lead.created', data: { id: 'lead_1', firstName: 'Zoë' } },
        ...(target && { targets: [target] }),
        ...more,
      })
      return id as string
    },
  }
}

export function toUrl(url: string, more: Partial<Extract<Target, { kind: 'url' }>> = {}): Target {
  return { kind: 'url', url, scheme: 'crm', ...more }
}

export function toEndpoint(endpoint: Endpoint): Target {
  return { kind: 'endpoint', endpointId: endpoint.id }
}
