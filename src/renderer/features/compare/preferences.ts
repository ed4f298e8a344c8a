import { createStore, type StoreApi } from 'zustand/vanilla'

const KEY = 'compare'
const MAX_IGNORED = 200

/** How people compare; kept on this machine. */
export interface ComparePreferences {
  /** Keys in alphabetical order, so that their order makes no difference. */
  readonly sortKeys: boolean
  readonly ignoreIdsAndTimes: boolean
  /** Keys, paths such as `data.owner.id`, and names of headers whose values make no difference. */
  readonly ignored: readonly string[]
}

const FIRST: ComparePreferences = { sortKeys: false, ignoreIdsAndTimes: true, ignored: [] }

/** The preferences as they were left; every change is written to the storage. */
export function createComparePreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): StoreApi<ComparePreferences> {
  const store = createStore<ComparePreferences>()(() => read(storage))
  store.subscribe((preferences) => {
    try {
      storage.setItem(KEY, JSON.stringify(preferences))
    } catch {
      // A full or forbidden storage: they hold as long as the page does.
    }
  })
  return store
}

function read(storage: Pick<Storage, 'getItem'>): ComparePreferences {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '{}')
    const { sortKeys, ignoreIdsAndTimes, ignored } = stored as Partial<Record<keyof ComparePreferences, unknown>>
    return {
      sortKeys: typeof sortKeys === 'boolean' ? sortKeys : FIRST.sortKeys,
      ignoreIdsAndTimes: typeof ignoreIdsAndTimes === 'boolean' ? ignoreIdsAndTimes : FIRST.ignoreIdsAndTimes,
      ignored: Array.isArray(ignored) ? ignored.filter((each) => typeof each === 'string').slice(0, MAX_IGNORED) : FIRST.ignored,
    }
  } catch {
    return FIRST
  }
}
