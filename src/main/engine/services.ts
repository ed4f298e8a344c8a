import type { Endpoint } from '../../shared/domain/endpoint.ts'
import type { EventView, JsonObject } from '../../shared/domain/event.ts'
import type { DeliveryView } from '../../shared/domain/exchange.ts'
import type { HandshakeOrder, HandshakeReport } from '../../shared/domain/handshake/challenge.ts'
import type { RawHeaders } from '../../shared/domain/http-message.ts'
import type { ProfileId } from '../../shared/domain/profiles/profiles.ts'
import type { ReplayOptions } from '../../shared/domain/replay.ts'
import type { RetryPolicy, Speed } from '../../shared/domain/retry-policy.ts'
import type { RotatedSecret, Rotation } from '../../shared/domain/rotation.ts'
import type { Content, SendPreview, SendRequest } from '../../shared/domain/sending.ts'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import type { SampleWish } from './catalogue/sample-event.ts'

/** What the rooms of the engine hand each other. Ids are text as people see them; methods throw `HookscopeError`. */

export interface Deliveries {
  get(id: string): Promise<DeliveryView>
  /** All deliveries, newest first, paged by key. */
  list(page: { before?: string; limit: number }): Promise<{ items: DeliveryView[]; hasMore: boolean }>
  /** Deliveries of one endpoint, newest first, paged by key. */
  listOf(endpointId: string, page: { before?: string; limit: number }): Promise<{ items: DeliveryView[]; hasMore: boolean }>
  attempt(id: string): Promise<DeliveryView>
  cancel(id: string): Promise<DeliveryView>
  follow(ids: readonly string[], signal: AbortSignal): AsyncGenerator<DeliveryView>
}

/** Makes deliveries; the worker sends them. */
export interface Sending {
  preview(request: SendRequest): Promise<SendPreview>
  /** Resolves once the event and its deliveries are committed; their ids in target order. */
  send(request: SendRequest): Promise<string[]>
  /** One event as the CRM publishes it: to every active endpoint that takes it, and kept also when none does; its id. */
  publish(content: Extract<Content, { kind: 'event' | 'envelope' }>): Promise<string>
  /** A sample of the first type the endpoint's filter matches, `metadata.environment: "test"`. */
  test(endpointId: string): Promise<string>
  /** A new delivery made from an exchange; with `dryRun` only says what would be changed. */
  replay(request: ReplayOptions & { readonly id: string; readonly dryRun: boolean }): Promise<{
    deliveryId: string | null
    changes: readonly string[]
  }>
  /** The envelope of a sample. */
  sample(request: SampleWish): Promise<JsonObject>
}

/** Asks of a receiver what a provider asks before it trusts an address. */
export interface Handshakes {
  /**
   * Sends the requests one after the other, waits for each answer and judges it. They are kept like all that is sent.
   * Throws `bad_input`, `not_found`, `conflict`.
   */
  send(order: HandshakeOrder): Promise<HandshakeReport>
}

/** Events of the guide's envelope that were sent or raised; bytes of other shapes are exchanges only. */
export interface EventLog {
  /** Newest first. */
  list(page: { before?: string; limit: number }): { items: EventView[]; hasMore: boolean }
  get(id: string): EventView & { readonly payload: JsonObject }
}

/** The loop that claims due deliveries, attempts, settles and records. */
export interface DeliveryWorker {
  start(): void
  /** Looks for due work now; called after a commit that made some. */
  wake(): void
  /** Takes no new claims; waits up to `graceMs` for running attempts, then interrupts them. */
  stop(graceMs: number): Promise<void>
}

export interface EndpointInput {
  /** Fills scheme, policy, headers and concurrency, where they are not given beside it. */
  readonly profile?: ProfileId
  readonly name?: string
  readonly url?: string
  readonly events?: readonly string[]
  readonly isActive?: boolean
  readonly scheme?: SchemeChoice
  readonly secret?: string
  readonly headers?: RawHeaders
  readonly policy?: RetryPolicy
  readonly concurrency?: number
  readonly speed?: Speed | null
  readonly tenantId?: string | null
}

export interface Endpoints {
  /** Not deleted ones, oldest first. Served from memory. */
  list(): readonly Endpoint[]
  get(id: string): Endpoint
  /** A secret is made when none is given; the first one of the user's own switches the built-in endpoint off. */
  create(input: EndpointInput & { readonly url: string }): Promise<Endpoint>
  update(id: string, input: EndpointInput): Promise<Endpoint>
  /** Cancels its pending deliveries; history stays. */
  remove(id: string): Promise<void>
  /** Undoes a removal of this run, secrets included; what was cancelled stays cancelled. Throws `not_found` when it cannot. */
  restore(id: string): Promise<Endpoint>
  secret(id: string): string
  /** Off by its own policy; `note` says why. Its pending deliveries wait. */
  switchOff(seq: number, note: string): Promise<void>
  /** When the older secrets end; null when there are none. */
  olderUntil(id: string): number | null
  rotateSecret(id: string, rotation: Rotation): Promise<RotatedSecret>
}

export interface OwnAttempt {
  readonly seq: number
  /** It sends a capture on, so what it makes is not sent on again. */
  readonly isForward: boolean
}

/** Attempts of our own that are on the wire, by local `address:port`, so that a capture knows the attempt that made it. */
export interface Loopback {
  /** The attempt now using this socket address; undefined for strangers. */
  attemptAt(address: string): OwnAttempt | undefined
  set(address: string, attempt: OwnAttempt): void
  clear(address: string): void
}
