import { expect, test } from 'vitest'
import type { Client } from '../../../src/shared/contract/client.ts'
import { createCompare } from '../../../src/renderer/features/compare/compare-store.ts'

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
  const compare = createCompare(client)
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
  const compare = createCompare(client)
  compare.open('a', null)
  answer('a')
  await expect.poll(() => compare.store.getState().a.detail !== null).toBe(true)
  await compare.look('')
  expect([filters, compare.store.getState().offers?.map(({ id }) => id)]).toEqual([['type:deal.won'], ['y', 'x']])
})

test('a filter that cannot be read is said to be so until the next one; it is not that nothing matches', async () => {
  const { client } = engine()
  const compare = createCompare(client)
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
