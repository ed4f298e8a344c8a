import { expect, test } from 'vitest'
import { createIndexing, type Indexing } from '../../src/main/engine/indexing.ts'
import type { IndexState } from '../../src/main/engine/store/reads/index-reads.ts'
import type { Reader } from '../../src/main/engine/store/reader.ts'
import { createFakeClock, FAKE_START, type FakeClock } from '../support/fake-clock.ts'
import { testCore } from '../support/core.ts'

interface Scene {
  readonly clock: FakeClock
  readonly indexing: Indexing
  /** When each pass began, in ms from the start, and how many changes it was given. */
  readonly passes: [at: number, changes: number][]
  /** Ends the pass that runs. */
  answer(state: IndexState): Promise<void>
  commit(changes: number): void
}

/** Indexing with a reader whose passes the test ends. */
async function scene(): Promise<Scene> {
  const clock = createFakeClock()
  const passes: [number, number][] = []
  let end: (state: IndexState) => void = () => {}
  const reader: Pick<Reader, 'run' | 'close'> = {
    run: ((_name: string, seqs: readonly number[]) => {
      passes.push([clock.monotonic(), seqs.length])
      return new Promise((resolve) => (end = resolve as typeof end))
    }) as Reader['run'],
    close: async () => {},
  }
  const core = testCore({ clock, reader: reader as Reader })
  const indexing = createIndexing(core)
  let seq = 0
  const here: Scene = {
    clock,
    indexing,
    passes,
    answer: async (state) => {
      end(state)
      await new Promise((resolve) => setImmediate(resolve))
    },
    commit: (changes) =>
      core.changes.emit(
        'exchanges',
        Array.from({ length: changes }, () => ++seq),
      ),
  }
  clock.advance(0)
  await here.answer(CAUGHT_UP)
  return here
}

const CAUGHT_UP: IndexState = { behind: 0, behindSince: null }

test('what has come since the last pass counts as behind, also while a pass looks at it', async () => {
  const { clock, indexing, answer, commit } = await scene()
  const said = [indexing.state()]
  clock.advance(1_000)
  commit(3)
  clock.advance(150)
  commit(2)
  said.push(indexing.state())
  clock.advance(50)
  said.push(indexing.state())
  await answer(CAUGHT_UP)
  said.push(indexing.state())
  expect(said).toEqual([
    CAUGHT_UP,
    { behind: 5, behindSince: FAKE_START + 1_000 },
    { behind: 5, behindSince: FAKE_START + 1_000 },
    CAUGHT_UP,
  ])
  indexing.stop()
})

test('what a pass left goes on at once, what came while it ran waits for the next', async () => {
  const { clock, indexing, passes, answer, commit } = await scene()
  commit(300)
  clock.advance(200)
  commit(10)
  clock.advance(100)
  await answer({ behind: 200, behindSince: FAKE_START })
  clock.advance(20)
  commit(10)
  clock.advance(50)
  await answer({ behind: 10, behindSince: FAKE_START })
  clock.advance(199)
  const early = passes.length
  clock.advance(1)
  expect({ early, passes: passes.slice(1) }).toEqual({
    early: 3,
    passes: [
      [200, 300],
      [320, 10],
      [570, 10],
    ],
  })
  indexing.stop()
})

test('a steady rate is looked at five times a second, a crowd before half a second is over, a burst after a second', async () => {
  const { clock, indexing, passes, answer, commit } = await scene()
  async function passUnder(commits: number, each: number): Promise<number> {
    commit(1)
    while (clock.pending > 0) clock.advance(10)
    const begun = clock.monotonic()
    for (let made = 0; made < commits; made++) commit(each)
    clock.advance(100)
    await answer(CAUGHT_UP)
    const before = passes.length
    while (passes.length === before) clock.advance(10)
    await answer(CAUGHT_UP)
    return clock.monotonic() - begun - 100
  }
  expect([await passUnder(20, 10), await passUnder(10, 20), await passUnder(20, 100)]).toEqual([200, 300, 1_000])
  indexing.stop()
})
