import { expect, test } from 'vitest'
import { createSavedFilters } from '../../src/main/engine/saved-filters.ts'
import { rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'

test('filters are kept by name, renamed, removed, and brought back', async () => {
  const core = testCore()
  const filters = createSavedFilters(core)
  const deals = await filters.save({ name: 'Deals', filter: 'type:deal.*' })
  const bad = await filters.save({ name: 'bad signatures', filter: 'sig:invalid' })
  const both = filters.list()
  await filters.save({ ...deals, name: 'All deals' })
  await filters.remove(bad.id)
  const one = createSavedFilters(core).list()
  await filters.save(bad)
  expect([both, one, filters.list()]).toEqual([[bad, deals], [{ ...deals, name: 'All deals' }], [{ ...deals, name: 'All deals' }, bad]])
})

test('a name that is taken, a filter that is none, and one that is gone are refused', async () => {
  const filters = createSavedFilters(testCore())
  const { id } = await filters.save({ name: 'Deals', filter: 'type:deal.*' })
  expect([
    await rejected(filters.save({ name: 'deals', filter: 'x' })),
    await rejected(filters.save({ name: 'Wrong', filter: 'sttus:1' })),
    await rejected(filters.save({ id: 'saved', name: 'Other', filter: 'x' })),
    await rejected(filters.remove(id.replace(/.$/, (last) => (last === '0' ? '1' : '0')))),
  ]).toMatchObject([{ code: 'conflict' }, { code: 'bad_filter' }, { code: 'not_found' }, { code: 'not_found' }])
  expect(filters.list()).toHaveLength(1)
})
