import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { buttonClass, type ButtonKind, type ButtonSize } from './button.tsx'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'name' | 'children' | 'aria-label'> {
  readonly icon: LucideIcon
  /** What it does; its accessible name and its tooltip. */
  readonly name: string
  /** Shortcut that does the same, shown in the tooltip. */
  readonly keys?: string | undefined
  readonly kind?: ButtonKind | undefined
  readonly size?: ButtonSize | undefined
  /** For toggles: whether it is on. */
  readonly pressed?: boolean | undefined
}

/** A button with an icon only. Its name is required and shows on hover and focus. */
export function IconButton({ icon: Icon, name, keys, kind = 'quiet', size, pressed, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={name} keys={keys}>
      <button
        type="button"
        {...rest}
        aria-label={name}
        aria-pressed={pressed}
        className={buttonClass(kind, size, `button-icon ${className ?? ''}`)}
      >
        <Icon size={size === 'small' ? 14 : 16} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  )
}
