import { longestWait } from '../../../shared/domain/delivery.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import { createComplaint } from '../complaint.ts'
import { tellOfAttempts } from '../changes.ts'
import type { Core } from '../core.ts'
import type { StoredDelivery } from '../store/delivery-row.ts'
import { claim, type Claim, type Targets } from './claiming.ts'
import { createFlow, type Flow } from './flow.ts'
import { createLanes, type Lane } from './lanes.ts'
import { keepSeats, type SeatParts, type Seats } from './seats.ts'
import type { DeliveryStore } from './store.ts'

/**
 * Deliveries that wait, lane by lane: who goes on the wire next, and when it is time to look again.
 *
 *   claim   one write a lane and turn takes as many due deliveries as there are free places, in order; after its commit
 *           they go on the wire in that order
 *   seats   whoever makes deliveries keeps free places for them first, and claims them in the write that makes them,
 *           as long as nothing that is due waits before them
 *
 * Invariants
 * 1. At most one claim of a lane is being written at a time, so no delivery is claimed twice.
 * 2. A lane's limit holds: seats are taken from when they are kept, and none are while a claim is being written, which
 *    counts from its commit.
 * 3. The database is the queue: memory holds lanes and what is on the wire, never what waits.
 * 4. One timer stands for the earliest due time; it looks again at least every ten seconds, so that a jump of the wall
 *    clock or a night of sleep is noticed.
 */
export interface Queue extends Pick<Flow, 'room'> {
  /** From now on deliveries are claimed. */
  open(): void
  /** Looks into every lane with waiting deliveries. */
  scan(): void
  /** An attempt of the lane is over. */
  freed(lane: Lane): void
  /** A delivery waits from now on until `dueAt`. */
  planned(deliveries: readonly { readonly delivery: StoredDelivery; readonly dueAt: number }[]): void
  /** Keeps free places for deliveries to these endpoints that a write is about to make. */
  seats(endpointSeqs: Iterable<number>): Seats
  /** Cancels what is pending for an endpoint that is being deleted, what is beyond 500 in later writes. Called inside a write. */
  cancelPendingOf(endpointSeq: number): void
  /** Nothing is being written. */
  isIdle(): boolean
  close(): void
}

export interface QueueParts {
  /** Only deliveries made after this sequence are claimed. */
  readonly madeAfter: number
  /** Puts a committed claim on the wire. */
  readonly start: (claim: Claim, lane: Lane) => void
  /** Told whenever it may have become idle. */
  readonly moved: () => void
}

const LONGEST_TIMER_MS = 10 * SECOND_MS
const DISK_RETRY_MS = SECOND_MS
/** Deliveries of a deleted endpoint that one write cancels: few enough to let others in between. */
const CANCELLED_PER_WRITE = 500
/** Smaller steps are the wall clock being adjusted, not set. */
const JUMP_MS = 250

