import { Combobox } from '@base-ui/react/combobox'
import { ChevronDown } from 'lucide-react'
import { Field, type FieldTexts } from './field.tsx'
import { boxClass } from './text-field.tsx'

interface ComboFieldProps extends FieldTexts {
  readonly options: readonly string[]
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string | undefined
}

/** More would not be read: one types on. */
const MAX_SHOWN = 60

/** One of many known values, found by typing part of it. */
export function ComboField({ options, value, onChange, placeholder, ...texts }: ComboFieldProps) {
  return (
    <Field {...texts}>
      <Combobox.Root
        items={options}
        limit={MAX_SHOWN}
        value={value}
        autoHighlight
        onValueChange={(next) => {
          if (next !== null) onChange(next)
        }}
      >
        <Combobox.InputGroup className={boxClass({ compact: true, error: texts.error })}>
          <Combobox.Input placeholder={placeholder} spellCheck={false} autoComplete="off" />
          <Combobox.Trigger className="box-tail" aria-label={`Show ${texts.label.toLowerCase()}s`}>
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          </Combobox.Trigger>
        </Combobox.InputGroup>
        <Combobox.Portal>
          <Combobox.Positioner className="popup-place" sideOffset={4} align="start">
            <Combobox.Popup className="popup min-w-(--anchor-width)">
              <Combobox.Empty>
                <span className="block px-3 py-2 type-small text-ink-3">Nothing is called so.</span>
              </Combobox.Empty>
              <Combobox.List className="options">
                {(item: string) => (
                  <Combobox.Item key={item} value={item} className="option">
                    <span className="option-word">{item}</span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </Field>
  )
}
