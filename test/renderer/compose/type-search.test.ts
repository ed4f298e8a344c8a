import { expect, test } from 'vitest'
import { familyOf, searchTypes, typeFamilies } from '../../../src/renderer/features/compose/type-search.ts'

const found = (query: string): string[] => searchTypes(typeFamilies([]), query).flatMap(({ events }) => events.map(({ type }) => type))

test('types are found by name and by description, every word counting', () => {
  expect({ all: found(' ').length, name: found('deal.w'), words: found('Marked deal'), none: found('invoice') }).toEqual({
    all: 31,
    name: ['deal.won'],
    words: ['deal.won', 'deal.lost'],
    none: [],
  })
})

test('event types of one’s own stand together at the end', () => {
  const families = typeFamilies([
    { type: 'lead.created', family: 'lead', description: '', isCustom: false },
    { type: 'lead.scored', family: 'lead', description: 'Scored', isCustom: true },
  ])
  expect([
    families.at(-1)?.title,
    families.at(-1)?.events.length,
    familyOf(families, 'lead.created'),
    familyOf(families, 'no.type'),
  ]).toEqual(['Yours', 1, 'lead', ''])
})
