import { expect, test } from 'vitest'
import { lineageGroups } from '../../../src/renderer/features/inspector/lineage-tree.ts'
import { anExchange } from '../activity/rows.ts'

test('a family stands by delivery, each capture under the attempt that made it', () => {
  const row = (id: string, deliveryId: string | null, counterpartId: string | null = null) => ({
    ...anExchange({ seq: 1, direction: id.startsWith('attempt') ? 'out' : 'in' }),
    id,
    deliveryId,
    counterpartId,
  })
  const family = [
    row('attempt_1', 'delivery_1', 'capture_1'),
    row('attempt_2', 'delivery_2'),
    row('capture_1', null, 'attempt_1'),
    row('attempt_3', 'delivery_1'),
    row('capture_9', null, 'attempt_gone'),
  ]
  expect(lineageGroups(family).map(({ id, rows }) => [id, rows.map(({ exchange, depth }) => `${exchange.id} ${depth}`)])).toEqual([
    ['delivery_1', ['attempt_1 0', 'capture_1 1', 'attempt_3 0']],
    ['delivery_2', ['attempt_2 0']],
    ['capture_9', ['capture_9 0']],
  ])
})
