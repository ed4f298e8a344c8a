import { Button } from './button.tsx'
import { ConfirmPopover } from './confirm-popover.tsx'
import { formatExact } from './format.ts'

interface RotateSecretProps {
  /** When the older secrets end; ms since 1970; null: there are none. */
  readonly olderUntil: number | null
  readonly onRotate: () => void
}

/** Makes a new secret beside the present one, and says how long the older ones are good. */
export function RotateSecret({ olderUntil, onRotate }: RotateSecretProps) {
  return (
    <>
      <ConfirmPopover
        trigger={
          <Button size="small" kind="quiet">
            Rotate
          </Button>
        }
        question="Make a new secret?"
        verb="Rotate"
        onConfirm={onRotate}
      >
        The present one stays good for 24 hours, so that the other side can follow.
      </ConfirmPopover>
      {olderUntil !== null && (
        <span className="self-center type-small text-ink-3">The one before is good until {formatExact(olderUntil)}</span>
      )}
    </>
  )
}