export function createQueue(core: Core, store: DeliveryStore, targets: Targets, { madeAfter, start, moved }: QueueParts): Queue {
  const lanes = createLanes(targets)
  const flow = createFlow(core.clock, lanes)
  const toldOfClaims = createComplaint(core.log, 'error', 'Deliveries could not be claimed')
  const toldOfDropped = createComplaint(core.log, 'error', 'Deliveries of a deleted endpoint could not be cancelled')
  let isOpen = false
  let isClosed = false
  /** Claims, cancellations and new deliveries with seats that are being written. */
  let writing = 0
  let cancelTimer = (): void => {}
  let wallAhead = core.clock.now() - core.clock.monotonic()
  const seatParts: SeatParts = {
    lanes,
    now: core.clock.now,
    nextDue: (lane) => store.deliveries.nextDue(lane.key, madeAfter),
    start,
    left: (left) => {
      writing--
      for (const lane of left) if (isDue(lane)) pump(lane)
      flow.moved()
      moved()
    },
  }

  function isDue(lane: Lane): boolean {
    return lane.dueAt !== null && lane.dueAt <= core.clock.now()
  }

  function scan(): void {
    if (!isOpen || isClosed) return
    noticeJump()
    for (const key of store.deliveries.lanes()) {
      const lane = lanes.of(key, /^\d+$/.test(key) ? Number(key) : null)
      lane.dueAt = store.deliveries.nextDue(key, madeAfter)
      // Not only once something is due: an earlier run may have ended before all were cancelled.
      if (lanes.isOfDeleted(lane)) pump(lane)
    }
    pumpDue()
  }

  function pumpDue(): void {
    for (const lane of lanes.due(core.clock.now())) pump(lane)
    arm()
  }

  /** One timer for the earliest due time. */
  function arm(): void {
    cancelTimer()
    if (isClosed) return
    const now = core.clock.now()
    const earliest = lanes.nextDue(now)
    if (earliest === Infinity) return
    cancelTimer = core.clock.after(Math.min(Math.max(earliest - now, 0), LONGEST_TIMER_MS), () => {
      noticeJump()
      pumpDue()
    })
  }

  /** After a jump back no delivery may wait longer than its delay from now. */
  function noticeJump(): void {
    const ahead = core.clock.now() - core.clock.monotonic()
    if (ahead < wallAhead - JUMP_MS) clampDueTimes()
    wallAhead = ahead
  }

  function clampDueTimes(): void {
    core.writer.enqueue(
      () => {
        const now = core.clock.now()
        store.deliveries.clampDue(now, (ladder, rung) => now + longestWait(ladder, rung))
      },
      (error) => (error ? core.log('error', 'Due times could not be corrected', error) : scan()),
    )
  }

  /** Claims as many due deliveries of a lane as there are free places. */
  function pump(lane: Lane): void {
    if (isClosed) return
    if (lane.isClaiming) {
      lane.isWanted = true
      return
    }
    if (lanes.isOfDeleted(lane)) return dropLane(lane, lane.endpointSeq)
    if (lanes.free(lane) <= 0) return
    lane.isClaiming = true
    writing++
    let claims: Claim[] = []
    let next: number | null = null
    core.writer.enqueue(
      () => {
        const free = lanes.free(lane)
        claims = store.deliveries
          .due(lane.key, core.clock.now(), Math.max(free, 0), madeAfter)
          .map((delivery) => claim(core, store, targets, delivery, 'ladder'))
        // A full take says nothing about the rest: the next free place looks again at once.
        next = claims.length < free ? store.deliveries.nextDue(lane.key, madeAfter) : 0
      },
      (error) => {
        writing--
        toldOfClaims(error)
        if (error) return retryLater(lane)
        lane.isClaiming = false
        lane.taken += claims.length
        lane.dueAt = next
        if (claims.length > 0) tellOfAttempts(core.changes, claims)
        for (const each of claims) start(each, lane)
        if (lane.isWanted) {
          lane.isWanted = false
          pump(lane)
        }
        arm()
        flow.moved()
        moved()
      },
    )
  }

  /** The lane stays as claiming until then, so that it has one timer however often it is asked for. */
  function retryLater(lane: Lane): void {
    if (isClosed) return moved()
    core.clock.after(DISK_RETRY_MS, () => {
      lane.isClaiming = false
      lane.isWanted = false
      pump(lane)
    })
  }

  /** Deliveries made while their endpoint was being deleted, and those beyond what that write cancelled. */
  function dropLane(lane: Lane, endpointSeq: number): void {
    lane.isClaiming = true
    writing++
    core.writer.enqueue(
      () => cancelPendingOf(endpointSeq),
      (error) => {
        writing--
        toldOfDropped(error)
        if (error) return retryLater(lane)
        lane.isClaiming = false
        lanes.forget(lane)
        moved()
      },
    )
  }

  function cancelPendingOf(endpointSeq: number): void {
    const cancelled = store.deliveries.cancelOf(endpointSeq, CANCELLED_PER_WRITE)
    for (const seq of cancelled) store.attempts.cancelPlanned(seq)
    // Told after a write of its own: the one that this is part of is then durable, and its endpoint known to be gone.
    if (cancelled.length > 0)
      core.writer.enqueue(
        () => {},
        () => cancelledSome(endpointSeq, cancelled),
      )
  }

  function cancelledSome(endpointSeq: number, cancelled: readonly number[]): void {
    core.changes.emit('deliveries', cancelled)
    if (cancelled.length < CANCELLED_PER_WRITE) return
    const lane = lanes.of(String(endpointSeq), endpointSeq)
    if (lanes.isOfDeleted(lane)) pump(lane)
  }

  function seats(endpointSeqs: Iterable<number>): Seats {
    writing++
    return keepSeats(seatParts, isOpen && !isClosed ? endpointSeqs : [])
  }

  return {
    open: () => {
      isOpen = true
      clampDueTimes()
    },
    scan,
    freed: (lane) => {
      lane.taken--
      if (isDue(lane)) pump(lane)
      flow.moved()
    },
    planned: (deliveries) => {
      let isEarlier = false
      for (const { delivery, dueAt } of deliveries) {
        const lane = lanes.of(delivery.lane, delivery.endpointSeq)
        if (lane.dueAt !== null && lane.dueAt <= dueAt) continue
        lane.dueAt = dueAt
        isEarlier = true
      }
      if (isEarlier) pumpDue()
    },
    seats,
    room: (endpointSeqs) => (isOpen && !isClosed ? flow.room(endpointSeqs) : Promise.resolve(null)),
    cancelPendingOf,
    isIdle: () => writing === 0,
    close: () => {
      isClosed = true
      cancelTimer()
    },
  }
}
