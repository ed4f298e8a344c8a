import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { buttonClass } from './button.tsx'

interface DialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** One sentence under the title. */
  readonly description?: ReactNode
  readonly children: ReactNode
  /** Buttons, the primary one last. */
  readonly foot?: ReactNode
  /** px; 480 unless given */
  readonly width?: number | undefined
}

/**
 * A question or a form in front of the page; of a form the first field takes the focus. Escape and a press outside close it
 * and give focus back.
 */
export function Dialog({ open, onOpenChange, title, description, children, foot, width = 480 }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup
          ref={popup}
          className="popup dialog"
          style={{ width }}
          initialFocus={() => popup.current?.querySelector<HTMLElement>('.dialog-body .box :is(input, textarea)') ?? true}
        >
          <div className="dialog-head">
            <Base.Title className="grow">{title}</Base.Title>
            <Base.Close className={buttonClass('quiet', 'medium', 'button-icon')} aria-label="Close">
              <X size={16} strokeWidth={1.75} aria-hidden />
            </Base.Close>
          </div>
          <div className="dialog-body">
            {description && <Base.Description className="mb-4 text-ink-2">{description}</Base.Description>}
            {children}
          </div>
          {foot && <div className="dialog-foot">{foot}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
