import { createStore } from 'zustand/vanilla'
import type { Connection, ConnectionStore } from '../../../src/renderer/api/connection.ts'
import type { Client } from '../../../src/shared/contract/client.ts'
import { DEFAULT_CONCURRENCY, type Endpoint } from '../../../src/shared/domain/endpoint.ts'
import type { AttemptView, DeliveryView } from '../../../src/shared/domain/exchange.ts'
import { DEFAULT_ANSWER, type Inbox } from '../../../src/shared/domain/inbox.ts'
import { CRM_POLICY } from '../../../src/shared/domain/retry-policy.ts'

/** A client of which a test gives the procedures it means to be called. */
export function fakeClient(procedures: {
  readonly [Group in keyof Client]?: { readonly [name: string]: (input: never) => unknown }
}): Client {
  return procedures as unknown as Client
}

/** A connection that is there. */
export const connected: ConnectionStore = createStore<Connection>()(() => ({ kind: 'connected' }))

export function anEndpoint(changes: Partial<Endpoint> = {}): Endpoint {
  const url = changes.url ?? 'http://localhost:3000/webhooks/crm'
  return {
    id: 'webhook_1',
    name: 'billing',
    url,
    resolvedUrl: url,
    events: ['*'],
    isActive: true,
    scheme: 'crm',
    headers: [],
    policy: CRM_POLICY,
    concurrency: DEFAULT_CONCURRENCY,
    speed: null,
    tenantId: null,
    isBuiltIn: false,
    note: null,
    createdAt: 0,
    updatedAt: 0,
    ...changes,
  }
}

export function anInbox(changes: Partial<Inbox> = {}): Inbox {
  const path = changes.path ?? '/webhooks/crm'
  return {
    id: 'inbox_1',
    path,
    url: `http://127.0.0.1:5880${path}`,
    scheme: 'crm',
    answer: DEFAULT_ANSWER,
    refuseBadSignatures: false,
    forwardTo: null,
    publicUrl: null,
    handshake: 'scheme',
    verifyToken: null,
    isBuiltIn: false,
    createdAt: 0,
    updatedAt: 0,
    ...changes,
  }
}

export function anAttempt(changes: Partial<AttemptView> = {}): AttemptView {
  return {
    id: 'attempt_1',
    number: 1,
    state: 'settled',
    manual: false,
    at: 0,
    status: 200,
    error: null,
    tookMs: 5,
    timings: null,
    ...changes,
  }
}

export function aDelivery(changes: Partial<DeliveryView> = {}): DeliveryView {
  return {
    id: 'delivery_1',
    eventId: 'evt_1',
    type: 'deal.won',
    endpointId: 'webhook_1',
    place: 'billing',
    url: 'http://localhost:3000/webhooks/crm',
    state: 'success',
    attempts: 1,
    maxAttempts: 3,
    ladderMs: CRM_POLICY.delaysMs,
    speed: 1,
    createdAt: 0,
    lastAttemptAt: 0,
    nextAttemptAt: null,
    status: 200,
    error: null,
    replayOf: null,
    history: [],
    explanation: [],
    ...changes,
  }
}
