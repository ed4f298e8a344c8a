import type { Ladder, Progress } from '../../../shared/domain/delivery.ts'
import type { DeliveryState } from '../../../shared/domain/exchange.ts'
import type { RowId } from '../../../shared/domain/ids.ts'
import type { RetryPolicy, Speed } from '../../../shared/domain/retry-policy.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { schemeFromText } from './scheme-text.ts'

/** A header of a delivery: value null means the target's authority, filled in when it is sent. */
export type PlannedHeader = readonly [name: string, value: string | null]

/** What a delivery is, beside its progress. */
export interface DeliveryRow {
  readonly id: RowId
  /** Event or exchange that owns the request body. */
  readonly bodyOf: number
  readonly type: string | null
  readonly eventId: string | null
  /** Either an endpoint or a url. */
  readonly endpointSeq: number | null
  readonly url: string | null
  readonly method: string
  /** null: not signed; of a replay: all headers go out as they are. */
  readonly scheme: SchemeChoice | null
  readonly headers: readonly PlannedHeader[]
  readonly ladder: Ladder
  /** Exchange this is a replay of. */
  readonly sourceSeq: number | null
  /** How long before an attempt its signature says it was made, ms; 0 unless a stale one was asked for. */
  readonly ageMs?: number
  readonly createdAt: number
}

export interface NewDelivery extends DeliveryRow {
  /** What the replay changed, in sentences. */
  readonly sourceChanges: readonly string[]
  /** The batch it was made by. */
  readonly batchSeq?: number
  /** To a url: attempts at the same time to its origin, of deliveries that say the same; absent: as many as usual. */
  readonly concurrency?: number
}

export interface StoredDelivery extends DeliveryRow {
  readonly progress: Progress
  /** What shares a limit of attempts at the same time. */
  readonly lane: string
  /** First attempt that has not started; null when it has. */
  readonly planned: RowId | null
}

/** The lane of a delivery: what SQLite generates as `delivery.lane`. */
export function laneOf({ endpointSeq, url, concurrency }: Pick<NewDelivery, 'endpointSeq' | 'url' | 'concurrency'>): string {
  if (url === null) return String(endpointSeq)
  const origin = url.slice(0, `${url}/`.indexOf('/', 8))
  return concurrency === undefined ? origin : `${origin} ${concurrency}`
}

// At most one attempt of a delivery is planned or running.
export const SELECT_DELIVERY = `
  SELECT d.id, d.tail, d.body_of, d.type, d.event_id, d.endpoint_id, d.url, d.method, d.scheme, d.headers, d.policy, d.speed, d.source_id, d.created_at,
    d.age_ms, d.state, d.attempts, d.rung, d.interruptions, d.due_at, d.claimed_by, d.cancel_asked, d.status, d.error, d.last_attempt_at, d.lane,
    x.id, x.tail, x.state, x.manual
  FROM delivery AS d LEFT JOIN exchange AS x ON x.delivery_id = d.id AND x.state IN ('planned', 'running')`

/** One row of SELECT_DELIVERY, as a list: objects of so many fields would cost a third of a claim. */
export type SelectedDelivery = readonly [
  id: number,
  tail: string,
  bodyOf: number,
  type: string | null,
  eventId: string | null,
  endpointSeq: number | null,
  url: string | null,
  method: string,
  scheme: string | null,
  headers: string,
  policy: string,
  speed: string,
  sourceSeq: number | null,
  createdAt: number,
  ageMs: number,
  state: DeliveryState,
  attempts: number,
  rung: number,
  interruptions: number,
  dueAt: number | null,
  claimedBy: number | null,
  cancelAsked: 0 | 1,
  status: number | null,
  error: string | null,
  lastAttemptAt: number | null,
  lane: string,
  openSeq: number | null,
  openTail: string | null,
  openState: 'planned' | 'running' | null,
  openManual: 0 | 1 | null,
]

/** A selected row in the words of the domain. */
export function deliveryFromRow(row: SelectedDelivery): StoredDelivery {
  const [seq, tail, bodyOf, type, eventId, endpointSeq, url, method, scheme, headers, policy, speed, sourceSeq, createdAt, ageMs, ...rest] =
    row
  const [
    state,
    attempts,
    rung,
    interruptions,
    dueAt,
    claimedBy,
    cancelAsked,
    status,
    error,
    lastAttemptAt,
    lane,
    openSeq,
    openTail,
    openState,
    openManual,
  ] = rest
  return {
    id: { seq, tail },
    bodyOf,
    type,
    eventId,
    endpointSeq,
    url,
    method,
    scheme: schemeFromText(scheme),
    headers: parsed<readonly PlannedHeader[]>(headers),
    ladder: { policy: parsed<RetryPolicy>(policy), speed: parsed<Speed>(speed) },
    sourceSeq,
    createdAt,
    ageMs,
    progress: {
      state,
      attempts,
      rung,
      interruptions,
      dueAt,
      onWire: claimedBy === null ? null : openManual === 1 ? 'hand' : 'ladder',
      cancelAsked: cancelAsked === 1,
      status,
      error,
      lastAttemptAt,
    },
    lane,
    planned: openState === 'planned' && openSeq !== null && openTail !== null ? { seq: openSeq, tail: openTail } : null,
  }
}

const policyTexts = new WeakMap<RetryPolicy, string>()

/** A policy is the same object in all deliveries of its endpoint. */
export function policyText(policy: RetryPolicy): string {
  let text = policyTexts.get(policy)
  if (text === undefined) {
    text = JSON.stringify(policy)
    policyTexts.set(policy, text)
  }
  return text
}

const MAX_MEMO = 256
const memo = new Map<string, unknown>()

/** Policies, speeds and short header lists are the same text in thousands of rows. Callers never change what they get. */
export function parsed<T>(json: string): T {
  let value = memo.get(json)
  if (value === undefined) {
    value = JSON.parse(json)
    if (memo.size >= MAX_MEMO) memo.clear()
    memo.set(json, value)
  }
  return value as T
}
