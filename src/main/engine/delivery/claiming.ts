import type { KeyObject } from 'node:crypto'
import { advance, type Ladder, plan, type Progress } from '../../../shared/domain/delivery.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { formatId, type RowId } from '../../../shared/domain/ids.ts'
import type { Core } from '../core.ts'
import type { AttemptRow, RequestHead } from '../store/attempts.ts'
import { type DeliveryRow, laneOf, type NewDelivery, type StoredDelivery } from '../store/delivery-row.ts'
import { addressOf, blocked, type Composed, composeRequest, resolveUrl } from './request.ts'
import type { DeliveryStore } from './store.ts'

/** A delivery whose attempt is committed as running and may now go on the wire. */
export interface Claim {
  readonly delivery: StoredDelivery
  /** Progress with the attempt on the wire. */
  readonly progress: Progress
  readonly attempt: RowId
  readonly startedAt: number
  readonly composed: Composed
}

/** What claiming looks up beside the database. */
export interface Targets {
  /** The endpoint as it is now; undefined when it was deleted. */
  endpoint(seq: number): Endpoint | undefined
  /** Where an own inbox is reached; null while it cannot be. */
  inboxUrl(inboxId: string): string | null
  /** The public url of an own inbox; null when it has none. */
  publicUrl(inboxId: string): string | null
}

/** The address of a delivery as it is now, and its endpoint. */
export function targetOf(
  delivery: Pick<DeliveryRow, 'endpointSeq' | 'url'>,
  targets: Targets,
): { readonly url: string | null; readonly endpoint: Endpoint | null } {
  if (delivery.endpointSeq === null) return { url: delivery.url, endpoint: null }
  const endpoint = targets.endpoint(delivery.endpointSeq)
  return { url: endpoint ? resolveUrl(endpoint.url, targets.inboxUrl) : null, endpoint: endpoint ?? null }
}

/** The url a receiver believes to be called at, where that is not the one that is called: an own inbox behind a tunnel. */
export function signedUrlOf(endpoint: Endpoint | null, targets: Targets): string | null {
  return endpoint === null ? null : resolveUrl(endpoint.url, (inboxId) => targets.publicUrl(inboxId))
}

/** Raw request target for lists; `/` while the address is unknown. */
export function pathFor(url: string | null): string {
  return (url === null ? null : addressOf(url)?.path) ?? '/'
}

/** Claims one delivery for an attempt. Called inside a writer's write; the attempt goes on the wire only after that commit. */
export function claim(core: Core, store: DeliveryStore, targets: Targets, delivery: StoredDelivery, by: 'ladder' | 'hand'): Claim {
  const advanced = advance(delivery.progress, { kind: by === 'hand' ? 'attempt now' : 'claimed' }, delivery.ladder)
  if (advanced.kind === 'refused') throw new Error(`delivery ${delivery.id.seq} was claimed twice: ${advanced.why}`)
  const { progress } = advanced
  const number = delivery.planned ? 1 : store.attempts.nextNumber(delivery.id.seq)
  const id = delivery.planned ?? core.ids()
  const started = prepare(core, targets, delivery, () => store.events.body(delivery.bodyOf), { id, number, manual: by === 'hand' })
  if (delivery.planned) store.attempts.startPlanned(started.attempt, started.head)
  else store.attempts.startNew(started.attempt, started.head)
  store.deliveries.claim(delivery.id.seq, progress.dueAt, core.run.seq)
  return { delivery, progress, attempt: id, startedAt: started.attempt.at, composed: started.composed }
}

/**
 * Inserts a delivery that is claimed for its first attempt at once, with that attempt as running: the same as
 * `insertDelivery` and then `claim`, in half the statements. Called inside a writer's write.
 */
export function insertClaimed(
  core: Core,
  store: DeliveryStore,
  targets: Targets,
  delivery: NewDelivery,
  body: () => Uint8Array | null,
  planned = planNew(core, delivery),
): Claim {
  const advanced = advance(planned, { kind: 'claimed' }, delivery.ladder)
  if (advanced.kind === 'refused') throw new Error(`a new delivery could not be claimed: ${advanced.why}`)
  const { progress } = advanced
  store.deliveries.insert(delivery, progress, core.run.seq)
  const id = core.ids()
  const { attempt, head, composed } = prepare(core, targets, delivery, body, { id, number: 1, manual: false })
  store.attempts.startNew(attempt, head)
  return {
    delivery: { ...delivery, progress: planned, lane: laneOf(delivery), planned: null },
    progress,
    attempt: id,
    startedAt: attempt.at,
    composed,
  }
}

