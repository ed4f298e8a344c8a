import { Popover } from '@base-ui/react/popover'
import { Check, ChevronDown } from 'lucide-react'
import { buttonClass } from '../../components/button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { TokenField } from '../../components/token-field.tsx'

interface IgnoredFieldsProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly ignored: readonly string[]
  /** Paths and headers that differ now. */
  readonly differing: readonly string[]
  readonly onChange: (ignored: string[]) => void
}

/** The list of keys, paths and headers that make no difference. */
export function IgnoredFields({ open, onOpenChange, ignored, differing, onChange }: IgnoredFieldsProps) {
  const word = ignored.length === 0 ? 'Ignore fields' : `Fields ignored ${ignored.length}`
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger className={buttonClass('plain')} aria-pressed={ignored.length > 0}>
        {ignored.length > 0 && <Check size={14} strokeWidth={1.75} aria-hidden />}
        {word}
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="popup-place" sideOffset={4} align="end">
          <Popover.Popup className="popup w-96 p-4" aria-label="Ignored fields">
            <TokenField
              label="Ignored fields"
              hint="Keys, paths such as data.owner.id, and headers. Kept for the next comparison."
              value={ignored}
              suggestions={differing.map((value) => ({ value, note: 'differs' }))}
              problemOf={(text) => (text.length > 200 ? 'That is longer than any key.' : null)}
              placeholder={ignored.length === 0 ? 'updatedAt' : ''}
              onChange={onChange}
            />
            <p className="mt-2 flex items-center gap-2 type-small text-ink-3">
              <Kbd keys="i" /> opens this list
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
