import { Switch as Base } from '@base-ui/react/switch'

interface SwitchProps {
  /** The word beside it; for screen readers only with `hideLabel`. */
  readonly label: string
  readonly hideLabel?: boolean | undefined
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean | undefined
}

/** On or off, at once. For a choice that waits for Save take Checkbox. */
export function Switch({ label, hideLabel = false, checked, onChange, disabled = false }: SwitchProps) {
  return (
    <label className="choice">
      <Base.Root className="switch" checked={checked} onCheckedChange={onChange} disabled={disabled}>
        <Base.Thumb className="switch-thumb" />
      </Base.Root>
      <span className={hideLabel ? 'sr-only' : ''}>{label}</span>
    </label>
  )
}