/** What an attempt writes as it starts, and what then leaves: signed now. */
function prepare(
  core: Core,
  targets: Targets,
  delivery: DeliveryRow,
  body: () => Uint8Array | null,
  { id, number, manual }: Pick<AttemptRow, 'id' | 'number' | 'manual'>,
): { readonly attempt: AttemptRow; readonly head: RequestHead; readonly composed: Composed } {
  const { url, endpoint } = targetOf(delivery, targets)
  const target = { url, endpoint, signedUrl: signedUrlOf(endpoint, targets) ?? url }
  const { composed, bodyBytes } = compose(core, delivery, body, target, number)
  return {
    composed,
    attempt: {
      id,
      deliverySeq: delivery.id.seq,
      endpointSeq: delivery.endpointSeq,
      number,
      manual,
      at: core.clock.now(),
      method: delivery.method,
      path: pathFor(url),
      type: delivery.type,
      eventId: delivery.eventId,
      requestBytes: bodyBytes,
    },
    head: { url: url ?? '', headers: composed.kind === 'ready' ? composed.request.headers : [], bodyOf: delivery.bodyOf },
  }
}

/** What is stored and cannot be read blocks its own delivery, never the others of its lane. */
function compose(
  core: Core,
  delivery: DeliveryRow,
  readBody: () => Uint8Array | null,
  { url, endpoint, signedUrl }: ReturnType<typeof targetOf> & { readonly signedUrl: string | null },
  attempt: number,
): { readonly composed: Composed; readonly bodyBytes: number } {
  try {
    const body = readBody()
    const id = formatId('delivery', delivery.id)
    const keys = (): readonly KeyObject[] => signingKeys(core, endpoint ? endpoint.id : id)
    const stamp = { at: core.clock.now() - (delivery.ageMs ?? 0), id }
    return { composed: composeRequest({ delivery, endpoint, url, signedUrl, body, keys, stamp, attempt }), bodyBytes: body?.length ?? 0 }
  } catch (error) {
    // A disk that fails may end the whole transaction; then nothing of it may be written.
    if (!core.db.inTransaction) throw error
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
    return { composed: blocked('unsendable', `What this request is made of cannot be read: ${why}`), bodyBytes: 0 }
  }
}

/** The secrets of an endpoint or delivery, newest first; the workspace's where it has none of its own. */
export function signingKeys(core: Core, owner: string): readonly KeyObject[] {
  return core.secrets.keys(owner)
}

/** Randomness is drawn only where a policy has jitter. */
export function jitterFraction(core: Core, ladder: Ladder): number {
  return ladder.policy.jitter > 0 ? core.random.fraction() : 0.5
}

/** Where a new delivery stands: its first attempt is planned. */
export function planNew(core: Core, { ladder, createdAt }: Pick<NewDelivery, 'ladder' | 'createdAt'>): Progress {
  return plan(ladder, createdAt, jitterFraction(core, ladder))
}

/** Inserts a delivery with its first attempt planned, so that the feed shows it; the attempt's id. Called inside a writer's write. */
export function insertDelivery(
  core: Core,
  store: DeliveryStore,
  targets: Targets,
  delivery: NewDelivery,
  bodyBytes: number,
  planned = planNew(core, delivery),
): RowId {
  const id = core.ids()
  store.deliveries.insert(delivery, planned, null)
  store.attempts.plan({
    id,
    deliverySeq: delivery.id.seq,
    endpointSeq: delivery.endpointSeq,
    number: 1,
    manual: false,
    at: delivery.createdAt,
    method: delivery.method,
    path: pathFor(targetOf(delivery, targets).url),
    type: delivery.type,
    eventId: delivery.eventId,
    requestBytes: bodyBytes,
  })
  return id
}
