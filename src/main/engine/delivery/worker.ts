import { longestWait, type Progress } from '../../../shared/domain/delivery.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { parseId, type RowId } from '../../../shared/domain/ids.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { Forward } from '../receiver/forward.ts'
import { createComplaint } from '../complaint.ts'
import type { Core, DeliveryWorker, Loopback } from '../services.ts'
import { type Outcome, startAttempt } from './attempt.ts'
import { claim, type Claim, type Targets } from './claiming.ts'
import { claimByHand } from './claim-by-hand.ts'
import { createConnections } from './connections.ts'
import { createFailingEndpoints } from './failing-endpoints.ts'
import { createForward } from './forwarding.ts'
import { recover } from './recovery.ts'
import { createSettlements } from './settlements.ts'
import type { Settlement } from './settling.ts'
import { createDeliveryStore, type DeliveryStore } from './store.ts'

/**
 * The loop that claims due deliveries, attempts, settles and records.
 *
 * A *lane* is what shares a limit of attempts at the same time: an endpoint, or the origin of a url.
 *   claim   one write a lane and turn takes as many due deliveries as there are free places, in order; after its commit
 *           they go on the wire in that order
 *   settle  all attempts that ended in one turn are one write; the next claims of their lanes ride in the same commit
 *
 * Invariants
 * 1. Nothing leaves before its claim, its running attempt and its signed head are committed.
 * 2. Attempts of the ladder on the wire never exceed their lane's limit; one asked for by hand is not counted.
 * 3. At most one claim of a lane is being written at a time, so no delivery is claimed twice.
 * 4. The database is the queue: memory holds lanes and what is on the wire, never what waits.
 * 5. One timer stands for the earliest due time; it looks again at least every ten seconds, so that a jump of the wall
 *    clock or a night of sleep is noticed.
 */
export interface Worker extends DeliveryWorker {
  /** Starts an attempt by hand; resolves once it is on its way. Throws `not_found` or `conflict`. */
  attemptNow(seq: number): Promise<void>
  /** Cancels what is pending for an endpoint that is being deleted, what is beyond 500 in later writes. Called inside a write. */
  cancelPendingOf(endpointSeq: number): void
  /** Sends a capture on: one attempt, recorded as a delivery. */
  readonly forward: Forward
  /**
   * Makes a delivery and puts its attempt on the wire at once, beside the lanes: somebody waits for its outcome. `insert`
   * is called inside the write. What `judge` says of the outcome is noted on the attempt.
   */
  sendNow(insert: () => RowId, judge: (outcome: Outcome) => readonly string[]): Promise<SentNow>
  readonly store: DeliveryStore
  readonly targets: Targets
}

/** An attempt that somebody waited for. */
export interface SentNow {
  readonly attempt: RowId
  readonly outcome: Outcome
}

/** Who waits for the outcome of an attempt. */
interface Waiting {
  /** The attempt sends a capture on. */
  readonly isForward: boolean
  /** What is to be noted on the attempt beside what its connection has seen. */
  readonly judge: (outcome: Outcome) => readonly string[]
  readonly done: (outcome: Outcome) => void
}

export interface WorkerParts {
  readonly loopback: Pick<Loopback, 'set' | 'clear'>
  readonly inboxUrl: (inboxId: string) => string | null
  readonly publicUrl: (inboxId: string) => string | null
  readonly endpoints: () => readonly Endpoint[]
  /** Its policy wants it off. */
  readonly switchOff: (endpointSeq: number, note: string) => void
  /** Which pending deliveries are claimed: all, those made in this run, or none. */
  readonly claims: 'all' | 'own' | 'none'
}

interface Lane {
  readonly key: string
  readonly endpointSeq: number | null
  /** Attempts of the ladder on the wire. */
  running: number
  /** Its claim is being written, or rests because the disk refused it. */
  isClaiming: boolean
  /** Asked for while a claim was being written. */
  isWanted: boolean
  /** Earliest known due time; null when nothing waits. */
  dueAt: number | null
}

/** Attempts at the same time to one origin, for deliveries without endpoint. */
const ORIGIN_CONCURRENCY = 8
const LONGEST_TIMER_MS = 10 * SECOND_MS
const DISK_RETRY_MS = SECOND_MS
/** Deliveries of a deleted endpoint that one write cancels: few enough to let others in between. */
const CANCELLED_PER_WRITE = 500
/** Smaller steps are the wall clock being adjusted, not set. */
const JUMP_MS = 250

