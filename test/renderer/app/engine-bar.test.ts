import { expect, test } from 'vitest'
import { searchWord } from '../../../src/renderer/app/engine-bar.tsx'

test('the status bar says how far the index of words trails, and calls a moment up to date', () => {
  expect([
    searchWord({ behind: 0, behindMs: 0 }),
    searchWord({ behind: 40, behindMs: 200 }),
    searchWord({ behind: 1_204, behindMs: 3_000 }),
    searchWord({ behind: 100_000, behindMs: 90_000 }),
  ]).toEqual([
    'Search index up to date',
    'Search index up to date',
    'Search index 1,204 behind, 3\u2009s',
    'Search index 100,000+ behind, 1\u2009min 30\u2009s',
  ])
})
