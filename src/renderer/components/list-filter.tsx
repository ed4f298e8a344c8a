import { Search } from 'lucide-react'
import type { KeyboardEvent, RefObject } from 'react'
import { TextField } from './text-field.tsx'

interface ListFilterProps {
  /** `Filter endpoints`; the placeholder too, unless that says more. */
  readonly label: string
  readonly placeholder?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  /** For the key / and for what clears the filter. */
  readonly ref: RefObject<HTMLInputElement | null>
  /** Brings the focus into the list. */
  readonly onLeave: () => void
  /** Takes what was found first. */
  readonly onEnter?: (() => void) | undefined
  readonly maxLength?: number | undefined
}

/** The field over a list that leaves of it what holds a text. ↓ leads into the list, Escape empties the field. */
export function ListFilter({ label, placeholder = label, value, onChange, ref, onLeave, onEnter, maxLength }: ListFilterProps) {
  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') onLeave()
    else if (event.key === 'Escape' && value !== '') onChange('')
    else if (event.key === 'Enter' && onEnter) onEnter()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <TextField
      label={label}
      hideLabel
      compact
      icon={Search}
      keys="/"
      className="grow"
      ref={ref}
      maxLength={maxLength}
      placeholder={placeholder}
      value={value}
      onChange={onChange}
      onKeyDown={press}
    />
  )
}
