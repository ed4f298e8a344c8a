import { expect, test } from 'vitest'
import { createComparePreferences } from '../../../src/renderer/features/compare/preferences.ts'

function storageWith(text: string | null) {
  const kept = new Map(text === null ? [] : [['compare', text]])
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
}

test('how one compares is remembered', () => {
  const storage = storageWith(null)
  const first = createComparePreferences(storage)
  first.setState({ ignored: ['updatedAt'], sortKeys: true })
  expect([first.getState(), createComparePreferences(storage).getState()]).toEqual([
    { sortKeys: true, ignoreIdsAndTimes: true, ignored: ['updatedAt'] },
    { sortKeys: true, ignoreIdsAndTimes: true, ignored: ['updatedAt'] },
  ])
})

test.each(['', 'no json', 'null', '{"ignored":[1,"a"],"sortKeys":"yes"}'])('what is damaged is left out: %s', (text) => {
  const { sortKeys, ignored } = createComparePreferences(storageWith(text)).getState()
  expect({ sortKeys, ignored }).toEqual({ sortKeys: false, ignored: text.startsWith('{') ? ['a'] : [] })
})
