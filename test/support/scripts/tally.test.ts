import { expect, test } from 'vitest'
import { addTallies, tallyPlaywright, tallyVitest } from './tally.ts'

test('a test file that cannot be loaded counts as a failure', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }, { status: 'pending' }] },
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
      { status: 'failed', assertionResults: [] },
    ],
  }
  expect(tallyVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 1 })
})

test('a browser test that passed only when repeated is no pass, and the sum is of all runners', () => {
  const playwright = tallyPlaywright({ stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] })
  expect(addTallies([playwright, { passed: 10, failed: 0, skipped: 0 }])).toEqual({ passed: 12, failed: 3, skipped: 1 })
})
