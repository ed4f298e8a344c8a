import type { RefObject } from 'react'
import { useShortcuts } from '../../app/shortcuts.ts'
import type { Activity } from './activity-store.ts'

interface FeedShortcutsOptions {
  readonly activity: Activity
  readonly selectedId: string | null
  readonly open: (id: string) => void
  readonly field: RefObject<HTMLInputElement | null>
}

const PAGE_STEP = 20
const GROUP = 'Lists'

/** Keys of the feed, while its screen is there. */
export function useFeedShortcuts({ activity, selectedId, open, field }: FeedShortcutsOptions): void {
  const move = (steps: number) => (): void => {
    const id = stepFrom(activity, selectedId, steps)
    if (id !== null) open(id)
  }
  const edge = (load: () => Promise<void>, isNeeded: () => boolean, steps: number) => async (): Promise<void> => {
    if (isNeeded()) await load()
    const id = stepFrom(activity, null, steps)
    if (id !== null) open(id)
  }
  const feed = () => activity.store.getState().feed
  const toTop = edge(activity.showNew, () => (feed()?.above ?? 0) > 0, 0)
  const toEnd = edge(activity.showOldest, () => feed()?.hasOlder ?? false, Infinity)
  useShortcuts([
    { keys: 'j', name: 'Next', group: GROUP, run: move(1) },
    { keys: 'k', name: 'Previous', group: GROUP, run: move(-1) },
    { keys: 'ArrowDown', name: 'Next', group: GROUP, run: move(1) },
    { keys: 'ArrowUp', name: 'Previous', group: GROUP, run: move(-1) },
    { keys: 'PageDown', name: 'A page down', group: GROUP, run: move(PAGE_STEP) },
    { keys: 'PageUp', name: 'A page up', group: GROUP, run: move(-PAGE_STEP) },
    { keys: 'Home', name: 'Newest', group: GROUP, run: () => void toTop() },
    { keys: 'End', name: 'Oldest', group: GROUP, run: () => void toEnd() },
    { keys: 'Enter', name: 'Into the inspector', group: GROUP, run: focusInspector },
    { keys: '/', name: 'Filter', group: GROUP, run: () => field.current?.select() },
    { keys: 'Space', name: 'Pause or resume the feed', group: GROUP, run: activity.togglePause },
    { keys: 'n', name: 'Show what is new', group: GROUP, run: () => void activity.showNew() },
  ])
}

/** The row so many steps from this one, as far as rows are loaded; without one the first, or the last for Infinity. */
export function stepFrom(activity: Activity, id: string | null, steps: number): string | null {
  const rows = activity.store.getState().feed?.rows ?? []
  const from = rows.findIndex((row) => row.id === id)
  const wanted = from < 0 ? (steps === Infinity ? rows.length - 1 : 0) : from + steps
  return rows[Math.min(Math.max(wanted, 0), rows.length - 1)]?.id ?? null
}

function focusInspector(): void {
  document.querySelector<HTMLElement>('#inspector [role=tab][aria-selected=true]')?.focus()
}
