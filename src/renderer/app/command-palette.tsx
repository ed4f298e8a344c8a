import { Dialog as Base } from '@base-ui/react/dialog'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { Kbd } from '../components/kbd.tsx'
import { useFocusBack } from '../components/use-focus-back.ts'
import type { Shortcut } from './keyboard.ts'
import { searchPalette, type PaletteItem } from './palette-search.ts'
import type { Palette } from './palette-store.ts'
import { actingShortcuts } from './acting-shortcuts.ts'
import { keyboard } from './shortcuts.ts'

const MAX_SHOWN = 40
/** Its own keys, which the palette need not offer. */
export const PALETTE_KEYS = 'Mod+K'

interface CommandPaletteProps {
  readonly palette: Palette
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Everything one can do or go to, found by typing. */
export function CommandPalette({ palette, open, onOpenChange }: CommandPaletteProps) {
  const { popup, finalFocus } = useFocusBack(open)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup ref={popup} className="popup dialog" style={{ width: 600 }} finalFocus={finalFocus}>
          <Base.Title className="sr-only">Commands</Base.Title>
          <PaletteBody palette={palette} onClose={() => onOpenChange(false)} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function PaletteBody({ palette, onClose }: { readonly palette: Palette; readonly onClose: () => void }) {
  const { places, found, recent } = useStore(palette.store)
  const { shortcuts } = useStore(keyboard.store)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const listId = useId()
  useEffect(() => {
    void palette.refresh()
    void palette.look('')
  }, [palette])
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const matching = searchPalette([...shortcutItems(shortcuts), ...palette.actions, ...places], query, recent).slice(0, MAX_SHOWN)
  const items = [...(found ? [found] : []), ...matching, ...(query.trim() === '' ? [] : [filterItem(query, palette)])]
  const at = Math.min(active, items.length - 1)

  function type(text: string): void {
    setQuery(text)
    setActive(0)
    void palette.look(text)
  }
  function take(item: PaletteItem | undefined): void {
    if (!item) return
    palette.use(item.id)
    onClose()
    // The focus is back where it was by then, and an action may move it on.
    requestAnimationFrame(item.run)
  }
  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setActive((at + 1) % items.length)
    else if (event.key === 'ArrowUp') setActive((at - 1 + items.length) % items.length)
    else if (event.key === 'Enter') take(items[at])
    else return
    event.preventDefault()
  }

  return (
    <>
      <input
        className="h-12 flex-none bg-transparent px-4 outline-none shadow-[inset_0_-1px_var(--line)]"
        role="combobox"
        aria-label="Search commands"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={items.length > 0 ? `${listId}-${at}` : undefined}
        aria-autocomplete="list"
        placeholder="An action, an event type, an endpoint, an id or a filter"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => type(event.target.value)}
        onKeyDown={press}
      />
      <ul ref={list} id={listId} role="listbox" aria-label="Commands" className="options">
        {items.map((item, index) => (
          <li
            key={item.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            data-highlighted={index === at || undefined}
            className="option"
            onMouseMove={() => setActive(index)}
            onClick={() => take(item)}
          >
            <span className="option-word truncate">{item.title}</span>
            <span className="option-note">{item.note}</span>
            {item.keys !== undefined && <Kbd keys={item.keys} />}
          </li>
        ))}
      </ul>
    </>
  )
}

function shortcutItems(shortcuts: readonly Shortcut[]): PaletteItem[] {
  return actingShortcuts(shortcuts)
    .filter(({ keys }) => keys !== PALETTE_KEYS)
    .map(({ keys, name, group, run }) => ({ id: `${group} ${name} ${keys}`, title: name, note: group, keys, run }))
}

function filterItem(query: string, palette: Palette): PaletteItem {
  return { id: 'filter', title: `Filter Activity by ${query.trim()}`, note: 'Filter', run: () => palette.filter(query) }
}
