import { expect, test } from 'vitest'
import { lateCode } from '../../../src/renderer/components/late-code.ts'

test('code is fetched once, and again only after it did not come', async () => {
  let asked = 0
  const code = lateCode(async () => {
    asked++
    if (asked === 1) throw new Error('The engine is gone.')
    return `screen ${asked}`
  })

  const first = await Promise.allSettled([code.fetch(), code.fetch()])
  const before = code.get()
  const second = await Promise.all([code.fetch(), code.fetch()])

  expect([first.map(({ status }) => status), before, second, code.get(), asked]).toEqual([
    ['rejected', 'rejected'],
    null,
    ['screen 2', 'screen 2'],
    'screen 2',
    2,
  ])
})
