import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

interface PopoverProps {
  /** The button that opens it: a Button or an IconButton. */
  readonly trigger: ReactElement
  readonly title: string
  /** px */
  readonly width?: number | undefined
  readonly align?: 'start' | 'center' | 'end' | undefined
  readonly onOpenChange?: ((isOpen: boolean) => void) | undefined
  readonly children: ReactNode
}

/** A small form behind a button. Escape and a press outside close it and give focus back. */
export function Popover({ trigger, title, width = 280, align = 'end', onOpenChange, children }: PopoverProps) {
  return (
    <Base.Root onOpenChange={(isOpen) => onOpenChange?.(isOpen)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="popup-place" sideOffset={4} align={align}>
          <Base.Popup className="popup flex flex-col gap-2 p-3" style={{ width }}>
            <Base.Title className="type-label">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
