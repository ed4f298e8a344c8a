import { expect, test } from 'vitest'
import type { Client } from '../../../src/shared/contract/client.ts'
import { createCompare } from '../../../src/renderer/features/compare/compare-store.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { connected, fakeClient } from '../support/fakes.ts'

/** An engine whose answers to `get` wait until they are let go. */
function engine() {
  const waiting = new Map<string, (detail: unknown) => void>()
  const filters: string[] = []
  const exchanges = {
    get: ({ id }: { id: string }) => new Promise((resolve) => waiting.set(id, resolve)),
    body: async () => ({ bytes: new Blob(['{}']), totalBytes: 2, encoding: null, problem: null }),
    list: async ({ filter }: { filter: string }) => {
      filters.push(filter)
      if (filter === 'typ:x') throw new Error('no such key')
      return {
        items: [
          { id: 'x', replayOf: null },
          { id: 'y', replayOf: 'a' },
          { id: 'a', replayOf: null },
        ],
        hasMore: false,
      }
    },
  }
  const answer = (id: string): void => waiting.get(id)?.({ id, type: 'deal.won', response: null, replayOf: null })
  return { client: { exchanges } as unknown as Client, answer, filters }
}

test('an answer for a side that shows another exchange by now is dropped', async () => {
  const { client, answer } = engine()
  const compare = createCompare({ client, connection: connected })
  compare.open('a', 'b')
  compare.open('c', 'b')
  answer('a')
  answer('b')
  await expect.poll(() => compare.store.getState().b.bodies !== null).toBe(true)
  const { a, b } = compare.store.getState()
  expect([a, b.detail?.id]).toEqual([{ id: 'c', detail: null, bodies: null, problem: null }, 'b'])
})

test('what is offered is of the same type, replays of what is open first, never what is open already', async () => {
  const { client, answer, filters } = engine()
  const compare = createCompare({ client, connection: connected })
  compare.open('a', null)
  answer('a')
  await expect.poll(() => compare.store.getState().a.detail !== null).toBe(true)
  await compare.look('')
  expect([filters, compare.store.getState().offers?.map(({ id }) => id)]).toEqual([['type:deal.won'], ['y', 'x']])
})

test('a filter that cannot be read is said to be so until the next one; it is not that nothing matches', async () => {
  const { client } = engine()
  const compare = createCompare({ client, connection: connected })
  const seen = async (filter: string) => {
    await compare.look(filter)
    const { offers, lookProblem } = compare.store.getState()
    return [offers?.length ?? null, lookProblem !== null]
  }
  expect([await seen('typ:x'), await seen('type:x')]).toEqual([
    [null, true],
    [3, false],
  ])
})

test('a side is read again when the live stream names it, its bodies only when they are others, and a deleted one is let go of', async () => {
  const batches: { rows: { id: string }[]; gap: boolean }[] = []
  let wake = (): void => {}
  const running = { id: 'b', state: 'running', requestBytes: 2, responseBytes: 0, response: null }
  const details = new Map<string, object>([
    ['a', { ...running, id: 'a', state: 'complete' }],
    ['b', running],
  ])
  const asked: string[] = []
  const client = fakeClient({
    exchanges: {
      get: async ({ id }: { id: string }) => {
        asked.push(`get ${id}`)
        const detail = details.get(id)
        if (!detail) throw new HookscopeError('not_found', 'There is no such exchange.', 'List them.')
        return detail
      },
      body: async ({ id, side }: { id: string; side: string }) => {
        asked.push(`${side} body of ${id}`)
        return { bytes: new Blob(['{}']), totalBytes: 2, encoding: null, problem: null }
      },
      watch: async function* ({ filter }: { filter: string }) {
        asked.push(`watch ${filter}`)
        for (;;) {
          const batch = batches.shift()
          if (batch) yield batch
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      },
    },
  })
  const compare = createCompare({ client, connection: connected })
  const happened = async (rows: { id: string }[], gap = false): Promise<string[]> => {
    asked.length = 0
    batches.push({ rows, gap })
    wake()
    // What a batch asks for is asked for one after the other, and nothing else is under way.
    for (let count = -1; count !== asked.length;) {
      count = asked.length
      await new Promise((resolve) => setImmediate(resolve))
    }
    return asked.toSorted()
  }
  compare.open('a', 'b')
  const stop = compare.follow()
  await happened([])
  const annotated = await happened([{ id: 'b' }])
  details.set('b', { ...running, state: 'settled', responseBytes: 2, response: {} })
  const settled = await happened([{ id: 'b' }])
  details.delete('a')
  const removed = await happened([], true)
  stop()
  const { a, b } = compare.store.getState()
  expect({ annotated, settled, removed, a: [a.detail, a.problem?.message], b: b.detail }).toEqual({
    annotated: ['get b'],
    settled: ['get b', 'request body of b', 'response body of b'],
    removed: ['get a', 'get b'],
    a: [null, 'This exchange has been deleted.'],
    b: details.get('b'),
  })
})
