import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/main/engine/store/open.ts'
import { createSlicesInTurn, type SliceKind } from '../../../src/main/engine/store/reads/slices-in-turn.ts'
import { temporaryFolder } from '../../support/core.ts'

function started() {
  const file = join(temporaryFolder(), 'hookscope.db')
  const writing = openDatabase(file)
  const reading = new Database(file, { readonly: true })
  const insert = writing.prepare(
    "INSERT INTO exchange (tail, direction, state, at, method, path, request_bytes, response_bytes) VALUES ('', 'in', 'receiving', 0, 'POST', '/', 0, 0)",
  )
  let now = 0
  let had = 0
  const pauses: number[] = []
  const pause = async (ms: number): Promise<void> => {
    pauses.push(ms)
    now += ms
  }
  const slices = createSlicesInTurn(reading, { monotonic: () => now, processor: () => had, pause })
  /** Others had the processor as long as the slice. */
  const slice = (tookMs: number, written = 0): Promise<void> =>
    slices.run(() => {
      for (let i = 0; i < written; i++) insert.run()
      now += 2 * tookMs
      had += tookMs
    }, 'long')
  const look = (ms: number): void => void (now += ms)
  return { slices, slice, look, pauses }
}

test('under load a slice is followed by a rest three times as long as it had a processor, beside few exchanges by a short one, else by none', async () => {
  const { slice, look, pauses } = started()
  await slice(20)
  await slice(20, 50)
  await slice(20, 2)
  await slice(20)
  await slice(20, 50)
  look(45)
  await slice(20, 50)
  look(1_000)
  await slice(20)
  expect(pauses).toEqual([0, 0, 60, 6, 0, 15, 0])
})

test('slices asked for at once run in their order, also after one that fails', async () => {
  const { slices } = started()
  const seen: string[] = []
  const run = (name: string) =>
    slices.run(() => {
      seen.push(name)
      if (name === 'second') throw new Error('No such column.')
      return name
    }, 'long')
  const ends = await Promise.allSettled(['first', 'second', 'third'].map(run))
  expect([seen, ends.map(({ status }) => status)]).toEqual([
    ['first', 'second', 'third'],
    ['fulfilled', 'rejected', 'fulfilled'],
  ])
})

test('first looks wait for one slice of the searches that go on, not for all of them, nor these for them', async () => {
  const { slices } = started()
  const seen: string[] = []
  const run = (name: string, kind: SliceKind): Promise<number> => slices.run(() => seen.push(name), kind)
  const searches = ['one', 'two', 'three'].map((name) => run(name, 'long'))
  await Promise.all([...searches, run('first', 'soon'), run('second', 'soon'), run('third', 'soon'), run('four', 'long')])
  expect(seen).toEqual(['first', 'one', 'second', 'two', 'third', 'three', 'four'])
})
