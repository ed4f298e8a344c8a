import { expect, it } from 'vitest'
import { createPieceCollector } from '../../../src/main/engine/receiver/collect-pieces.ts'
import { MIB } from '../../../src/shared/domain/units.ts'

it('collects the packets of large bodies every 8 MiB, and never for small ones', () => {
  let collections = 0
  const collect = createPieceCollector(() => collections++)
  const seen = [7 * MIB, MIB, 4 * MIB, 3 * MIB, 2 * MIB].map((bytes) => {
    collect(bytes)
    return collections
  })
  expect(seen).toEqual([0, 1, 1, 1, 2])
})

it('collects with the collector of the engine it runs on', () => {
  expect(() => createPieceCollector()(8 * MIB)).not.toThrow()
})