export function createDeliveryWorker(core: Core, parts: WorkerParts): Worker {
  const store = createDeliveryStore(core.db)
  const connections = createConnections()
  const around = { clock: core.clock, connections, loopback: parts.loopback }
  const lanes = new Map<string, Lane>()
  const onWire = new Map<number, () => void>()
  const madeAfter = parts.claims === 'own' ? core.run.seq : 0
  const settlements = createSettlements(core, store, settled, settleIdle)
  const toldOfClaims = createComplaint(core.log, 'error', 'Deliveries could not be claimed')
  const toldOfDropped = createComplaint(core.log, 'error', 'Deliveries of a deleted endpoint could not be cancelled')
  const failing = createFailingEndpoints()
  let claiming = 0
  let isStarted = false
  let isStopping = false
  /** The grace of `stop` has passed. */
  let isOver = false
  let onIdle: (() => void) | null = null
  let cancelTimer = (): void => {}
  let wallAhead = core.clock.now() - core.clock.monotonic()
  let endpoints: Map<number, Endpoint> | null = null
  core.changes.on('endpoints', () => {
    endpoints = null
  })

  const targets: Targets = {
    endpoint: (seq) => {
      endpoints ??= new Map(parts.endpoints().map((each) => [parseId(each.id)?.seq ?? 0, each]))
      return endpoints.get(seq)
    },
    inboxUrl: parts.inboxUrl,
    publicUrl: parts.publicUrl,
  }

  function laneOf(key: string, endpointSeq: number | null): Lane {
    let lane = lanes.get(key)
    if (!lane) {
      lane = { key, endpointSeq, running: 0, isClaiming: false, isWanted: false, dueAt: null }
      lanes.set(key, lane)
    }
    return lane
  }

  function freePlaces(lane: Lane): number {
    if (lane.endpointSeq === null) return (limitOfItsOwn(lane.key) ?? ORIGIN_CONCURRENCY) - lane.running
    const endpoint = targets.endpoint(lane.endpointSeq)
    return endpoint?.isActive === true ? endpoint.concurrency - lane.running : 0
  }

  /** Looks into every lane with waiting deliveries. */
  function scan(): void {
    if (!isStarted || isStopping) return
    noticeJump()
    for (const key of store.deliveries.lanes()) {
      const lane = laneOf(key, /^\d+$/.test(key) ? Number(key) : null)
      lane.dueAt = store.deliveries.nextDue(key, madeAfter)
      // Not only once something is due: an earlier run may have ended before all were cancelled.
      if (isOfDeleted(lane)) pump(lane)
    }
    pumpDue()
  }

  function pumpDue(): void {
    const now = core.clock.now()
    for (const lane of lanes.values()) {
      if (lane.dueAt !== null && lane.dueAt <= now) pump(lane)
      else if (lane.dueAt === null && lane.running === 0 && !lane.isClaiming) lanes.delete(lane.key)
    }
    arm()
  }

  /** One timer for the earliest due time. */
  function arm(): void {
    cancelTimer()
    if (isStopping) return
    const now = core.clock.now()
    let earliest = Infinity
    for (const lane of lanes.values()) {
      // An overdue lane without a free place is looked at again when one of its attempts ends.
      if (lane.dueAt !== null && lane.dueAt < earliest && !lane.isClaiming && (lane.dueAt > now || freePlaces(lane) > 0))
        earliest = lane.dueAt
    }
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
    if (isStopping) return
    if (lane.isClaiming) {
      lane.isWanted = true
      return
    }
    if (isOfDeleted(lane)) return dropLane(lane, lane.endpointSeq)
    if (freePlaces(lane) <= 0) return
    lane.isClaiming = true
    claiming++
    let claims: Claim[] = []
    let next: number | null = null
    core.writer.enqueue(
      () => {
        const free = freePlaces(lane)
        claims = store.deliveries
          .due(lane.key, core.clock.now(), Math.max(free, 0), madeAfter)
          .map((delivery) => claim(core, store, targets, delivery, 'ladder'))
        // A full take says nothing about the rest: the next free place looks again at once.
        next = claims.length < free ? store.deliveries.nextDue(lane.key, madeAfter) : 0
      },
      (error) => {
        claiming--
        toldOfClaims(error)
        if (error) return retryLater(lane)
        lane.isClaiming = false
        lane.running += claims.length
        lane.dueAt = next
        start(claims, lane)
        if (lane.isWanted) {
          lane.isWanted = false
          pump(lane)
        }
        arm()
        settleIdle()
      },
    )
  }

  /** The lane stays as claiming until then, so that it has one timer however often it is asked for. */
  function retryLater(lane: Lane): void {
    if (isStopping) return settleIdle()
    core.clock.after(DISK_RETRY_MS, () => {
      lane.isClaiming = false
      lane.isWanted = false
      pump(lane)
    })
  }

  function isOfDeleted(lane: Lane): lane is Lane & { readonly endpointSeq: number } {
    return lane.endpointSeq !== null && targets.endpoint(lane.endpointSeq) === undefined
  }

  /** Deliveries made while their endpoint was being deleted, and those beyond what that write cancelled. */
  function dropLane(lane: Lane, endpointSeq: number): void {
    lane.isClaiming = true
    claiming++
    core.writer.enqueue(
      () => cancelPendingOf(endpointSeq),
      (error) => {
        claiming--
        toldOfDropped(error)
        if (error) return retryLater(lane)
        lane.isClaiming = false
        lanes.delete(lane.key)
        settleIdle()
      },
    )
  }

  function start(claims: readonly Claim[], lane: Lane | null): void {
    if (claims.length === 0) return
    tell(claims)
    for (const each of claims) startOne(each, lane)
  }

  function startOne(each: Claim, lane: Lane | null, waiting?: Waiting): void {
    const { composed } = each
    if (isOver) return end(each, lane, { kind: 'interrupted', ...UNOBSERVED }, waiting)
    if (composed.kind === 'blocked') return end(each, lane, { ...composed, kind: 'unanswered', ...UNOBSERVED }, waiting)
    const own = { seq: each.attempt.seq, isForward: waiting?.isForward === true }
    const interrupt = startAttempt(composed.request, own, around, (outcome) => end(each, lane, outcome, waiting))
    onWire.set(each.attempt.seq, interrupt)
  }

  function end(each: Claim, lane: Lane | null, outcome: Outcome, waiting?: Waiting): void {
    onWire.delete(each.attempt.seq)
    if (lane) lane.running--
    const judged = waiting?.judge(outcome) ?? []
    const noted = judged.length === 0 ? outcome : { ...outcome, notes: [...outcome.notes, ...judged] }
    settlements.add({ claim: each, outcome: noted, endedAt: core.clock.now() })
    waiting?.done(outcome)
    if (lane?.dueAt != null && lane.dueAt <= core.clock.now()) pump(lane)
  }

  /** Notes the retries that settlements planned, and endpoints that fail too often. */
  function settled(batch: readonly Settlement[], progresses: readonly Progress[]): void {
    let isEarlier = false
    batch.forEach(({ claim: { delivery } }, index) => {
      const progress = progresses[index]
      const why = progress ? failing.note(delivery, progress.state, core.clock.now()) : null
      if (why !== null && delivery.endpointSeq !== null) parts.switchOff(delivery.endpointSeq, why)
      const dueAt = progress?.dueAt ?? null
      if (dueAt === null) return
      const lane = laneOf(delivery.lane, delivery.endpointSeq)
      if (lane.dueAt !== null && lane.dueAt <= dueAt) return
      lane.dueAt = dueAt
      isEarlier = true
    })
    tell(batch.map((each) => each.claim))
    if (isEarlier) pumpDue()
  }

  function tell(claims: readonly Claim[]): void {
    core.changes.emit(
      'exchanges',
      claims.map((each) => each.attempt.seq),
    )
    core.changes.emit(
      'deliveries',
      claims.map((each) => each.delivery.id.seq),
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
    const lane = laneOf(String(endpointSeq), endpointSeq)
    if (isOfDeleted(lane)) pump(lane)
  }

  async function attemptNow(seq: number): Promise<void> {
    const claimed = await core.writer.commit(() => {
      assertNotStopping()
      return claimByHand(core, store, targets, seq)
    })
    start([claimed], null)
  }

  async function sendNow(insert: () => RowId, judge: Waiting['judge']): Promise<SentNow> {
    const claimed = await core.writer.commit(() => {
      assertNotStopping()
      const delivery = store.deliveries.find(insert().seq)
      if (!delivery) throw new Error('a delivery just inserted was not found')
      return claim(core, store, targets, delivery, 'ladder')
    })
    tell([claimed])
    return new Promise((resolve) => {
      startOne(claimed, null, { isForward: false, judge, done: (outcome) => resolve({ attempt: claimed.attempt, outcome }) })
    })
  }

  function assertNotStopping(): void {
    if (isStopping) throw new HookscopeError('engine_gone', 'Hookscope is ending.', 'Start it again.')
  }

  function settleIdle(): void {
    if (onIdle && onWire.size === 0 && settlements.pending() === 0 && claiming === 0) onIdle()
  }

  function idle(): Promise<void> {
    return new Promise((resolve) => {
      onIdle = resolve
      settleIdle()
    })
  }

  return {
    store,
    targets,
    attemptNow,
    cancelPendingOf,
    forward: createForward(core, store, targets, (each, done) => {
      tell([each])
      startOne(each, null, { isForward: true, judge: () => [], done })
    }),
    sendNow,
    start: () => {
      if (parts.claims === 'none') return
      core.writer.enqueue(
        () => recover(core, store),
        (error) => {
          if (error) core.log('error', 'Attempts of an earlier run could not be closed', error)
          isStarted = true
          clampDueTimes()
        },
      )
    },
    wake: scan,
    stop: async (graceMs) => {
      isStopping = true
      settlements.stopTrying()
      cancelTimer()
      const cancelGrace = core.clock.after(graceMs, () => {
        isOver = true
        for (const each of onWire.values()) each()
      })
      await idle()
      cancelGrace()
      connections.close()
    },
  }
}

/** What follows the origin in a lane's key; null where nothing does. */
function limitOfItsOwn(key: string): number | null {
  const limit = key.split(' ')[1]
  return limit === undefined ? null : Number(limit)
}

/** Of attempts that never reached the wire. */
const UNOBSERVED: Pick<Outcome, 'timings' | 'remote' | 'notes'> = { timings: {}, remote: null, notes: [] }
