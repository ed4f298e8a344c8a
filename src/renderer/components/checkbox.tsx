import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'

interface CheckboxProps {
  readonly label: string
  readonly hideLabel?: boolean | undefined
  /** `mixed` when it stands for several of which some are chosen. */
  readonly checked: boolean | 'mixed'
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean | undefined
}

/** One of several that can be chosen together. */
export function Checkbox({ label, hideLabel = false, checked, onChange, disabled = false }: CheckboxProps) {
  const Icon = checked === 'mixed' ? Minus : Check
  const box = (
    <Base.Root
      className="check"
      checked={checked === true}
      indeterminate={checked === 'mixed'}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={hideLabel ? label : undefined}
    >
      <Base.Indicator>
        <Icon size={12} strokeWidth={3} aria-hidden />
      </Base.Indicator>
    </Base.Root>
  )
  // Bare in a table row, so that .row-pick can lay it over the direction.
  if (hideLabel) return box
  return (
    <label className="choice">
      {box}
      {label}
    </label>
  )
}
