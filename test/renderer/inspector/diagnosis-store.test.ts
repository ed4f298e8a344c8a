import { expect, test } from 'vitest'
import { createDiagnosing } from '../../../src/renderer/features/inspector/diagnosis-store.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { fakeClient } from '../support/fakes.ts'

interface Call {
  readonly id: string
  readonly signal: AbortSignal | undefined
  readonly answer: (value: unknown) => void
  readonly refuse: (error: Error) => void
}

function prepared() {
  const calls: Call[] = []
  const client = fakeClient({
    exchanges: {
      diagnose: ({ id }: { id: string }, options?: { signal?: AbortSignal }) =>
        new Promise((answer, refuse) => {
          calls.push({ id, signal: options?.signal, answer, refuse })
        }),
    },
  })
  return { diagnosing: createDiagnosing(client, 'capture_1'), calls }
}

const FOUND = { verification: { verdict: 'invalid' }, diagnosis: { code: 'newline' } }

test('it asks the engine and keeps what it found', async () => {
  const { diagnosing, calls } = prepared()
  const started = diagnosing.start()
  const before = diagnosing.store.getState()
  calls[0]?.answer(FOUND)
  await started
  expect([before, calls.map(({ id }) => id), diagnosing.store.getState()]).toEqual([
    { step: 'trying' },
    ['capture_1'],
    { step: 'found', ...FOUND },
  ])
})

test('a failure says what to do, and the next try may succeed', async () => {
  const { diagnosing, calls } = prepared()
  const first = diagnosing.start()
  calls[0]?.refuse(new HookscopeError('engine_gone', 'Gone.', 'Start it.'))
  await first
  const failed = diagnosing.store.getState()
  const second = diagnosing.start()
  calls[1]?.answer(FOUND)
  await second
  expect([failed, diagnosing.store.getState()]).toMatchObject([
    { step: 'failed', problem: { message: 'Gone.', remedy: 'Start it.' } },
    { step: 'found' },
  ])
})

test('a search that was stopped is cancelled in the engine, and its late answer changes nothing', async () => {
  const { diagnosing, calls } = prepared()
  const started = diagnosing.start()
  diagnosing.stop()
  calls[0]?.answer(FOUND)
  await started
  expect([calls[0]?.signal?.aborted, diagnosing.store.getState()]).toEqual([true, { step: 'stopped' }])
})
