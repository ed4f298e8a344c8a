import type { DeliveryView } from '../../../shared/domain/exchange.ts'

/** A delivery's attempts on one time axis. Times are ms since 1970. */
export interface LadderLayout {
  readonly from: number
  readonly to: number
  readonly attempts: readonly { readonly number: number; readonly at: number; readonly endsAt: number; readonly isOk: boolean }[]
  /** The next attempt; null when none is planned. */
  readonly planned: { readonly number: number; readonly at: number } | null
  /** Waits between two attempts; `nominalMs` is the policy's delay, null for an attempt that was asked for by hand. */
  readonly waits: readonly { readonly from: number; readonly to: number; readonly nominalMs: number | null }[]
}

/** As it is by the clock, or as the policy's delays would have it at speed 1. */
export type LadderScale = 'actual' | 'nominal'

/** Where everything stands; null when there is only one attempt and none to come. */
export function layoutLadder(delivery: DeliveryView, scale: LadderScale = 'actual'): LadderLayout | null {
  const layout = layoutByClock(delivery)
  return layout && scale === 'nominal' ? stretched(layout) : layout
}

function layoutByClock({ history, ladderMs, nextAttemptAt, state }: DeliveryView): LadderLayout | null {
  const made = history.filter((each) => each.state === 'settled' || each.state === 'interrupted' || each.state === 'running')
  const attempts = made.map(({ number, at, tookMs, status }) => ({
    number,
    at,
    endsAt: at + (tookMs ?? 0),
    isOk: status !== null && status >= 200 && status <= 299,
  }))
  const first = attempts[0]
  const last = attempts.at(-1)
  const isPlanned = state === 'pending' && nextAttemptAt !== null && !made.some((each) => each.state === 'running')
  const planned = isPlanned && last ? { number: last.number + 1, at: nextAttemptAt } : null
  if (!first || !last || (attempts.length < 2 && !planned)) return null
  const points = planned ? [...attempts, { number: planned.number, at: planned.at, endsAt: planned.at }] : attempts
  const waits = points.slice(1).map((next, index) => {
    const isManual = made[index + 1]?.manual ?? false
    return { from: attempts[index]?.endsAt ?? next.at, to: next.at, nominalMs: isManual ? null : (ladderMs[next.number - 1] ?? null) }
  })
  return { from: first.at, to: Math.max(...points.map((each) => each.endsAt)), attempts, planned, waits }
}

/** Each wait as long as the policy says; attempts keep their length. */
function stretched({ from, attempts, planned, waits }: LadderLayout): LadderLayout {
  let shiftMs = 0
  const moved = waits.map(({ from: start, to, nominalMs }) => {
    const wait = { from: start + shiftMs, to: start + shiftMs + (nominalMs ?? to - start), nominalMs }
    shiftMs = wait.to - to
    return { wait, shiftMs }
  })
  const shiftOf = (index: number): number => moved[index - 1]?.shiftMs ?? 0
  const made = attempts.map((each, index) => ({ ...each, at: each.at + shiftOf(index), endsAt: each.endsAt + shiftOf(index) }))
  const next = planned && { ...planned, at: planned.at + shiftOf(attempts.length) }
  return {
    from,
    to: Math.max(next?.at ?? 0, ...made.map(({ endsAt }) => endsAt)),
    attempts: made,
    planned: next,
    waits: moved.map(({ wait }) => wait),
  }
}
