import type { Database } from 'better-sqlite3'
import type { KeyObject } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import type { Diagnosis } from '../../shared/domain/diagnosis/diagnosis.ts'
import type { Endpoint } from '../../shared/domain/endpoint.ts'
import type { FeedOrder } from '../../shared/domain/feed-order.ts'
import type { FieldError } from '../../shared/domain/errors.ts'
import type { EventView, JsonObject } from '../../shared/domain/event.ts'
import type { DeliveryView, ExchangeDetail, ExchangeSummary, Lineage, SignedContent } from '../../shared/domain/exchange.ts'
import type { Histogram, Span } from '../../shared/domain/histogram.ts'
import type { HandshakeOrder, HandshakeReport } from '../../shared/domain/handshake/challenge.ts'
import type { HandshakeChoice } from '../../shared/domain/handshake/handshake.ts'
import type { RawHeaders } from '../../shared/domain/http-message.ts'
import type { RowId } from '../../shared/domain/ids.ts'
import type { Answer, Inbox } from '../../shared/domain/inbox.ts'
import type { Note, NoteChange } from '../../shared/domain/note.ts'
import type { SavedFilter } from '../../shared/domain/saved-filter.ts'
import type { Settings } from '../../shared/domain/retention.ts'
import type { ProfileId } from '../../shared/domain/profiles/profiles.ts'
import type { RetryPolicy, Speed } from '../../shared/domain/retry-policy.ts'
import type { ReplayOptions } from '../../shared/domain/replay.ts'
import type { RotatedSecret, Rotation } from '../../shared/domain/rotation.ts'
import type { Content, SendPreview, SendRequest } from '../../shared/domain/sending.ts'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import type { EngineStatus, ReceiverStatus } from '../../shared/domain/status.ts'
import type {
  ExportProgress,
  ExportRequest,
  ImportProgress,
  ImportReport,
  OpenedExport,
  RedactionPreview,
} from '../../shared/domain/transfer/formats.ts'
import type { Verification } from '../../shared/domain/verdict.ts'
import type { AnnotatedAll } from './annotate-all.ts'
import type { SampleWish } from './catalogue/sample-event.ts'
import type { Clock, Log, Random } from './clock.ts'
import type { Compositions } from './compositions.ts'
import type { Crm } from './crm/service.ts'
import type { EventTypes } from './event-types.ts'
import type { Health } from './health.ts'
import type { ReplayBatches } from './delivery/replay-batches.ts'
import type { Simulation } from './simulation/simulation.ts'
import type { Reader } from './store/reader.ts'
import type { Writer } from './store/writer.ts'
import type { Variables } from './variables.ts'

/**
 * The engine's rooms and what each promises the others. `engine.ts` is the one place that wires them; each is made by a
 * `create…` function of its own file. All ids here are text as people see them; methods throw `HookscopeError`.
 */

/** What every room may use. */
export interface Core {
  /** The writer's connection: every write goes through `writer`; small indexed reads may use it directly. */
  readonly db: Database
  readonly writer: Writer
  /** The reader thread: everything that may take longer than a millisecond. */
  readonly reader: Reader
  readonly ids: () => RowId
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly changes: Changes
  readonly secrets: Secrets
  /** This run of the engine: claims belong to it. */
  readonly run: RowId
}

/**
 * Tells that something was committed; never steers. Sequences are primary keys (`RowId.seq`).
 * - `exchanges`: rows of `exchange` were added or changed
 * - `deliveries`: rows of `delivery` were added or changed
 * - `endpoints` / `inboxes`: the list was edited
 * - `entities`: the mock CRM holds others, or others of them
 * - `replays`: a batch of them was started, or has another state
 * - `receiver`: it listens, is paused, or is off
 */
export type Changes = EventEmitter<{
  exchanges: [seqs: readonly number[]]
  deliveries: [seqs: readonly number[]]
  endpoints: []
  inboxes: []
  entities: []
  replays: []
  receiver: []
}>

