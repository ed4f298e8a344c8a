import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import { formatId, type RowId } from '../../../shared/domain/ids.ts'
import type { Speed } from '../../../shared/domain/retry-policy.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import { tellOfAttempts } from '../changes.ts'
import type { Core } from '../core.ts'
import type { Endpoints } from '../services.ts'
import type { NewDelivery } from '../store/delivery-row.ts'
import type { EventRow } from '../store/events.ts'
import { type Claim, insertClaimed, insertDelivery, planNew } from './claiming.ts'
import type { PreparedEvent } from './events.ts'
import type { Taker } from './seats.ts'
import { withSignedBody } from './signed-body.ts'
import { type Destination, matchingDestinations, namedDestinations } from './targets.ts'
import type { Worker } from './worker.ts'

/** A delivery that was written, and its first attempt. */
export interface Made {
  readonly delivery: RowId
  readonly attempt: RowId
  /** The attempt may go on the wire once this is committed; null: it waits its turn. */
  readonly claim: Claim | null
}

/** An event and where it goes. */
export interface Published {
  readonly event: PreparedEvent
  readonly destinations: readonly Destination[]
}

/** Turns events into rows: whoever sends or raises one does it here, so that event and deliveries are committed together. */
export interface Publishing {
  /** The named destinations; without names those the CRM would choose, maybe none. Throws `bad_input`, `not_found`, `conflict`. */
  destinationsOf(
    event: { readonly type: string | null; readonly tenantId: string | null },
    targets: readonly Target[] | undefined,
    speed: Speed | undefined,
  ): Destination[]
  /** Writes events with their deliveries in one commit, and has them sent: at once where a place is free. Resolves with all deliveries, in order. */
  commit(published: readonly Published[]): Promise<Made[]>
  /** How many more such events could be sent at once; null when that is not known soon. See `Flow`. */
  room(published: Published): Promise<number | null>
  /** Writes one event and its deliveries, in the destinations' order, to be announced after the commit. Called inside a writer's write. */
  insert(event: PreparedEvent, destinations: readonly Destination[], raisedBy?: EventRow['raisedBy']): Made[]
  /** The deliveries of an event, oldest first. */
  deliveriesOf(eventSeq: number): RowId[]
  /** Tells of what was committed, and has it sent. */
  announce(made: readonly Made[]): void
}

export function createPublishing(
  core: Core,
  { endpoints, worker }: { readonly endpoints: Endpoints; readonly worker: Worker },
): Publishing {
  const { store, targets } = worker

  function insert(event: PreparedEvent, destinations: readonly Destination[], raisedBy?: EventRow['raisedBy'], hasSeat?: Taker): Made[] {
    store.events.insert(raisedBy ? { ...event, raisedBy } : event)
    return destinations.map((destination) => {
      const sent = withSignedBody(core, event, destination)
      if (sent !== event) store.events.insert(sent)
      const delivery = deliveryOf(core.ids(), sent, destination)
      if (destination.secret !== null) core.secrets.put(formatId('delivery', delivery.id), destination.secret)
      const planned = planNew(core, delivery)
      if (hasSeat?.(delivery, planned.dueAt) === true) {
        const claim = insertClaimed(core, store, targets, delivery, () => sent.body, planned)
        return { delivery: delivery.id, attempt: claim.attempt, claim }
      }
      const attempt = insertDelivery(core, store, targets, delivery, sent.body.length, planned)
      return { delivery: delivery.id, attempt, claim: null }
    })
  }

  function tell(made: readonly Made[]): void {
    tellOfAttempts(
      core.changes,
      made.map(({ attempt, delivery }) => ({ attempt, delivery: { id: delivery } })),
    )
  }

  return {
    destinationsOf: (event, named, speed) =>
      named ? namedDestinations(endpoints, named, speed) : matchingDestinations(endpoints, event, speed),
    commit: (published) =>
      new Promise((resolve, reject) => {
        const seats = worker.seats(endpointsOf(published))
        let made: Made[] = []
        core.writer.enqueue(
          () => {
            const hasSeat = seats.take()
            made = published.flatMap(({ event, destinations }) => insert(event, destinations, undefined, hasSeat))
          },
          (error) => {
            if (error) {
              seats.giveUp()
              return reject(error)
            }
            if (made.length > 0) tell(made)
            seats.board(made.flatMap(({ claim }) => claim ?? []))
            if (made.some(({ claim }) => claim === null)) worker.wake()
            resolve(made)
          },
          bytesOf(published),
        )
      }),
    room: (published) => worker.room(endpointsOf([published])),
    insert,
    deliveriesOf: (eventSeq) => store.events.deliveriesOf(eventSeq),
    announce: (made) => {
      if (made.length === 0) return
      tell(made)
      worker.wake()
    },
  }
}

/** Once for each delivery. */
function endpointsOf(published: readonly Published[]): number[] {
  const seqs: number[] = []
  for (const { destinations } of published) for (const { endpointSeq } of destinations) if (endpointSeq !== null) seqs.push(endpointSeq)
  return seqs
}

function bytesOf(published: readonly Published[]): number {
  let bytes = 0
  for (const { event } of published) bytes += event.body.length
  return bytes
}

/** The delivery of an event to one destination. */
export function deliveryOf(id: RowId, event: PreparedEvent, destination: Destination): NewDelivery {
  const typed: RawHeaders = event.contentType === null ? [] : [['Content-Type', event.contentType]]
  return {
    id,
    bodyOf: event.id.seq,
    type: event.type,
    eventId: event.eventId,
    endpointSeq: destination.endpointSeq,
    url: destination.url,
    method: 'POST',
    scheme: destination.scheme,
    headers: [...typed, ...destination.headers],
    ladder: { policy: destination.policy, speed: destination.speed },
    sourceSeq: null,
    sourceChanges: [],
    createdAt: event.at,
    ...(destination.concurrency !== null && { concurrency: destination.concurrency }),
  }
}
