import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

interface TooltipProps {
  readonly text: ReactNode
  /** Shortcut, shown as caps after the text. */
  readonly keys?: string | undefined
  readonly side?: 'top' | 'bottom' | 'left' | 'right' | undefined
  /** What is explained: one focusable element that takes a ref. */
  readonly children: ReactElement
}

/** A short explanation on hover and on focus. Never the only place of an action or a fact that is needed. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  return (
    // Escape is for what is behind it, too: a tooltip that came by itself is no layer that one has opened.
    <Base.Root onOpenChange={(_open, { reason, allowPropagation }) => reason === 'escape-key' && allowPropagation()}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="popup-place">
          <Base.Popup className="tooltip">
            <span className="inline-flex items-center gap-2">
              {text}
              {keys !== undefined && <Kbd keys={keys} />}
            </span>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
