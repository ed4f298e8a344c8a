import type { Progress } from '../../../shared/domain/delivery.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { parseId, type RowId } from '../../../shared/domain/ids.ts'
import type { Forward } from '../receiver/forward.ts'
import { tellOfAttempts } from '../changes.ts'
import type { Core } from '../core.ts'
import type { DeliveryWorker, Loopback } from '../services.ts'
import type { Outcome } from './outcome.ts'
import { claimByHand } from './claim-by-hand.ts'
import { type Claim, type Targets } from './claiming.ts'
import { createFailingEndpoints } from './failing-endpoints.ts'
import { createForward } from './forwarding.ts'
import type { Lane } from './lanes.ts'
import { createQueue, type Queue } from './queue.ts'
import { recover } from './recovery.ts'
import { createSettlements } from './settlements.ts'
import type { Settlement } from './settling.ts'
import { createDeliveryStore, type DeliveryStore } from './store.ts'
import { createWire } from './wire.ts'

/**
 * The loop that claims due deliveries, attempts, settles and records: what the queue claims goes on the wire, what ends
 * there is settled, and what settling plans waits in the queue.
 *
 * Invariants
 * 1. Nothing leaves before its claim, its running attempt and its signed head are committed.
 * 2. Attempts of the ladder on the wire never exceed their lane's limit; those that somebody waits for are not counted.
 * 3. All attempts that ended in one turn are settled by one write; the next claims of their lanes ride in the same commit.
 */
export interface Worker extends DeliveryWorker, Pick<Queue, 'seats' | 'room' | 'cancelPendingOf'> {
  /** Starts an attempt by hand; resolves once it is on its way. Throws `not_found` or `conflict`. */
  attemptNow(seq: number): Promise<void>
  /** Sends a capture on: one attempt, recorded as a delivery. */
  readonly forward: Forward
  /**
   * Makes a delivery and puts its attempt on the wire at once, beside the lanes: somebody waits for its outcome. `insert`
   * is called inside the write. What `judge` says of the outcome is noted on the attempt.
   */
  sendNow(insert: () => Claim, judge: (outcome: Outcome) => readonly string[]): Promise<SentNow>
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

export function createDeliveryWorker(core: Core, parts: WorkerParts): Worker {
  const store = createDeliveryStore(core.db)
  const targets = createTargets(core, parts)
  const wire = createWire(core, parts.loopback)
  const queue = createQueue(core, store, targets, { madeAfter: parts.claims === 'own' ? core.run.seq : 0, start, moved: settleIdle })
  const settlements = createSettlements(core, store, settled, settleIdle)
  const failing = createFailingEndpoints()
  let isStopping = false
  let onIdle: (() => void) | null = null

  function start(claim: Claim, lane: Lane | null, waiting?: Waiting): void {
    wire.start(claim, { isForward: waiting?.isForward === true }, (outcome) => {
      const judged = waiting?.judge(outcome) ?? []
      const noted = judged.length === 0 ? outcome : { ...outcome, notes: [...outcome.notes, ...judged] }
      settlements.add({ claim, outcome: noted, endedAt: core.clock.now() })
      waiting?.done(outcome)
      if (lane) queue.freed(lane)
    })
  }

  /** Notes the retries that settlements planned, and endpoints that fail too often. */
  function settled(batch: readonly Settlement[], progresses: readonly Progress[]): void {
    const planned: { readonly delivery: Claim['delivery']; readonly dueAt: number }[] = []
    batch.forEach(({ claim: { delivery } }, index) => {
      const progress = progresses[index]
      if (!progress) return
      const why = failing.note(delivery, progress.state, core.clock.now())
      if (why !== null && delivery.endpointSeq !== null) parts.switchOff(delivery.endpointSeq, why)
      if (progress.dueAt !== null) planned.push({ delivery, dueAt: progress.dueAt })
    })
    tellOfAttempts(
      core.changes,
      batch.map((each) => each.claim),
    )
    queue.planned(planned)
  }

  async function attemptNow(seq: number): Promise<void> {
    const claimed = await core.writer.commit(() => {
      assertNotStopping()
      return claimByHand(core, store, targets, seq)
    })
    tellOfAttempts(core.changes, [claimed])
    start(claimed, null)
  }

  async function sendNow(insert: () => Claim, judge: Waiting['judge']): Promise<SentNow> {
    const claimed = await core.writer.commit(() => {
      assertNotStopping()
      return insert()
    })
    tellOfAttempts(core.changes, [claimed])
    return new Promise((resolve) => {
      start(claimed, null, { isForward: false, judge, done: (outcome) => resolve({ attempt: claimed.attempt, outcome }) })
    })
  }

  function assertNotStopping(): void {
    if (isStopping) throw new HookscopeError('engine_gone', 'Hookscope is ending.', 'Start it again.')
  }

  function settleIdle(): void {
    if (onIdle && wire.isIdle() && settlements.pending() === 0 && queue.isIdle()) onIdle()
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
    sendNow,
    seats: queue.seats,
    room: queue.room,
    cancelPendingOf: queue.cancelPendingOf,
    forward: createForward(core, store, targets, (claimed, done) => {
      tellOfAttempts(core.changes, [claimed])
      start(claimed, null, { isForward: true, judge: () => [], done })
    }),
    start: () => {
      if (parts.claims === 'none') return
      core.writer.enqueue(
        () => recover(core, store),
        (error) => {
          if (error) core.log('error', 'Attempts of an earlier run could not be closed', error)
          queue.open()
        },
      )
    },
    wake: queue.scan,
    stop: async (graceMs) => {
      isStopping = true
      settlements.stopTrying()
      queue.close()
      const cancelGrace = core.clock.after(graceMs, wire.interrupt)
      await idle()
      cancelGrace()
      wire.close()
    },
  }
}

/** Endpoints by sequence, anew after each change of their list. */
function createTargets(core: Core, { endpoints, inboxUrl, publicUrl }: WorkerParts): Targets {
  let bySeq: Map<number, Endpoint> | null = null
  core.changes.on('endpoints', () => {
    bySeq = null
  })
  return {
    endpoint: (seq) => {
      bySeq ??= new Map(endpoints().map((each) => [parseId(each.id)?.seq ?? 0, each]))
      return bySeq.get(seq)
    },
    inboxUrl,
    publicUrl,
  }
}
