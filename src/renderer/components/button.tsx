import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'
import { Spinner } from './spinner.tsx'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'
export type ButtonSize = 'small' | 'medium' | 'large'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  /** One `primary` a pane. */
  readonly kind?: ButtonKind | undefined
  readonly size?: ButtonSize | undefined
  readonly icon?: LucideIcon | undefined
  /** Shortcut that does the same, shown as caps. */
  readonly keys?: string | undefined
  /** A spinner takes the icon's place and presses do nothing; let the word be a verb in -ing. */
  readonly busy?: boolean | undefined
  readonly type?: 'button' | 'submit' | undefined
  readonly children: ReactNode
}

/** A button with a word. For an icon alone see IconButton. */
export function Button({ kind, size, icon: Icon, keys, busy = false, children, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      {...rest}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={buttonClass(kind, size, className)}
    >
      {busy ? <Spinner /> : Icon && <Icon size={14} strokeWidth={1.75} aria-hidden />}
      {children}
      {keys !== undefined && <Kbd keys={keys} />}
    </button>
  )
}

/** The classes of a button, for what looks like one but is a link or a trigger. */
export function buttonClass(kind: ButtonKind = 'plain', size: ButtonSize = 'medium', more = ''): string {
  return `button button-${kind} button-${size} ${more}`.trim()
}
