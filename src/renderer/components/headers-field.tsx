import { Plus, X } from 'lucide-react'
import { useRef } from 'react'
import type { RawHeaders } from '../../shared/domain/http-message.ts'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import { TextField } from './text-field.tsx'

interface HeadersFieldProps {
  /** What they are: `Headers`, `Answer headers`. Names the group. */
  readonly label: string
  readonly value: RawHeaders
  readonly onChange: (value: RawHeaders) => void
  /** What is wrong with single headers, by index. */
  readonly errors?: ReadonlyMap<number, string> | undefined
  /** Where there are none: what it is for. */
  readonly hint?: string | undefined
}

/** Headers by name and value, in wire order. */
export function HeadersField({ label, value, onChange, errors, hint }: HeadersFieldProps) {
  const group = useRef<HTMLDivElement>(null)
  const set = (index: number, name: string, text: string): void => onChange(value.with(index, [name, text]))
  function add(): void {
    onChange([...value, ['', '']])
    // The new row's name, once it is drawn.
    requestAnimationFrame(() => [...(group.current?.querySelectorAll('input') ?? [])].at(-2)?.focus())
  }
  return (
    <div role="group" aria-label={label} ref={group} className="flex flex-col gap-2">
      {value.map(([name, text], index) => (
        // Rows have no identity but their place, and a header may come twice.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="flex flex-col gap-1">
          <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_28px] items-center gap-2">
            <TextField
              label={`Name of header ${index + 1}`}
              hideLabel
              compact
              wire
              placeholder="X-Name"
              value={name}
              onChange={(next) => set(index, next, text)}
            />
            <TextField
              label={`Value of header ${index + 1}`}
              hideLabel
              compact
              wire
              placeholder="value"
              value={text}
              onChange={(next) => set(index, name, next)}
            />
            <IconButton icon={X} name={`Remove header ${name || index + 1}`} onClick={() => onChange(value.toSpliced(index, 1))} />
          </div>
          {errors?.has(index) && (
            <p role="alert" className="type-small text-fail">
              {errors.get(index)}
            </p>
          )}
        </div>
      ))}
      <div className="flex min-h-8 items-center gap-2">
        <Button size="small" icon={Plus} onClick={add}>
          Add a header
        </Button>
        {value.length === 0 && hint !== undefined && <span className="type-small text-ink-3">{hint}</span>}
      </div>
    </div>
  )
}
