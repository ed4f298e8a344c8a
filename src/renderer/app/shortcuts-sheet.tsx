import { useStore } from 'zustand'
import { Dialog } from '../components/dialog.tsx'
import { Kbd } from '../components/kbd.tsx'
import { Switch } from '../components/switch.tsx'
import { actingShortcuts } from './acting-shortcuts.ts'
import { chooseSingleKeys, keyboard } from './shortcuts.ts'

interface ShortcutsSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** All shortcuts that act now, from their registrations. */
export function ShortcutsSheet({ open, onOpenChange }: ShortcutsSheetProps) {
  const { shortcuts, singleKeys } = useStore(keyboard.store)
  const groups = Map.groupBy(actingShortcuts(shortcuts), (each) => each.group)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Shortcuts"
      width={560}
      foot={
        <div className="mr-auto">
          <Switch label="Keys without Ctrl or Alt act" checked={singleKeys} onChange={chooseSingleKeys} />
        </div>
      }
    >
      <div className="columns-2 gap-8">
        {[...groups].map(([group, members]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1">{group}</h3>
            <ul>
              {members.map((each) => (
                <li key={each.keys} className="flex min-h-6 items-center justify-between gap-3 type-small">
                  <span className="text-ink-2">{each.name}</span>
                  <Kbd keys={each.keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
