import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'

/**
 * What is chosen in the feed, to act on all of it at once.
 *
 * 1. Either some exchanges by their ids, or all that the query holds but some.
 * 2. The anchor is where choosing began: the other end of what Shift extends to.
 * 3. Another query lets go of everything.
 */
export interface SelectionState {
  readonly isAll: boolean
  /** The chosen ones; with `isAll` those that are not. */
  readonly ids: ReadonlySet<string>
  readonly anchor: string | null
}

/** Exchanges to act on, as the engine is asked: by their ids, or by a filter. */
export type Subject = { readonly ids: readonly string[] } | { readonly filter: string }

export interface SelectionStore {
  readonly store: StoreApi<SelectionState>
  toggle(id: string): void
  /** Chooses the rows from the anchor (else from `from`) to this one, of those that are loaded; the rest is let go. */
  extend(rows: readonly ExchangeSummary[], from: string | null, to: string): void
  chooseAll(): void
  clear(): void
  /** As an address says it; null: nothing is chosen, or too much to be said there. */
  toWord(): string | null
  fromWord(word: string): void
}

export const NOTHING_CHOSEN: SelectionState = { isAll: false, ids: new Set(), anchor: null }
/** More do not go into an address. */
const MAX_LINKED = 50
const ID = /^(?:capture|attempt)_[0-9a-z]{26}$/

/** Nothing chosen. */
export function createSelection(): SelectionStore {
  const store = createStore<SelectionState>()(() => NOTHING_CHOSEN)
  const { getState, setState } = store

  return {
    store,
    toggle: (id) => {
      const ids = new Set(getState().ids)
      if (!ids.delete(id)) ids.add(id)
      setState({ ids, anchor: id })
    },
    extend: (rows, from, to) => {
      const anchor = getState().anchor ?? from ?? to
      const [a, b] = [rows.findIndex(({ id }) => id === anchor), rows.findIndex(({ id }) => id === to)]
      if (b < 0) return
      const start = a < 0 ? b : a
      const ids = rows.slice(Math.min(start, b), Math.max(start, b) + 1).map(({ id }) => id)
      setState({ isAll: false, ids: new Set(ids), anchor: a < 0 ? to : anchor })
    },
    chooseAll: () => setState({ isAll: true, ids: new Set(), anchor: null }),
    clear: () => {
      if (hasChosen(getState())) setState(NOTHING_CHOSEN)
    },
    toWord: () => {
      const { isAll, ids } = getState()
      if (isAll) return ids.size === 0 ? 'all' : null
      return ids.size === 0 || ids.size > MAX_LINKED ? null : [...ids].join('.')
    },
    fromWord: (word) => {
      if (word === 'all') return setState({ isAll: true, ids: new Set(), anchor: null })
      const ids = word.split('.').filter((id) => ID.test(id))
      setState({ isAll: false, ids: new Set(ids.slice(0, MAX_LINKED)), anchor: null })
    },
  }
}

/** Whether a row is among what is chosen. */
export function isChosen({ isAll, ids }: SelectionState, id: string): boolean {
  return ids.has(id) !== isAll
}

/** Whether anything is. */
export function hasChosen({ isAll, ids }: SelectionState): boolean {
  return isAll || ids.size > 0
}

/** How the engine is asked for what is chosen, of what `filter` holds. */
export function subjectOf({ isAll, ids }: SelectionState, filter: string): Subject {
  if (!isAll) return { ids: [...ids] }
  const but = [...ids].map((id) => `-id:${id}`).join(' ')
  if (but === '') return { filter }
  return { filter: filter === '' ? but : / OR /.test(filter) ? `(${filter}) ${but}` : `${filter} ${but}` }
}
