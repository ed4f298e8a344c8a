import { useState, type KeyboardEvent, type RefObject } from 'react'
import { completions, type Completion, type KnownValues } from '../../../shared/domain/filter/complete.ts'

/** What is offered under the filter while it is typed. */
export interface Offered {
  readonly options: readonly Completion[]
  /** Of the option that Enter takes; null: none, Enter applies the filter. */
  readonly active: number | null
  /** The text or the caret has moved: offer what fits there. */
  open(): void
  close(): void
  take(index: number): void
  /** Whether the key was for the offers. */
  onKeyDown(event: KeyboardEvent): boolean
}

const MAX_OPTIONS = 12

/** Offers what can stand at the field's caret; `onTake` gets the text with an option put in. */
export function useCompletions(
  field: RefObject<HTMLInputElement | null>,
  known: () => KnownValues,
  onTake: (text: string) => void,
): Offered {
  const [offer, setOffer] = useState<{ from: number; to: number; options: readonly Completion[]; active: number | null } | null>(null)

  function look(): void {
    const input = field.current
    if (!input || input.selectionStart !== input.selectionEnd) return setOffer(null)
    const found = completions(input.value, input.selectionStart ?? input.value.length, known())
    setOffer(found.options.length === 0 ? null : { ...found, options: found.options.slice(0, MAX_OPTIONS), active: null })
  }

  function take(index: number): void {
    const input = field.current
    const option = offer?.options[index]
    if (!input || !offer || !option) return
    const caret = offer.from + option.text.length
    onTake(input.value.slice(0, offer.from) + option.text + input.value.slice(offer.to))
    // Behind what was put in, once the field shows it: a key goes on with its values.
    requestAnimationFrame(() => {
      input.focus()
      input.setSelectionRange(caret, caret)
      if (option.kind === 'key') look()
      else setOffer(null)
    })
  }

  function move(step: 1 | -1): void {
    if (!offer) return look()
    const count = offer.options.length
    setOffer({ ...offer, active: offer.active === null ? (step === 1 ? 0 : count - 1) : (offer.active + step + count) % count })
  }

  return {
    options: offer?.options ?? [],
    active: offer?.active ?? null,
    open: look,
    close: () => setOffer(null),
    take,
    onKeyDown: ({ key }) => {
      if (key === 'ArrowDown') move(1)
      else if (key === 'ArrowUp' && offer) move(-1)
      else if ((key === 'Enter' || key === 'Tab') && offer && offer.active !== null) take(offer.active)
      else if (key === 'Escape' && offer) setOffer(null)
      else return false
      return true
    },
  }
}
