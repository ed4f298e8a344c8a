import { Eye, EyeOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import type { FieldTexts } from './field.tsx'
import { IconButton } from './icon-button.tsx'
import { generateSecret } from './secret-text.ts'
import { TextField } from './text-field.tsx'

const MASK = '••••••••'

interface SecretFieldProps extends Pick<FieldTexts, 'label' | 'hideLabel' | 'error' | 'layout'> {
  /** Last characters of the present secret, from `secretTail`; null when unknown or too short to tell. */
  readonly tail: string | null
  /** Reads the present secret, when a person asks to see or copy it; null while there is none. */
  readonly read: (() => Promise<string>) | null
  /** A secret that shall replace it; null: it stays. */
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  /** What is used while there is none of its own: `Made when you save`. */
  readonly none?: string | undefined
  /** The way to typing a new one. */
  readonly replaceWord?: string | undefined
  /** The way back from it. */
  readonly keepWord?: string | undefined
  readonly hint?: ReactNode
  /** Makes a new secret; null: none can be made here. */
  readonly generate?: (() => string) | null | undefined
  /** Further buttons beside "Replace". */
  readonly actions?: ReactNode
}

/** A secret: masked, shown and copied on demand, replaced on save. */
export function SecretField({
  label,
  hideLabel,
  error,
  layout,
  tail,
  read,
  value,
  onChange,
  none = '',
  replaceWord = 'Replace',
  keepWord = 'Keep the old one',
  hint,
  generate = generateSecret,
  actions,
}: SecretFieldProps) {
  const [shown, setShown] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  async function reveal(): Promise<void> {
    try {
      setShown((await read?.()) ?? null)
      setFailure(null)
    } catch {
      setFailure('The secret could not be read. Try again.')
    }
  }
  const texts = { label, hideLabel, layout }
  if (value !== null) {
    return (
      <div className="flex flex-col gap-2">
        <TextField {...texts} wire error={error} hint={hint} value={value} onChange={onChange} />
        <div className="flex gap-2">
          {generate && (
            <Button size="small" onClick={() => onChange(generate())}>
              Generate
            </Button>
          )}
          <Button size="small" kind="quiet" onClick={() => onChange(null)}>
            {keepWord}
          </Button>
        </div>
      </div>
    )
  }
  const buttons = read !== null && (
    <span className="-mr-1.5 flex items-center">
      <IconButton
        icon={shown === null ? Eye : EyeOff}
        size="small"
        name={shown === null ? 'Show the secret' : 'Hide the secret'}
        onClick={() => (shown === null ? void reveal() : setShown(null))}
      />
      <CopyButton name="Copy the secret" text={read} />
    </span>
  )
  return (
    <div className="flex flex-col gap-2">
      <TextField
        {...texts}
        wire={read !== null}
        readOnly
        error={error ?? failure}
        hint={hint}
        value={read === null ? none : (shown ?? `${MASK}${tail ?? ''}`)}
        onChange={() => undefined}
        tail={buttons || undefined}
      />
      <div className="flex gap-2">
        <Button
          size="small"
          onClick={() => {
            setShown(null)
            onChange('')
          }}
        >
          {replaceWord}
        </Button>
        {actions}
      </div>
    </div>
  )
}
