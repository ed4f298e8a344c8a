import { expect, test } from 'vitest'
import { exchangeMark } from '../../src/main/cli/marks.ts'
import type { ExchangeSummary } from '../../src/shared/domain/exchange.ts'
import { SUMMARY } from '../api/running-control.ts'

const ATTEMPT: ExchangeSummary = {
  ...SUMMARY,
  id: 'attempt_01kf5r0000000aaaaaaaaaaaaa',
  direction: 'out',
  state: 'settled',
  verdict: null,
  deliveryState: 'success',
  attempt: { number: 3, of: 3 },
}

function mark(changes: Partial<ExchangeSummary>): string {
  return exchangeMark({ ...ATTEMPT, ...changes }, (_, text) => text)
}

test('an attempt is marked by how its delivery stands, but never by the success of a later one', () => {
  expect([
    mark({}),
    mark({ status: 500, attempt: { number: 1, of: 3 } }),
    mark({ status: null, error: 'timeout', attempt: { number: 2, of: 3 } }),
    mark({ status: 500, deliveryState: 'pending', attempt: { number: 1, of: 3 } }),
    mark({ status: 500, deliveryState: 'failed' }),
    mark({ status: 401, attempt: { number: 1, of: 1 } }),
    mark({ status: null, state: 'interrupted', attempt: { number: 1, of: 1 } }),
  ]).toEqual(['✓ success', '↻ retried', '↻ retried', '… pending', '✗ failed', '✓ success', '↻ retried'])
})