/** Signing secrets, sealed in the database under the workspace's key; opened ones are kept in memory as KeyObjects. */
export interface Secrets {
  /** Active secrets of an owner, newest first, as keys ready to sign with; empty when it has none. Owner: 'workspace' or an entity's id. */
  keys(owner: string): readonly KeyObject[]
  /** The newest active secret as text, for people; null when there is none. */
  reveal(owner: string): string | null
  /** The same without the workspace's in place of a missing one. */
  revealOwn(owner: string): string | null
  /** All of the workspace, its inboxes and endpoints, newest first, also those that have ended. Deliveries' own and the token are left out. */
  stored(): readonly { readonly owner: string; readonly key: KeyObject; readonly hasEnded: boolean }[]
  /** Replaces the owner's secrets by this one. Call inside a writer's write; `null` removes them. */
  put(owner: string, secret: string | null): void
  /** Removes the owner's secrets; the returned function puts them back as they were. Call both inside a writer's write. */
  take(owner: string): () => void
  /** Signs and verifies by this one from now on, and by those before it until `endsAt`. Call inside a writer's write. */
  rotate(owner: string, secret: string, endsAt: number): void
  /** When the last of the older ones ends; null when there is only one. */
  olderUntil(owner: string): number | null
}

/** What is checked again. What is left out is as it was: the present secrets, newest first, the scheme, the url that is signed. */
interface VerifyAgain {
  readonly id: string
  readonly secrets?: readonly string[]
  readonly scheme?: SchemeChoice
  readonly url?: string
}

export interface Exchanges {
  /** As in the contract; `signal` ends a long search. */
  list(
    page: { filter: string; before?: string; after?: string; limit: number; order?: FeedOrder; withinMs?: number },
    signal?: AbortSignal,
  ): Promise<{ items: ExchangeSummary[]; hasMore: boolean; next: string | null; unsearched: number }>
  count(filter: string, signal?: AbortSignal): Promise<{ value: number; exact: boolean }>
  /** What happened when, live as in the contract; ends when `signal` aborts. */
  histogram(request: { filter: string; span: Span }, signal: AbortSignal): AsyncGenerator<Histogram>
  get(id: string): Promise<ExchangeDetail>
  /** Full id (of an exchange, delivery or event) for a unique part of ≥ 6 characters. */
  find(part: string): Promise<string>
  body(request: { id: string; side: 'request' | 'response'; offset: number; length: number; decoded: boolean }): Promise<{
    bytes: Uint8Array
    totalBytes: number | null
    encoding: string | null
    problem: string | null
  }>
  verify(request: VerifyAgain): Promise<Verification>
  /** Verifies again and says why it is not valid; null where there is nothing to explain. */
  diagnose(request: VerifyAgain, signal?: AbortSignal): Promise<{ verification: Verification; diagnosis: Diagnosis | null }>
  /** What the signature of its request is made over; null where there is none, or it cannot be told. */
  signed(id: string): Promise<SignedContent | null>
  /** What it comes from and what came of it. */
  lineage(id: string): Promise<Lineage>
  /** Where the request's body leaves the schema of its event type; null when none is known, or it is no JSON or beyond 1 MiB. */
  drift(id: string): Promise<FieldError[] | null>
  /** Changes what people added to an exchange; null when nothing is left of it. */
  annotate(id: string, change: NoteChange): Promise<Note | null>
  /** The same on many: these, or all that match now. */
  annotateAll(what: { ids: readonly string[] } | { filter: string }, change: NoteChange): Promise<AnnotatedAll>
  curl(id: string): Promise<string>
  remove(what: { ids: readonly string[] } | { filter: string } | { all: true }): Promise<number>
  /** Live batches as in the contract; ends when `signal` aborts. The next batch is made when it is asked for. */
  watch(
    request: { filter: string; after?: string },
    signal: AbortSignal,
  ): AsyncGenerator<{ cursor: string; rows: ExchangeSummary[]; gap: boolean }>
}

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

export interface InboxInput {
  readonly path?: string
  readonly scheme?: SchemeChoice | null
  /** null: the workspace's. */
  readonly secret?: string | null
  readonly answer?: Partial<Answer>
  readonly refuseBadSignatures?: boolean
  readonly forwardTo?: string | null
  readonly publicUrl?: string | null
  readonly handshake?: HandshakeChoice
  readonly verifyToken?: string | null
}

export interface Inboxes {
  list(): readonly Inbox[]
  get(id: string): Inbox
  create(input: InboxInput & { readonly path: string }): Promise<Inbox>
  update(id: string, input: InboxInput): Promise<Inbox>
  remove(id: string): Promise<void>
  /** Undoes a removal of this run, secrets included. Throws `not_found` when it cannot, `conflict` when its path is taken. */
  restore(id: string): Promise<Inbox>
  /** Its own secret, else the workspace's; null when it has none of its own and expects no signature. */
  secret(id: string): { secret: string | null; isOwn: boolean; olderUntil: number | null }
  rotateSecret(id: string, rotation: Rotation): Promise<RotatedSecret>
}

