import type { NewDelivery } from '../store/delivery-row.ts'
import type { Claim } from './claiming.ts'
import type { Lane, Lanes } from './lanes.ts'

/**
 * Free places of lanes, kept for deliveries that one write is about to make: they are claimed in that write and go on the
 * wire with its commit. Either `board` or `giveUp` is called once, after the write.
 */
export interface Seats {
  /** Called at the beginning of the write, which may run twice. */
  take(): Taker
  /** The write is durable: its claims go on the wire in order, and seats that nobody took are free. */
  board(claims: readonly Claim[]): void
  /** The write failed. */
  giveUp(): void
}

/** Tells whether a new delivery has a seat, which is then taken: it has to be claimed in this write. */
export type Taker = (delivery: Pick<NewDelivery, 'endpointSeq'>, dueAt: number | null) => boolean

export interface SeatParts {
  readonly lanes: Lanes
  readonly now: () => number
  /** When the next waiting delivery of a lane is due, as it is inside the write; null when none waits. */
  readonly nextDue: (lane: Lane) => number | null
  readonly start: (claim: Claim, lane: Lane) => void
  /** Seats of these lanes are free again. */
  readonly left: (lanes: readonly Lane[]) => void
}

interface Kept {
  readonly lane: Lane
  count: number
}

/** Keeps a seat for each of these deliveries, by their endpoints, as far as there are places: never before others that wait. */
export function keepSeats({ lanes, now, nextDue, start, left }: SeatParts, endpointSeqs: Iterable<number>): Seats {
  const kept = new Map<number, Kept>()
  for (const seq of endpointSeqs) keep(seq)

  function keep(endpointSeq: number): void {
    const lane = lanes.of(String(endpointSeq), endpointSeq)
    // What a claim in the making will take is not known yet.
    if (lane.isClaiming || lanes.free(lane) <= 0) return
    lane.taken++
    const seats = kept.get(endpointSeq)
    if (seats) seats.count++
    else kept.set(endpointSeq, { lane, count: 1 })
  }

  /** Inside the write the endpoint may be another one, and others may have been made first. */
  function mayPass(lane: Lane): boolean {
    const next = nextDue(lane)
    return (next === null || next > now()) && lanes.free(lane) >= 0
  }

  function leave(): void {
    for (const { lane, count } of kept.values()) lane.taken -= count
    left([...kept.values()].map(({ lane }) => lane))
  }

  return {
    take: () => {
      const free = new Map<number, number>()
      return ({ endpointSeq }, dueAt) => {
        const seats = endpointSeq === null ? undefined : kept.get(endpointSeq)
        if (!seats || endpointSeq === null) return false
        const count = free.get(endpointSeq) ?? (mayPass(seats.lane) ? seats.count : 0)
        const goes = count > 0 && dueAt !== null && dueAt <= now()
        free.set(endpointSeq, goes ? count - 1 : count)
        return goes
      }
    },
    board: (claims) => {
      for (const claim of claims) {
        const seats = kept.get(claim.delivery.endpointSeq ?? 0)
        if (!seats) throw new Error(`delivery ${claim.delivery.id.seq} was claimed without a seat`)
        // Its place is now that of its attempt.
        seats.count--
        start(claim, seats.lane)
      }
      leave()
    },
    giveUp: leave,
  }
}
