import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Field, type FieldTexts } from './field.tsx'
import { boxClass } from './text-field.tsx'

export interface SelectOption<Value extends string> {
  readonly value: Value
  readonly label: string
  /** What it means, at the right of the list. */
  readonly note?: ReactNode
  readonly disabled?: boolean | undefined
}

interface SelectProps<Value extends string> extends FieldTexts {
  readonly options: readonly SelectOption<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly compact?: boolean | undefined
  readonly disabled?: boolean | undefined
}

/** One of a few known values. */
export function Select<Value extends string>({ options, value, onChange, compact, disabled, ...texts }: SelectProps<Value>) {
  return (
    <Field {...texts} disabled={disabled}>
      <Base.Root
        items={options}
        value={value}
        onValueChange={(next) => {
          if (next !== null) onChange(next)
        }}
      >
        <Base.Trigger className={boxClass({ compact, error: texts.error, disabled })}>
          <Base.Value className="box-value" />
          <Base.Icon>
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className="popup-place" sideOffset={4} align="start" alignItemWithTrigger={false}>
            <Base.Popup className="popup min-w-(--anchor-width)">
              <Base.List className="options">
                {options.map((option) => (
                  <Base.Item key={option.value} value={option.value} disabled={option.disabled ?? false} className="option">
                    <span className="w-3.5">
                      <Base.ItemIndicator>
                        <Check size={14} strokeWidth={1.75} aria-hidden />
                      </Base.ItemIndicator>
                    </span>
                    <Base.ItemText className="option-word">{option.label}</Base.ItemText>
                    {option.note && <span className="option-note">{option.note}</span>}
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  )
}
