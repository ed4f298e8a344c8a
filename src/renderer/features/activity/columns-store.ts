import { createStore, type StoreApi } from 'zustand/vanilla'
import { FIRST_CHOICE, readChoice, withMoved, withWidth, type ColumnChoice, type ColumnName } from './visible-columns.ts'

/** Which columns are shown, in which order and how wide; remembered on this machine. */
export interface ColumnsStore {
  readonly store: StoreApi<ColumnChoice>
  show(name: ColumnName, isWanted: boolean): void
  /** Puts a column at a place in the order, from 0. */
  move(name: ColumnName, to: number): void
  /** px; null: as it was at first. */
  resize(name: ColumnName, width: number | null): void
  reset(): void
}

const KEY = 'columns:activity'

/** The columns as they were left. */
export function createColumns(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): ColumnsStore {
  const store = createStore<ColumnChoice>()(() => readChoice(storage.getItem(KEY)))

  function keep(choice: ColumnChoice): void {
    store.setState(choice, true)
    storage.setItem(KEY, JSON.stringify(choice))
  }

  return {
    store,
    show: (name, isWanted) => keep({ ...store.getState(), wanted: { ...store.getState().wanted, [name]: isWanted } }),
    move: (name, to) => keep(withMoved(store.getState(), name, to)),
    resize: (name, width) => keep(withWidth(store.getState(), name, width)),
    reset: () => {
      store.setState(FIRST_CHOICE, true)
      storage.removeItem(KEY)
    },
  }
}
