import { Field as Base } from '@base-ui/react/field'
import type { ReactNode } from 'react'

/** What every form field can say beside its control. */
export interface FieldTexts {
  readonly label: string
  /** Keeps the label for screen readers only, where the place says it already. */
  readonly hideLabel?: boolean | undefined
  readonly hint?: ReactNode
  /** What is wrong and what is expected, one sentence; null when nothing is. */
  readonly error?: ReactNode
  /** `beside` puts the label into a column of 96 px at the left. */
  readonly layout?: 'above' | 'beside' | undefined
  readonly className?: string | undefined
}

interface FieldProps extends FieldTexts {
  readonly disabled?: boolean | undefined
  readonly children: ReactNode
}

/** Label, hint and error round one control; joins them for screen readers. Errors are announced as they appear. */
export function Field({ label, hideLabel = false, hint, error, layout = 'above', className, disabled = false, children }: FieldProps) {
  return (
    <Base.Root
      invalid={Boolean(error)}
      disabled={disabled}
      className={`${layout === 'beside' ? 'field field-beside' : 'field'} ${className ?? ''}`}
    >
      <Base.Label className={hideLabel ? 'sr-only' : 'field-label'}>{label}</Base.Label>
      <div className="field-rest">
        {children}
        {error ? (
          <Base.Error match className="field-error" role="alert">
            {error}
          </Base.Error>
        ) : (
          hint && <Base.Description className="field-hint">{hint}</Base.Description>
        )}
      </div>
    </Base.Root>
  )
}
