import { describe, expect, test } from 'vitest'
import {
  advance,
  errorOf,
  judge,
  parseRetryAfter,
  plan,
  type AttemptResult,
  type Ladder,
  type Progress,
  type Step,
} from '../../src/shared/domain/delivery.ts'
import { CRM_POLICY, ONE_ATTEMPT } from '../../src/shared/domain/retry-policy.ts'
import { MINUTE_MS } from '../../src/shared/domain/units.ts'

const CRM: Ladder = { policy: CRM_POLICY, speed: 1 }

function answered(status: number, reasonPhrase = '', retryAfterMs: number | null = null): AttemptResult {
  return { kind: 'answered', status, reasonPhrase, retryAfterMs }
}

/** Walks a delivery through steps; a refusal fails the test with its reason. */
function walk(start: Progress, ladder: Ladder, ...steps: readonly Step[]): Progress {
  return steps.reduce((progress, step) => {
    const advanced = advance(progress, step, ladder)
    if (advanced.kind === 'refused') throw new Error(advanced.why)
    return advanced.progress
  }, start)
}

function settled(result: AttemptResult, startedAt = 0, endedAt = startedAt): Step {
  return { kind: 'settled', result, startedAt, endedAt, fraction: 0.5 }
}

const claimed: Step = { kind: 'claimed' }
const byHand: Step = { kind: 'attempt now' }
const cancelAsked: Step = { kind: 'cancel asked' }

test('only 2xx is success, and only what may pass by itself is tried again', () => {
  const statuses = [200, 204, 299, 300, 302, 304, 400, 401, 404, 408, 410, 422, 429, 499, 500, 503, 599]
  const judged = Object.groupBy(statuses, (status) => judge(answered(status), CRM_POLICY))
  expect({ ...judged }).toEqual({
    success: [200, 204, 299],
    fail: [300, 302, 304, 400, 401, 404, 410, 422, 499],
    retry: [408, 429, 500, 503, 599],
  })
  const errors = (['timeout', 'refused', 'reset', 'dns', 'tls', 'unreachable', 'unreadable', 'network', 'unsendable'] as const).map(
    (error) => judge({ kind: 'unanswered', error, message: '' }, CRM_POLICY),
  )
  expect(errors).toEqual([...Array.from({ length: 8 }, () => 'retry'), 'fail'])
})

test('an error is the phrase of the answer, and a redirect says that it is never followed', () => {
  expect([
    errorOf(answered(200, 'OK'), CRM_POLICY),
    errorOf(answered(500, 'Internal Server Error'), CRM_POLICY),
    errorOf(answered(502), CRM_POLICY),
    errorOf(answered(301, 'Moved Permanently'), CRM_POLICY),
  ]).toEqual([null, 'Internal Server Error', 'Status 502', 'Moved Permanently: redirects are never followed'])
})

test('delays count from the end of the attempt before', () => {
  const first = walk(plan(CRM, 1_000, 0.5), CRM, claimed, settled(answered(500), 1_000, 6_000))
  const second = walk(first, CRM, claimed, settled(answered(500), 66_000, 70_000))
  const third = walk(second, CRM, claimed, settled(answered(500), 370_000, 371_000))
  expect([plan(CRM, 1_000, 0.5).dueAt, first.dueAt, second.dueAt, third.dueAt, third.state]).toEqual([
    1_000,
    66_000,
    370_000,
    null,
    'failed',
  ])
})

test('jitter moves a delay to both sides, and speed divides it', () => {
  const policy = { ...CRM_POLICY, delaysMs: [MINUTE_MS], jitter: 0.5 }
  const waits = [0, 0.5, 0.999_999].map((fraction) => plan({ policy, speed: 1 }, 0, fraction).dueAt)
  expect([waits, plan({ policy, speed: 60 }, 0, 0.5).dueAt, plan({ policy, speed: 'max' }, 0, 0.5).dueAt]).toEqual([
    [45_000, 60_000, 75_000],
    1_000,
    0,
  ])
})

test('an attempt by hand ends a pending delivery when it succeeds and leaves the ladder when it fails', () => {
  const waiting = walk(plan(CRM, 0, 0.5), CRM, claimed, settled(answered(500)))
  const success = walk(waiting, CRM, byHand, settled(answered(200), 10))
  const failure = walk(waiting, CRM, byHand, settled(answered(400, 'Bad Request'), 10))
  expect([
    [success.state, success.attempts, success.dueAt],
    [failure.state, failure.attempts, failure.rung, failure.dueAt, failure.error],
  ]).toEqual([
    ['success', 2, null],
    ['pending', 2, 1, MINUTE_MS, 'Bad Request'],
  ])
})

test('an attempt by hand can still save a failed or cancelled delivery, and never another one', () => {
  const failed = walk(plan(CRM, 0, 0.5), CRM, claimed, settled(answered(400)))
  const cancelled = walk(plan(CRM, 0, 0.5), CRM, cancelAsked)
  const states = [failed, cancelled].flatMap((each) => [
    walk(each, CRM, byHand, settled(answered(200))).state,
    walk(each, CRM, byHand, settled(answered(500))).state,
  ])
  const success = walk(failed, CRM, byHand, settled(answered(200)))
  expect([states, advance(success, byHand, CRM).kind, advance(walk(failed, CRM, byHand), byHand, CRM).kind]).toEqual([
    ['success', 'failed', 'success', 'cancelled'],
    'refused',
    'refused',
  ])
})

test('cancelling lets a running attempt end, and success then wins', () => {
  const running = walk(plan(CRM, 0, 0.5), CRM, claimed, cancelAsked)
  const ends = [settled(answered(200)), settled(answered(500)), { kind: 'interrupted', at: 0 } as const].map((step) =>
    walk(running, CRM, step),
  )
  expect(ends.map((each) => [each.state, each.attempts, each.dueAt])).toEqual([
    ['success', 1, null],
    ['cancelled', 1, null],
    ['cancelled', 0, null],
  ])
})

test('an interrupted attempt is made again at once without counting, three times in a row at most', () => {
  const interrupted = { kind: 'interrupted', at: 7 } as const
  const once = walk(plan(CRM, 0, 0.5), CRM, claimed, interrupted)
  const thrice = walk(once, CRM, claimed, interrupted, claimed, interrupted)
  const fourth = walk(thrice, CRM, claimed, interrupted)
  const recovered = walk(thrice, CRM, claimed, settled(answered(500)))
  expect([
    [once.state, once.attempts, once.rung, once.dueAt],
    [thrice.state, thrice.dueAt],
    [fourth.state, fourth.attempts, fourth.error],
    [recovered.interruptions, recovered.rung],
  ]).toEqual([
    ['pending', 0, 0, 7],
    ['pending', 7],
    ['failed', 0, 'Hookscope ended 4 times in a row during this attempt'],
    [0, 1],
  ])
})

test('a policy of one attempt never waits', () => {
  const ladder: Ladder = { policy: ONE_ATTEMPT, speed: 1 }
  expect(walk(plan(ladder, 0, 0.5), ladder, claimed, settled(answered(503))).state).toBe('failed')
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 17, 10, 30)
  test.each([
    ['120', 120_000],
    ['0', 0],
    ['Sat, 17 Jan 2026 10:31:00 GMT', 60_000],
    ['Sat, 17 Jan 2026 10:29:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    [undefined, null],
  ])('%s', (value, wait) => {
    expect(parseRetryAfter(value, now)).toBe(wait)
  })
})
