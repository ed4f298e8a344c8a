import { expect, test } from 'vitest'
import { clampSide } from '../../../src/renderer/components/split-side.ts'

test('a side stays between its least width and its share, the least width winning in a narrow window', () => {
  expect([clampSide(520, 440, 864), clampSide(100, 440, 864), clampSide(Infinity, 440, 864), clampSide(520, 440, 300)]).toEqual([
    520, 440, 864, 440,
  ])
})