/** An inbox whose settings a command has changed for as long as it runs. */
export interface InboxLoan {
  readonly inbox: Inbox
  /** Puts each changed setting back where it was; again, it does nothing. */
  giveBack(): Promise<void>
}

export interface InboxLoans {
  /** Throws `conflict` while another has it. */
  lend(id: string, input: Pick<InboxInput, 'secret' | 'scheme' | 'forwardTo'>): Promise<InboxLoan>
  /** Nothing is lent: nothing is done. */
  giveBack(id: string): Promise<void>
}

export interface Receiver {
  status(): ReceiverStatus
  /** `http://127.0.0.1:5880`, no slash at the end; null while it is off. */
  url(): string | null
  /**
   * Opens a port, or moves to it: the old one closes once the new one is open. Port 0 picks a free one. Without `host` it
   * stays where it is, at first on 127.0.0.1. Throws `port_in_use` or `address_unavailable`; a receiver that was listening
   * goes on where it was.
   */
  listen(address: { host?: string; port: number }): Promise<void>
  pause(): void
  resume(): void
  close(): Promise<void>
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

/** Settings of the workspace; `put` replaces those that are given. */
export interface SettingsRoom {
  get(): Settings
  put(change: Partial<Settings>): Promise<Settings>
}

/** Filters that people keep. */
export interface SavedFilters {
  /** By name. */
  list(): SavedFilter[]
  /** A new one, or with an id that one as it is now. Throws `bad_filter`, and `conflict` for a name that is taken. */
  save(filter: { id?: string; name: string; filter: string }): Promise<SavedFilter>
  remove(id: string): Promise<void>
}

export interface Workspace {
  /** For people. */
  readonly name: string
  secret(): string
  setSecret(secret: string): Promise<void>
  rotateSecret(rotation: Rotation): Promise<RotatedSecret>
}

/** Exchanges into files. An export is opened, then read piece by piece by its ticket; one that nobody reads is closed after a while. */
export interface Exports {
  open(request: ExportRequest): Promise<OpenedExport>
  read(ticket: string): Promise<{ text: string; isDone: boolean; progress: ExportProgress }>
  /** What a redaction would mask in the first exchanges; nothing is written. */
  preview(request: ExportRequest, maxExchanges: number): Promise<RedactionPreview>
  /** All pieces; leaving them early closes the export. */
  pieces(ticket: string): AsyncGenerator<string>
  progress(ticket: string): ExportProgress & { readonly state: 'open' | 'done' | 'failed' }
  close(ticket: string): Promise<void>
}

/** Files into exchanges. An import is opened, given the file piece by piece, and finished; one at a time. */
export interface Imports {
  /** Throws `conflict` while another one runs. */
  open(): string
  /** Takes the next bytes of the file; resolves once what is whole of them is stored. */
  write(ticket: string, bytes: Uint8Array): Promise<ImportProgress>
  finish(ticket: string): Promise<ImportReport>
  /** What was taken in stays. */
  cancel(ticket: string): Promise<void>
}

/** A room that holds something for callers who may never come back. */
export interface Closing {
  /** Lets go of everything; the engine ends. */
  closeAll(): void
}

export interface Engine {
  readonly changes: Changes
  readonly exchanges: Exchanges
  readonly deliveries: Deliveries
  readonly sending: Sending
  readonly handshakes: Handshakes
  readonly crm: Crm
  readonly simulation: Simulation
  readonly replays: ReplayBatches
  readonly eventLog: EventLog
  readonly eventTypes: EventTypes
  readonly variables: Variables
  readonly compositions: Compositions
  readonly endpoints: Endpoints
  readonly inboxes: Inboxes
  readonly inboxLoans: InboxLoans
  readonly workspace: Workspace
  readonly health: Health
  readonly settings: SettingsRoom
  readonly savedFilters: SavedFilters
  readonly receiver: Receiver
  readonly exports: Exports
  readonly imports: Imports
  /** The REST token: the same across restarts. */
  readonly token: string
  /** `controlUrl` is filled in by the shell that has one. */
  status(): Promise<EngineStatus>
  /** Stops the receiver, drains deliveries for up to two seconds, closes the files. */
  close(): Promise<void>
}
