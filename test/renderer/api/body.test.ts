import { expect, test } from 'vitest'
import type { Client } from '../../../src/shared/contract/client.ts'
import { createBody, STEP_BYTES } from '../../../src/renderer/api/body.ts'

/** An engine with one body; of a decoded one it does not know the size. */
function engineWith(body: Uint8Array<ArrayBuffer>): Client {
  const exchanges = {
    body: async ({ offset, length, decoded }: { offset: number; length: number; decoded: boolean }) => ({
      bytes: new Blob([body.slice(offset, offset + length)]),
      totalBytes: decoded ? null : body.length,
      encoding: decoded ? 'gzip' : null,
      problem: null,
    }),
  }
  return { exchanges } as unknown as Client
}

test('a large body comes range by range, and nothing is asked for after its end', async () => {
  const body = new Uint8Array(STEP_BYTES + 3).fill(7)
  const { store, more } = createBody(engineWith(body), 'capture_1', 'request', false)
  const seen = []
  for (let step = 0; step < 3; step++) {
    await more()
    const { bytes, hasMore } = store.getState()
    seen.push([bytes?.length, hasMore])
  }
  expect(seen).toEqual([
    [STEP_BYTES, true],
    [STEP_BYTES + 3, false],
    [STEP_BYTES + 3, false],
  ])
})

test('a decoded body ends where a range comes short', async () => {
  const { store, more } = createBody(engineWith(new Uint8Array(10)), 'capture_1', 'request', true)
  await more()
  expect(store.getState()).toMatchObject({ hasMore: false, encoding: 'gzip', totalBytes: null })
})

test('a body that cannot be read says why and can be asked for again', async () => {
  const exchanges = { body: () => Promise.reject(new Error('no')) }
  const { store, more } = createBody({ exchanges } as unknown as Client, 'capture_1', 'request', false)
  await more()
  expect(store.getState()).toMatchObject({ bytes: null, hasMore: true, isLoading: false, problem: { code: 'internal' } })
})

test('a body that is still received grows on the screen, also when it grew while it was read', async () => {
  const whole = new Uint8Array(30).fill(7)
  let arrived = 10
  const exchanges = {
    body: async ({ offset, length }: { offset: number; length: number }) => {
      const bytes = new Blob([whole.slice(offset, Math.min(offset + length, arrived))])
      return { bytes, totalBytes: arrived, encoding: null, problem: null }
    },
  }
  const { store, grown } = createBody({ exchanges } as unknown as Client, 'capture_1', 'request', false)
  const first = grown()
  const second = grown()
  arrived = 20
  await Promise.all([first, second])
  const during = store.getState().bytes?.length
  arrived = 30
  await grown()
  expect([during, store.getState().bytes?.length, store.getState().hasMore]).toEqual([20, 30, false])
})

test('all that is left comes at once when it is asked for, in larger ranges', async () => {
  const body = new Uint8Array(9 * STEP_BYTES + 5).map((_, index) => index % 251)
  const { store, more, all } = createBody(engineWith(body), 'capture_1', 'request', false)
  await more()
  const lengths = new Set<number | undefined>()
  store.subscribe(({ bytes }) => lengths.add(bytes?.length))
  await all()
  const { bytes, hasMore, isLoading } = store.getState()
  expect({ isWhole: Buffer.from(bytes ?? []).equals(body), hasMore, isLoading, lengths: [...lengths] }).toEqual({
    isWhole: true,
    hasMore: false,
    isLoading: false,
    lengths: [STEP_BYTES, body.length],
  })
})
