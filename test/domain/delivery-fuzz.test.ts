import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { advance, longestWait, plan, type AttemptResult, type Ladder, type Progress, type Step } from '../../src/shared/domain/delivery.ts'
import { NETWORK_ERRORS } from '../../src/shared/domain/exchange.ts'

const SEEDS = 10_000
const STEPS = 24

/** Whole numbers below a bound, the same for the same seed (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = createHash('sha256').update(String(seed)).digest().readUInt32LE()
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function randomLadder(roll: (below: number) => number): Ladder {
  return {
    policy: {
      delaysMs: Array.from({ length: 1 + roll(4) }, () => roll(5) * 30_000),
      jitter: roll(3) / 2,
      retryStatuses: [408, 429],
      timeoutMs: 5_000,
      honourRetryAfter: roll(2) === 1,
    },
    speed: ([1, 60, 'max'] as const)[roll(3)] ?? 1,
  }
}

function randomResult(roll: (below: number) => number): AttemptResult {
  const error = NETWORK_ERRORS[roll(NETWORK_ERRORS.length)]
  if (roll(4) === 0 && error) return { kind: 'unanswered', error, message: 'no' }
  const status = [200, 204, 302, 400, 404, 408, 429, 500, 503][roll(9)] ?? 200
  return { kind: 'answered', status, reasonPhrase: '', retryAfterMs: roll(2) === 0 ? null : roll(1_000_000) }
}

function randomStep(roll: (below: number) => number, now: number): Step {
  switch (roll(8)) {
    case 0:
    case 1:
      return { kind: 'claimed' }
    case 2:
      return { kind: 'attempt now' }
    case 3:
    case 4:
      return { kind: 'settled', result: randomResult(roll), startedAt: now - roll(5_000), endedAt: now, fraction: roll(1_000) / 1_000 }
    case 5:
      return { kind: 'interrupted', at: now }
    case 6:
      return { kind: 'cancel asked' }
    default:
      return roll(4) === 0 ? { kind: 'endpoint deleted' } : { kind: 'claimed' }
  }
}

/** The invariants of the machine by their number; those that do not hold. */
function broken(before: Progress, step: Step, after: Progress, ladder: Ladder, wasRefused: boolean): number[] {
  const rungs = ladder.policy.delaysMs.length
  const isSettled = step.kind === 'settled' && !wasRefused
  const isWaiting = after.state === 'pending' && after.onWire === null
  const holds: Record<number, boolean> = {
    1: after.dueAt === null ? !isWaiting : after.state === 'pending',
    2: after.onWire === 'ladder' ? after.dueAt === null : after.onWire === null || after.state !== 'pending' || after.dueAt !== null,
    3: after.rung >= 0 && after.rung <= rungs && after.rung <= after.attempts && (!isWaiting || after.rung < rungs),
    4: after.attempts === before.attempts + (isSettled ? 1 : 0),
    5:
      before.state === 'pending' ||
      after.state === before.state ||
      (before.state !== 'success' && after.state === 'success' && before.onWire === 'hand' && isSettled),
    6: before.onWire === null || (step.kind !== 'claimed' && step.kind !== 'attempt now') || (wasRefused && after === before),
    7:
      (!after.cancelAsked || (after.state === 'pending' && after.onWire !== null)) &&
      (!before.cancelAsked || after.onWire !== null || after.state !== 'pending'),
    8:
      !isSettled ||
      step.kind !== 'settled' ||
      before.onWire !== 'ladder' ||
      (after.dueAt ?? 0) - step.endedAt <= longestWait(ladder, after.rung),
  }
  return Object.entries(holds).flatMap(([number, isHeld]) => (isHeld ? [] : [Number(number)]))
}

test('the invariants hold on every way through 10,000 random lives of a delivery', () => {
  const failures: unknown[] = []
  const ends = new Set<string>()
  for (let seed = 0; seed < SEEDS; seed++) {
    const roll = dice(seed)
    const ladder = randomLadder(roll)
    let now = 1_000_000
    let progress = plan(ladder, now, 0.5)
    for (let i = 0; i < STEPS; i++) {
      now += roll(60_000)
      const step = randomStep(roll, now)
      const advanced = advance(progress, step, ladder)
      const after = advanced.kind === 'moved' ? advanced.progress : progress
      const numbers = broken(progress, step, after, ladder, advanced.kind === 'refused')
      if (numbers.length > 0) failures.push({ seed, i, invariants: numbers, step, before: progress, after })
      progress = after
    }
    ends.add(progress.state)
  }
  expect(failures.slice(0, 3)).toEqual([])
  // A fuzz that never leaves the first state would prove nothing.
  expect([...ends].toSorted()).toEqual(['cancelled', 'failed', 'pending', 'success'])
})
