import { Combobox } from '@base-ui/react/combobox'
import { X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Field, type FieldTexts } from './field.tsx'
import { boxClass } from './text-field.tsx'

export interface TokenSuggestion {
  readonly value: string
  /** What it means, at the right of the list. */
  readonly note?: string | undefined
}

interface TokenFieldProps extends FieldTexts {
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
  readonly suggestions: readonly TokenSuggestion[]
  /** Whether a typed text that is not suggested may become a token; null when it may, else why not. Without it, none may. */
  readonly problemOf?: ((text: string) => string | null) | undefined
  /** What a text that is not suggested is, at the right of the list: `pattern`. */
  readonly newWord?: string | undefined
  readonly placeholder?: string | undefined
  /** A fact at the right end: `9 of 31 types`. */
  readonly tail?: ReactNode
  readonly disabled?: boolean | undefined
}

const SEPARATORS = /[\s,]+/

/**
 * A list of short texts, such as event types and patterns. Enter, comma and space end a token, Backspace takes the last one
 * back, pasting splits.
 */
export function TokenField({
  value,
  onChange,
  suggestions,
  problemOf,
  newWord = '',
  placeholder,
  tail,
  disabled = false,
  ...texts
}: TokenFieldProps) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const error = problem ?? texts.error
  const wanted = typed.trim().toLowerCase()
  const known = suggestions.map((each) => each.value)
  const matching = known.filter((each) => !value.includes(each) && each.toLowerCase().includes(wanted))
  const isNew = wanted !== '' && !known.includes(typed.trim()) && problemOf?.(typed.trim()) === null
  const items = isNew ? [typed.trim(), ...matching] : matching
  const notes = new Map(suggestions.map((each) => [each.value, each.note]))

  function take(texts: readonly string[]): void {
    const refused = texts.find((text) => !known.includes(text) && (!problemOf || problemOf(text) !== null))
    const taken = texts.filter((text) => text !== refused && !value.includes(text))
    if (taken.length > 0) onChange([...value, ...new Set(taken)])
    setTyped(refused ?? '')
    setProblem(refused === undefined ? null : (problemOf?.(refused) ?? `"${refused}" is not one of them.`))
  }

  function type(text: string): void {
    setProblem(null)
    if (SEPARATORS.test(text) && text.trim() !== '') take(text.split(SEPARATORS).filter(Boolean))
    else setTyped(text.trimStart())
  }

  return (
    <Field {...texts} error={error} disabled={disabled}>
      <Combobox.Root
        multiple
        autoHighlight
        items={items}
        filter={null}
        disabled={disabled}
        value={[...value]}
        onValueChange={(next, details) => {
          // Escape closes what is open; it must not take the tokens with it.
          if (details.reason === 'escape-key') return details.allowPropagation()
          onChange(next)
          setTyped('')
          setProblem(null)
        }}
        inputValue={typed}
        onInputValueChange={(text, details) => {
          if (details.reason === 'input-change' || details.reason === 'input-clear') type(text)
        }}
      >
        <Combobox.InputGroup className={boxClass({ error, disabled })}>
          <Combobox.Chips className="tokens" aria-label={value.length > 0 ? 'Chosen' : undefined}>
            {value.map((token) => (
              <Combobox.Chip key={token} className="token" aria-label={token}>
                {token}
                <Combobox.ChipRemove aria-label={`Remove ${token}`}>
                  <X size={12} strokeWidth={1.75} aria-hidden />
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            <Combobox.Input
              placeholder={placeholder}
              spellCheck={false}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || typed.trim() === '' || items.length > 0) return
                event.preventDefault()
                // Base UI would clear what was typed, and with it why it was refused.
                event.preventBaseUIHandler()
                take([typed.trim()])
              }}
            />
          </Combobox.Chips>
          {tail !== undefined && <span className="box-tail">{tail}</span>}
        </Combobox.InputGroup>
        <Combobox.Portal>
          <Combobox.Positioner className="popup-place" sideOffset={4} align="start">
            <Combobox.Popup className={items.length > 0 ? 'popup min-w-60' : 'hidden'}>
              <Combobox.List className="options">
                {(item: string) => (
                  <Combobox.Item key={item} value={item} className="option">
                    <span className="option-word">{item}</span>
                    <span className="option-note">{notes.get(item) ?? (known.includes(item) ? '' : newWord)}</span>
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
