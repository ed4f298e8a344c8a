import { expect, test } from 'vitest'
import { watchCaptures } from '../../src/main/cli/watch-captures.ts'
import { HookscopeError } from '../../src/shared/domain/errors.ts'
import type { ExchangeSummary } from '../../src/shared/domain/exchange.ts'
import { formatId, parseId } from '../../src/shared/domain/ids.ts'
import { SUMMARY } from '../api/running-control.ts'
import { fakeClient } from '../renderer/support/fakes.ts'

interface Step {
  /** What has been stored by now, oldest first. */
  readonly stored: readonly ExchangeSummary[]
  /** What of it the stream brings. */
  readonly rows: readonly ExchangeSummary[]
  readonly gap: boolean
}

function capture(number: number, status: number | null = 200): ExchangeSummary {
  return { ...SUMMARY, id: formatId('capture', { seq: 1_000 + number, tail: '0000000000000' }), at: number, status }
}

/** Numbers of the captures told of while an engine goes through these steps, with `before` stored already. */
async function told(before: readonly ExchangeSummary[], steps: readonly Step[]): Promise<number[]> {
  let stored = before
  const client = fakeClient({
    exchanges: {
      list: async ({ after, limit }: { after?: string; limit: number }) => {
        const seq = after === undefined ? null : (parseId(after)?.seq ?? 0)
        const wanted = seq === null ? stored.slice(-limit) : stored.filter(({ id }) => (parseId(id)?.seq ?? 0) > seq).slice(0, limit)
        return { items: wanted.toReversed(), hasMore: seq !== null && wanted.at(-1)?.id !== stored.at(-1)?.id }
      },
      watch: async function* () {
        for (const step of steps) {
          stored = step.stored
          yield { cursor: '0', rows: step.rows, gap: step.gap }
        }
      },
    },
  })
  const numbers: number[] = []
  for await (const row of watchCaptures(client, undefined, new AbortController().signal, () => {})) numbers.push(row.at)
  return numbers
}

test('what a gap left out is told of, also when there was nothing before it', async () => {
  const many = Array.from({ length: 1_200 }, (_, i) => capture(i))
  const numbers = await told([], [{ stored: many, rows: many.slice(-200).toReversed(), gap: true }])
  expect(numbers).toEqual(many.map(({ at }) => at))
})

test('an answer that came late, during a gap, is told of; what was there before is not', async () => {
  const slow = [capture(0), capture(1, null), capture(2)]
  const later = [capture(0), capture(1), capture(2), capture(3)]
  const numbers = await told(
    [capture(0)],
    [
      { stored: slow, rows: slow.slice(1), gap: false },
      { stored: later, rows: [], gap: true },
    ],
  )
  expect(numbers).toEqual([2, 1, 3])
})

test('a stream that breaks off because the engine lost its reader is opened again where it was', async () => {
  const opened: (string | undefined)[] = []
  const client = fakeClient({
    exchanges: {
      list: async () => ({ items: [], hasMore: false }),
      watch: async function* ({ after }: { after?: string }) {
        opened.push(after)
        yield { cursor: `after ${opened.length}`, rows: [capture(opened.length)], gap: false }
        if (opened.length === 1) throw new HookscopeError('store_failed', 'The reader of the database has ended.', 'Try again.')
      },
    },
  })
  const numbers: number[] = []
  for await (const row of watchCaptures(client, undefined, new AbortController().signal, () => {})) numbers.push(row.at)
  expect({ opened, numbers }).toEqual({ opened: [undefined, 'after 1'], numbers: [1, 2] })
})
