import { expect, test } from 'vitest'
import { searchTypes } from '../../../src/renderer/features/compose/type-search.ts'

const found = (query: string): string[] => searchTypes(query).flatMap(({ events }) => events.map(({ type }) => type))

test('types are found by name and by description, every word counting', () => {
  expect({ all: found(' ').length, name: found('deal.w'), words: found('Marked deal'), none: found('invoice') }).toEqual({
    all: 31,
    name: ['deal.won'],
    words: ['deal.won', 'deal.lost'],
    none: [],
  })
})
