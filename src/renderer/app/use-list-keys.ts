import { focusRowList } from '../components/row-focus.ts'
import { useShortcuts } from './shortcuts.ts'

interface ListKeysOptions {
  /** Heading in the sheet. */
  readonly group: string
  /** Name of the list on the page. */
  readonly list: string
  /** As they are shown; null until they have come. */
  readonly items: readonly { readonly id: string }[] | null
  readonly openId: string | null
  readonly onOpen: (id: string) => void
}

/** j and k in a list of which one thing is open beside; the focus goes along, so that the arrow keys go on from there. */
export function useListKeys({ group, list, items, openId, onOpen }: ListKeysOptions): void {
  const step = (by: number) => (): void => {
    const at = items?.findIndex(({ id }) => id === openId) ?? -1
    const next = items?.[at < 0 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)]
    if (!next) return
    onOpen(next.id)
    focusRowList(list)
  }
  const isLate = items === null
  useShortcuts([
    { keys: 'j', name: 'Next', group, isLate, run: step(1) },
    { keys: 'k', name: 'Previous', group, isLate, run: step(-1) },
  ])
}
