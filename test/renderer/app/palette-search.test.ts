import { expect, test } from 'vitest'
import { searchPalette, type PaletteItem } from '../../../src/renderer/app/palette-search.ts'

const ITEMS: readonly PaletteItem[] = [
  { title: 'Go to Compose', note: 'Everywhere' },
  { title: 'deal.won', note: 'In Activity' },
  { title: 'deal.lost', note: 'In Activity' },
  { title: 'billing', note: 'Endpoint', words: 'http://localhost:3000/deals webhook_1' },
].map((item) => ({ ...item, id: item.title, run: () => undefined }))

const titles = (query: string, recent: readonly string[] = []): string[] => searchPalette(ITEMS, query, recent).map(({ title }) => title)

test('What begins with the words stands before what holds them, and letters in order are enough', () => {
  expect(['', 'deal', 'won', 'dwn', 'com go', 'deal activity', 'webhook_1', 'nothing of it'].map((query) => titles(query))).toEqual([
    ITEMS.map(({ title }) => title),
    ['deal.won', 'deal.lost', 'billing'],
    ['deal.won'],
    ['deal.won'],
    ['Go to Compose'],
    ['deal.won', 'deal.lost'],
    ['billing'],
    [],
  ])
})

test('What was used lately stands first among equals, and never before a better one', () => {
  expect([titles('', ['billing', 'deal.lost']), titles('deal', ['billing', 'deal.lost'])]).toEqual([
    ['billing', 'deal.lost', 'Go to Compose', 'deal.won'],
    ['deal.lost', 'deal.won', 'billing'],
  ])
})
