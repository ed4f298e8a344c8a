import { expect, test } from 'vitest'
import { COLUMNS, visibleColumns } from '../../../src/renderer/features/activity/visible-columns.ts'

test('a narrower pane loses size, then took, then attempt; the rest never goes', () => {
  const hidden = (width: number) => COLUMNS.filter((name) => !visibleColumns(width)[name])
  expect([1_336, 855, 735, 600, 400].map(hidden)).toEqual([
    [],
    ['request'],
    ['request', 'size'],
    ['request', 'took', 'size'],
    ['request', 'attempt', 'took', 'size'],
  ])
})
