/** Something the palette can do. */
export interface PaletteItem {
  /** Stays the same from one start to the next: what was used last stands first. */
  readonly id: string
  readonly title: string
  /** What it is, or a fact about it: `Endpoint`, `Everywhere`. */
  readonly note: string
  /** Found by these too: a URL, an id. */
  readonly words?: string | undefined
  readonly keys?: string | undefined
  readonly run: () => void
}

const RANKS = { start: 8, wordStart: 6, inside: 4, words: 2, letters: 1 } as const

/**
 * The items that fit a query, best first; each of its words must fit. Of equally good ones those used lately (`recent`,
 * latest first) stand first, then the order given. An empty query fits all.
 */
export function searchPalette(items: readonly PaletteItem[], query: string, recent: readonly string[]): PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const ranked = items.flatMap((item) => {
    const ranks = words.map((word) => rankOf(item, word))
    if (ranks.includes(0)) return []
    const used = recent.indexOf(item.id)
    return [{ item, rank: ranks.reduce((sum, rank) => sum + rank, 0), used: used < 0 ? recent.length : used }]
  })
  return ranked.toSorted((a, b) => b.rank - a.rank || a.used - b.used).map(({ item }) => item)
}

/** How well one word fits; 0: not at all. */
function rankOf({ title, note, words = '' }: PaletteItem, word: string): number {
  const name = title.toLowerCase()
  const at = name.indexOf(word)
  if (at === 0) return RANKS.start
  if (at > 0) return /[\s./_-]/.test(name.charAt(at - 1)) ? RANKS.wordStart : RANKS.inside
  if (`${note} ${words}`.toLowerCase().includes(word)) return RANKS.words
  return hasInOrder(name, word) ? RANKS.letters : 0
}

/** `dwn` is in `deal.won`. */
function hasInOrder(text: string, letters: string): boolean {
  let from = 0
  for (const letter of letters) {
    const at = text.indexOf(letter, from)
    if (at < 0) return false
    from = at + letter.length
  }
  return true
}
