import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import { formatId, type RowId } from '../../../shared/domain/ids.ts'
import type { Speed } from '../../../shared/domain/retry-policy.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import type { Core, Endpoints } from '../services.ts'
import type { NewDelivery } from '../store/delivery-row.ts'
import type { EventRow } from '../store/events.ts'
import { insertDelivery } from './claiming.ts'
import type { PreparedEvent } from './events.ts'
import { withSignedBody } from './signed-body.ts'
import { type Destination, matchingDestinations, namedDestinations } from './targets.ts'
import type { Worker } from './worker.ts'

/** A delivery that was written, and its planned first attempt. */
export interface Made {
  readonly delivery: RowId
  readonly attempt: RowId
}

/** Turns events into rows: whoever sends or raises one does it here, so that event and deliveries are committed together. */
export interface Publishing {
  /** The named destinations; without names those the CRM would choose, maybe none. Throws `bad_input`, `not_found`, `conflict`. */
  destinationsOf(
    event: { readonly type: string | null; readonly tenantId: string | null },
    targets: readonly Target[] | undefined,
    speed: Speed | undefined,
  ): Destination[]
  /** Writes one event and its deliveries, in the destinations' order. Called inside a writer's write. */
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
  return {
    destinationsOf: (event, targets, speed) =>
      targets ? namedDestinations(endpoints, targets, speed) : matchingDestinations(endpoints, event, speed),
    insert: (event, destinations, raisedBy) => {
      worker.store.events.insert(raisedBy ? { ...event, raisedBy } : event)
      return destinations.map((destination) => {
        const sent = withSignedBody(core, event, destination)
        if (sent !== event) worker.store.events.insert(sent)
        const delivery = deliveryOf(core.ids(), sent, destination)
        const attempt = insertDelivery(core, worker.store, worker.targets, delivery, sent.body.length)
        if (destination.secret !== null) core.secrets.put(formatId('delivery', delivery.id), destination.secret)
        return { delivery: delivery.id, attempt }
      })
    },
    deliveriesOf: (eventSeq) => worker.store.events.deliveriesOf(eventSeq),
    announce: (made) => {
      if (made.length === 0) return
      core.changes.emit(
        'exchanges',
        made.map((each) => each.attempt.seq),
      )
      core.changes.emit(
        'deliveries',
        made.map((each) => each.delivery.seq),
      )
      worker.wake()
    },
  }
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
