import { useRef, type KeyboardEvent, type ReactNode } from 'react'

interface SegmentedControlProps<Value extends string> {
  /** What is chosen: `View`, `Speed`. */
  readonly name: string
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly disabled?: boolean | undefined }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** One of two to five, all in sight. Tab stops at the chosen one, whatever chose it; arrow keys choose, round and round. */
export function SegmentedControl<Value extends string>({ name, options, value, onChange }: SegmentedControlProps<Value>) {
  const group = useRef<HTMLDivElement>(null)
  const free = options.filter(({ disabled = false }) => !disabled)
  const stop = (free.find((each) => each.value === value) ?? free[0])?.value
  function press(event: KeyboardEvent): void {
    const step = STEPS[event.key]
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const at = free.findIndex((each) => each.value === stop)
    const next = free[(at + step + free.length) % free.length]
    if (next === undefined) return
    group.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus()
    onChange(next.value)
  }
  return (
    <div ref={group} className="segments" role="radiogroup" aria-label={name} onKeyDown={press}>
      {options.map(({ value: each, label, disabled = false }) => (
        <button
          key={each}
          type="button"
          role="radio"
          aria-checked={each === value}
          data-checked={each === value || undefined}
          data-value={each}
          disabled={disabled}
          tabIndex={each === stop ? 0 : -1}
          className="segment"
          onClick={() => onChange(each)}
        >
          {label}
        </button>
      ))}
    </div>
  )
}
