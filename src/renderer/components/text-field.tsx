import { Field as Base } from '@base-ui/react/field'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Field, type FieldTexts } from './field.tsx'
import { Glyph } from './glyph.tsx'
import { Kbd } from './kbd.tsx'

type NativeProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'defaultValue' | 'size' | 'className'>

interface TextFieldProps extends FieldTexts, NativeProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** The value goes on the wire: monospace, no spelling check. */
  readonly wire?: boolean | undefined
  readonly compact?: boolean | undefined
  readonly icon?: LucideIcon | undefined
  /** Key that brings one here, shown while empty. */
  readonly keys?: string | undefined
  /** A fact or a button at the right end. */
  readonly tail?: ReactNode
}

/** One line of text. */
export function TextField({
  label,
  hideLabel,
  hint,
  error,
  layout,
  className,
  value,
  onChange,
  wire,
  compact,
  icon,
  keys,
  tail,
  ...rest
}: TextFieldProps) {
  const Icon = icon
  return (
    <Field {...{ label, hideLabel, hint, error, layout, className }} disabled={rest.disabled}>
      <div className={boxClass({ compact, error, disabled: rest.disabled || rest.readOnly })}>
        {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
        <Base.Control
          {...rest}
          {...(wire && { spellCheck: false, autoCapitalize: 'off', autoCorrect: 'off' })}
          autoComplete="off"
          value={value}
          onValueChange={onChange}
          className={wire ? 'wire' : ''}
        />
        {keys !== undefined && value === '' && <Kbd keys={keys} />}
        {tail !== undefined && <span className="box-tail">{tail}</span>}
        {error ? <Glyph shape="cross" /> : null}
      </div>
    </Field>
  )
}

interface TextAreaProps extends FieldTexts {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly wire?: boolean | undefined
  readonly rows?: number | undefined
  readonly placeholder?: string | undefined
  readonly disabled?: boolean | undefined
}

/** Several lines of text. Bodies with their colours and problems belong into the editor instead. */
export function TextArea({
  label,
  hideLabel,
  hint,
  error,
  layout,
  className,
  value,
  onChange,
  wire,
  rows = 4,
  placeholder,
  disabled,
}: TextAreaProps) {
  return (
    <Field {...{ label, hideLabel, hint, error, layout, className, disabled }}>
      <div className={boxClass({ error, disabled })}>
        <Base.Control
          render={<textarea rows={rows} spellCheck={!wire} />}
          placeholder={placeholder}
          value={value}
          onValueChange={onChange}
          className={wire ? 'wire' : ''}
        />
      </div>
    </Field>
  )
}

interface BoxState {
  readonly compact?: boolean | undefined
  readonly error?: ReactNode
  readonly disabled?: boolean | undefined
}

/** The classes of the box around an input. */
export function boxClass({ compact, error, disabled }: BoxState): string {
  return ['box', compact && 'box-compact', error && 'is-error', disabled && 'is-locked'].filter(Boolean).join(' ')
}
