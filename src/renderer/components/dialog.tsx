import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonClass } from './button.tsx'
import { tabStops } from './tab-stops.ts'
import { useFocusBack } from './use-focus-back.ts'

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
 * A question or a form in front of the page; of a form the first field takes the focus, else its first control, of a question the
 * answer that goes on, unless that destroys something: then the one before it. Escape and a press outside close it and give focus back.
 */
export function Dialog({ open, onOpenChange, title, description, children, foot, width = 480 }: DialogProps) {
  const { popup, finalFocus } = useFocusBack(open)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup
          ref={popup}
          className="popup dialog"
          style={{ width }}
          finalFocus={finalFocus}
          initialFocus={() => firstPlace(popup.current) ?? true}
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

/** Not the cross at the top, which comes first for Tab. */
function firstPlace(popup: HTMLElement | null): HTMLElement | undefined {
  if (popup === null) return undefined
  const stops = tabStops(popup)
  return (
    stops.find((stop) => stop.matches('.dialog-body .box :is(input, textarea)')) ??
    stops.find((stop) => stop.matches('.dialog-body *')) ??
    stops.find((stop) => stop.matches('.dialog-foot .button-primary')) ??
    stops.find((stop) => stop.matches('.dialog-foot .button'))
  )
}
