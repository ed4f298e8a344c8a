import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonKind, type ButtonSize } from './button.tsx'
import { IconButton } from './icon-button.tsx'

const CONFIRMED_MS = 1_500

interface CopyButtonProps {
  /** What is copied, or how to get it when it is asked for. */
  readonly text: string | (() => string | Promise<string>)
  /** What it is called: `Copy receiver URL`. The accessible name, and the tooltip of the icon form. */
  readonly name: string
  /** A word beside the icon; without one the button is an icon. */
  readonly word?: string | undefined
  readonly kind?: ButtonKind | undefined
  readonly size?: ButtonSize | undefined
}

/** Copies, then says "Copied" for a moment, to eyes and to screen readers. */
export function CopyButton({ text, name, word, kind = 'quiet', size = 'small' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none')
  useEffect(() => {
    if (outcome === 'none') return
    const timer = setTimeout(() => setOutcome('none'), CONFIRMED_MS)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : await text())
      setOutcome('copied')
    } catch {
      // The browser refuses without focus or permission: say so instead of a false "Copied".
      setOutcome('refused')
    }
  }
  const said = { none: '', copied: 'Copied', refused: 'Not copied: the browser refused' }[outcome]
  const icon = outcome === 'copied' ? Check : Copy
  return (
    <>
      {word === undefined ? (
        <IconButton icon={icon} name={said || name} kind={kind} size={size} onClick={() => void copy()} />
      ) : (
        <Button icon={icon} kind={kind} size={size} aria-label={name} onClick={() => void copy()}>
          {said || word}
        </Button>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  )
}
