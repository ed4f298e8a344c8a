import { expect, onTestFinished, test } from 'vitest'
import { createStatus } from '../../src/main/engine/engine-status.ts'
import type { Receiver } from '../../src/main/engine/receiver/receiver.ts'
import type { Reader } from '../../src/main/engine/store/reader.ts'
import { DAY_MS } from '../../src/shared/domain/units.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { testCore } from '../support/core.ts'

test('a status that is asked for as the engine ends fails for who asked and nobody else, and what failed is asked again', async () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown): void => void unhandled.push(reason)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const asked: string[] = []
  const reader: Pick<Reader, 'run' | 'close'> = {
    run: (async (name: string) => {
      asked.push(name)
      throw new Error('The reader has ended.')
    }) as Reader['run'],
    close: async () => {},
  }
  const core = testCore({ clock: createFakeClock(), reader: reader as Reader })
  const receiver = { status: () => ({ kind: 'off' }) } as unknown as Receiver
  const status = createStatus(core, { directory: core.folder, version: '0', receiver, indexing: null })
  await expect(status()).rejects.toThrow('The reader has ended.')
  await new Promise((resolve) => setImmediate(resolve))
  await expect(status()).rejects.toThrow('The reader has ended.')
  await new Promise((resolve) => setImmediate(resolve))
  expect({ unhandled, counted: asked.filter((name) => name === 'total').length }).toEqual({ unhandled: [], counted: 2 })
})

test('an index that is new over an old database trails since this run began, not since its oldest exchange', async () => {
  const clock = createFakeClock()
  const core = testCore({ clock })
  const indexing = { state: () => ({ behind: 7, behindSince: clock.now() - 30 * DAY_MS }), stop: () => {} }
  const receiver = { status: () => ({ kind: 'off' }) } as unknown as Receiver
  const status = createStatus(core, { directory: core.folder, version: '0', receiver, indexing })
  clock.advance(3_000)
  expect((await status()).search).toEqual({ behind: 7, behindMs: 3_000 })
})
