import type { RefObject } from 'react'
import { useStore } from 'zustand'
import { useShortcuts } from '../../app/shortcuts.ts'
import type { ActivityStores } from './activity-stores.ts'
import { withChildren } from './display-rows.ts'
import { hasChosen } from './selection-store.ts'

interface FeedShortcutsOptions {
  readonly stores: ActivityStores
  readonly selectedId: string | null
  readonly open: (id: string) => void
  readonly field: RefObject<HTMLInputElement | null>
}

const PAGE_STEP = 20
const GROUP = 'Lists'

/** Keys of the feed, while its screen is there. */
export function useFeedShortcuts({ stores, selectedId, open, field }: FeedShortcutsOptions): void {
  const { activity, selection, openDeliveries } = stores
  const move = (steps: number) => (): void => {
    const id = stepFrom(stores, selectedId, steps)
    if (id !== null) open(id)
  }
  const edge = (load: () => Promise<void>, isNeeded: () => boolean, steps: number) => async (): Promise<void> => {
    if (isNeeded()) await load()
    const id = stepFrom(stores, null, steps)
    if (id !== null) open(id)
  }
  const feed = () => activity.store.getState().feed
  const extend = (steps: number) => (): void => {
    const id = stepFrom(stores, selectedId, steps)
    if (id === null) return
    selection.extend(feed()?.rows ?? [], selectedId, id)
    open(id)
  }
  /** The row of the delivery that the selected row belongs to. */
  const deliveryRow = () => {
    const { shown } = activity.store.getState()
    const rows = feed()?.rows ?? []
    const row = rows.find(({ id }) => id === selectedId)
    if (!shown.isGrouped) return undefined
    if (row) return row
    const parent = [...openDeliveries.store.getState()].find(([, children]) => children.some(({ id }) => id === selectedId))?.[0]
    return rows.find(({ deliveryId }) => deliveryId !== null && deliveryId === parent)
  }
  const openDelivery = (): void => {
    const row = deliveryRow()
    if (row) void openDeliveries.open(row)
  }
  const closeDelivery = (): void => {
    const row = deliveryRow()
    if (!row || row.deliveryId === null) return
    openDeliveries.close(row.deliveryId)
    if (row.id !== selectedId) open(row.id)
  }
  const toTop = edge(activity.showNew, () => (feed()?.above ?? 0) > 0, 0)
  const toEnd = edge(activity.showOldest, () => feed()?.hasOlder ?? false, Infinity)
  const isLate = useStore(activity.store, (state) => state.feed === null)
  useShortcuts([
    { keys: 'j', name: 'Next', group: GROUP, isLate, run: move(1) },
    { keys: 'k', name: 'Previous', group: GROUP, isLate, run: move(-1) },
    { keys: 'ArrowDown', name: 'Next', group: GROUP, isLate, run: move(1) },
    { keys: 'ArrowUp', name: 'Previous', group: GROUP, isLate, run: move(-1) },
    { keys: 'J', name: 'Extend to the next', group: GROUP, run: extend(1) },
    { keys: 'K', name: 'Extend to the previous', group: GROUP, run: extend(-1) },
    { keys: 'Shift+ArrowDown', name: 'Extend to the next', group: GROUP, run: extend(1) },
    { keys: 'Shift+ArrowUp', name: 'Extend to the previous', group: GROUP, run: extend(-1) },
    { keys: 'x', name: 'Choose', group: GROUP, run: () => selectedId !== null && selection.toggle(selectedId) },
    { keys: 'Mod+A', name: 'Choose all that match', group: GROUP, outsideFields: true, run: selection.chooseAll },
    { keys: 'ArrowRight', name: 'Open a delivery', group: GROUP, run: openDelivery },
    { keys: 'ArrowLeft', name: 'Close a delivery', group: GROUP, run: closeDelivery },
    { keys: 'PageDown', name: 'A page down', group: GROUP, run: move(PAGE_STEP) },
    { keys: 'PageUp', name: 'A page up', group: GROUP, run: move(-PAGE_STEP) },
    { keys: 'Home', name: 'Newest', group: GROUP, isLate, run: () => void toTop() },
    { keys: 'End', name: 'Oldest', group: GROUP, isLate, run: () => void toEnd() },
    { keys: '/', name: 'Filter', group: GROUP, run: () => field.current?.select() },
    { keys: 'Space', name: 'Pause or resume the feed', group: GROUP, run: activity.togglePause },
    { keys: 'n', name: 'Show what is new', group: GROUP, run: () => void activity.showNew() },
  ])
  // Registered last, so that it closes before the inspector does.
  const isChoosing = useStore(selection.store, hasChosen)
  useShortcuts(isChoosing ? [{ keys: 'Escape', name: 'Let go of what is chosen', group: GROUP, run: selection.clear }] : [])
}

/** The row so many steps from this one, as far as rows are loaded; without one the first, or the last for Infinity. */
export function stepFrom(
  { activity, openDeliveries }: Pick<ActivityStores, 'activity' | 'openDeliveries'>,
  id: string | null,
  steps: number,
): string | null {
  const { feed, shown } = activity.store.getState()
  const held = feed?.rows ?? []
  const rows = shown.isGrouped ? withChildren(held, openDeliveries.store.getState()).map(({ exchange }) => exchange) : held
  const from = rows.findIndex((row) => row.id === id)
  const wanted = from < 0 ? (steps === Infinity ? rows.length - 1 : 0) : from + steps
  return rows[Math.min(Math.max(wanted, 0), rows.length - 1)]?.id ?? null
}
