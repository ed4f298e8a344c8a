import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { ReactNode } from 'react'

interface SegmentedControlProps<Value extends string> {
  /** What is chosen: `View`, `Speed`. */
  readonly name: string
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly disabled?: boolean | undefined }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of two to five, all in sight. Arrow keys choose. */
export function SegmentedControl<Value extends string>({ name, options, value, onChange }: SegmentedControlProps<Value>) {
  return (
    <RadioGroup className="segments" aria-label={name} value={value} onValueChange={(next) => onChange(next)}>
      {options.map((option) => (
        <Radio.Root key={option.value} value={option.value} disabled={option.disabled ?? false} className="segment">
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
