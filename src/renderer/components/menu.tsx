import { Menu as Base } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement } from 'react'
import { Kbd } from './kbd.tsx'

export type MenuEntry =
  | {
      readonly kind?: 'action' | undefined
      readonly label: string
      readonly icon?: LucideIcon | undefined
      readonly keys?: string | undefined
      readonly run: () => void
      readonly danger?: boolean | undefined
      readonly disabled?: boolean | undefined
    }
  | { readonly kind: 'choice'; readonly label: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'rule' }

interface MenuProps {
  /** The button that opens it: a Button or an IconButton. */
  readonly trigger: ReactElement
  readonly entries: readonly MenuEntry[]
  readonly align?: 'start' | 'center' | 'end' | undefined
}

/** Actions behind a button. */
export function Menu({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="popup-place" sideOffset={4} align={align}>
          <Base.Popup className="popup options">{entries.map((entry, index) => drawEntry(entry, index))}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function drawEntry(entry: MenuEntry, index: number) {
  switch (entry.kind) {
    case 'rule':
      return <Base.Separator key={index} className="option-rule" />
    case 'heading':
      return (
        <div key={index} className="option-heading" role="presentation">
          {entry.label}
        </div>
      )
    case 'choice':
      return (
        <Base.CheckboxItem key={index} className="option" checked={entry.checked} onCheckedChange={entry.onChange}>
          <span className="check" data-checked={entry.checked || undefined} aria-hidden="true">
            <Base.CheckboxItemIndicator>
              <Check size={12} strokeWidth={3} />
            </Base.CheckboxItemIndicator>
          </span>
          <span className="option-word">{entry.label}</span>
        </Base.CheckboxItem>
      )
    case 'action':
    case undefined: {
      const Icon = entry.icon
      return (
        <Base.Item
          key={index}
          className={entry.danger ? 'option option-danger' : 'option'}
          disabled={entry.disabled ?? false}
          onClick={entry.run}
        >
          {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden />}
          <span className="option-word">{entry.label}</span>
          {entry.keys !== undefined && <Kbd keys={entry.keys} />}
        </Base.Item>
      )
    }
  }
}
