import type { Targets } from './claiming.ts'

/** What shares a limit of attempts at the same time: an endpoint, or the origin of a url. */
export interface Lane {
  readonly key: string
  readonly endpointSeq: number | null
  /** Places in use: attempts of the ladder on the wire, and what is kept for those about to be committed. */
  taken: number
  /** Its claim is being written, or rests because the disk refused it. */
  isClaiming: boolean
  /** Asked for while a claim was being written. */
  isWanted: boolean
  /** Earliest known due time; null when nothing waits. */
  dueAt: number | null
}

/** The lanes in which something waits or is on the wire. */
export interface Lanes {
  of(key: string, endpointSeq: number | null): Lane
  /** Attempts at the same time; none at an endpoint that is inactive or gone. */
  limit(lane: Lane): number
  /** Attempts that may start now; below 0 where the limit was lowered since. */
  free(lane: Lane): number
  /** Its endpoint was deleted: what waits is cancelled. */
  isOfDeleted(lane: Lane): lane is Lane & { readonly endpointSeq: number }
  /** Those with something due; lanes that hold nothing any more are forgotten. */
  due(now: number): readonly Lane[]
  /** When the next lane that can claim has something due; Infinity when none has. */
  nextDue(now: number): number
  forget(lane: Lane): void
}

/** Attempts at the same time to one origin, for deliveries without endpoint. */
const ORIGIN_CONCURRENCY = 8

export function createLanes(targets: Targets): Lanes {
  const lanes = new Map<string, Lane>()

  function limit(lane: Lane): number {
    if (lane.endpointSeq === null) return limitOfItsOwn(lane.key) ?? ORIGIN_CONCURRENCY
    const endpoint = targets.endpoint(lane.endpointSeq)
    return endpoint?.isActive === true ? endpoint.concurrency : 0
  }

  const free = (lane: Lane): number => limit(lane) - lane.taken

  return {
    of: (key, endpointSeq) => {
      let lane = lanes.get(key)
      if (!lane) {
        lane = { key, endpointSeq, taken: 0, isClaiming: false, isWanted: false, dueAt: null }
        lanes.set(key, lane)
      }
      return lane
    },
    limit,
    free,
    isOfDeleted: (lane): lane is Lane & { readonly endpointSeq: number } =>
      lane.endpointSeq !== null && targets.endpoint(lane.endpointSeq) === undefined,
    due: (now) => {
      const due: Lane[] = []
      for (const lane of lanes.values()) {
        if (lane.dueAt !== null && lane.dueAt <= now) due.push(lane)
        else if (lane.dueAt === null && lane.taken === 0 && !lane.isClaiming) lanes.delete(lane.key)
      }
      return due
    },
    nextDue: (now) => {
      let earliest = Infinity
      for (const lane of lanes.values()) {
        // An overdue lane without a free place is looked at again when one of its attempts ends.
        if (lane.dueAt !== null && lane.dueAt < earliest && !lane.isClaiming && (lane.dueAt > now || free(lane) > 0)) earliest = lane.dueAt
      }
      return earliest
    },
    forget: (lane) => {
      lanes.delete(lane.key)
    },
  }
}

/** What follows the origin in a lane's key; null where nothing does. */
function limitOfItsOwn(key: string): number | null {
  const limit = key.split(' ')[1]
  return limit === undefined ? null : Number(limit)
}
