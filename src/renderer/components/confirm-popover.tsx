import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { buttonClass } from './button.tsx'

interface ConfirmPopoverProps {
  /** The button that asks: a Button or an IconButton. */
  readonly trigger: ReactElement
  /** The question: `Delete secret support-2025?` */
  readonly question: string
  /** What follows from it, and whether it can be undone. */
  readonly children?: ReactNode
  /** The verb on the button: `Delete`. */
  readonly verb: string
  readonly danger?: boolean | undefined
  readonly onConfirm: () => void
}

/** Asks beside the button before something that undo cannot bring back. */
export function ConfirmPopover({ trigger, question, children, verb, danger = false, onConfirm }: ConfirmPopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="popup-place" sideOffset={4} align="end">
          <Base.Popup className="popup confirm">
            <Base.Title>{question}</Base.Title>
            {children && <Base.Description className="confirm-text">{children}</Base.Description>}
            <div className="confirm-actions">
              <Base.Close className={buttonClass('quiet')}>Cancel</Base.Close>
              <Base.Close className={buttonClass(danger ? 'danger' : 'primary')} onClick={onConfirm}>
                {verb}
              </Base.Close>
            </div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
